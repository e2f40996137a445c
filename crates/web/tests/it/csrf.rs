//! A form is taken only with the token of the visitor it was shown to.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::{get, post};
use serde::Deserialize;
use web::{CsrfForm, PageError, Visit};

use crate::service::{ask, settings, state};

#[derive(Deserialize)]
struct Reasons {
    #[serde(default)]
    reason: Vec<String>,
}

async fn shown(visit: Visit) -> String {
    visit.csrf()
}

async fn sent(CsrfForm(form): CsrfForm<Reasons>) -> String {
    form.reason.join("+")
}

async fn uploaded(visit: Visit, headers: axum::http::HeaderMap) -> Result<&'static str, PageError> {
    visit.check_csrf_header(&headers)?;
    Ok("taken")
}

async fn service() -> Router {
    Router::new()
        .route("/form", get(shown).post(sent))
        .route("/upload", post(uploaded))
        .with_state(state(settings()).await)
}

fn device(letter: char) -> String {
    format!("device={}", letter.to_string().repeat(42)) + "A"
}

async fn token(cookies: &str) -> String {
    let request = Request::get("/form").header("cookie", cookies);
    ask(&service().await, request.body(Body::empty()).unwrap())
        .await
        .body
}

#[tokio::test]
async fn forms() {
    let form = "application/x-www-form-urlencoded";
    let (a, b) = (device('a'), device('b'));
    let session = format!("{a}; session={}A", "s".repeat(42));
    let (of_a, of_b, of_session) = (token(&a).await, token(&b).await, token(&session).await);
    let check = async |cookies: &str, kind: &str, body: String, expected: Result<&str, u16>| {
        let request = Request::post("/form")
            .header("cookie", cookies)
            .header("content-type", kind)
            .body(Body::from(body.clone()))
            .unwrap();
        let answer = ask(&service().await, request).await;
        let status = answer.status.as_u16();
        let found = (status == 200)
            .then_some(answer.body.as_str())
            .ok_or(status);
        assert_eq!(found, expected, "{cookies} {body}");
    };
    check(&a, form, format!("csrf={of_a}"), Ok("")).await;
    check(
        &a,
        form,
        format!("csrf={of_a}&reason=x&reason=y"),
        Ok("x+y"),
    )
    .await;
    check(&a, form, format!("reason=x&csrf={of_a}"), Ok("x")).await;
    check(&a, form, format!("csrf={of_b}"), Err(403)).await;
    check(&a, form, "reason=x".into(), Err(403)).await;
    check(&a, form, "csrf=".into(), Err(403)).await;
    check("", form, format!("csrf={of_a}"), Err(403)).await;
    check(&session, form, format!("csrf={of_session}"), Ok("")).await;
    check(&session, form, format!("csrf={of_a}"), Err(403)).await;
    check(&a, "text/plain", format!("csrf={of_a}"), Err(415)).await;
    check(&a, "application/json", "{}".into(), Err(415)).await;
}

#[tokio::test]
async fn uploads() {
    let (a, b) = (device('a'), device('b'));
    let of_a = token(&a).await;
    let check = async |cookies: &str, token: &str, status: u16| {
        let request = Request::post("/upload")
            .header("cookie", cookies)
            .header("x-csrf-token", token)
            .body(Body::from("bytes"))
            .unwrap();
        assert_eq!(ask(&service().await, request).await.status.as_u16(), status);
    };
    check(&a, &of_a, 200).await;
    check(&b, &of_a, 403).await;
    check(&a, "", 403).await;
    check("", &of_a, 403).await;
}
