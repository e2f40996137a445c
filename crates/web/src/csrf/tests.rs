//! A form is accepted only with the token of the visitor it was shown to.

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::{get, post};

use super::*;
use crate::testing::Service;

#[test]
fn a_token_belongs_to_one_cookie_and_key() {
    let (ours, other) = (Secrets::new([1; 32]), Secrets::new([2; 32]));
    let good = token(&ours, "cookie");
    assert_eq!(good.len(), 43);
    let check = |secrets: &Secrets, cookie: &str, token: &str, expected| {
        assert_eq!(holds(secrets, cookie, token), expected, "{cookie} {token}");
    };
    check(&ours, "cookie", &good, true);
    check(&ours, "cookie2", &good, false);
    check(&other, "cookie", &good, false);
    check(&ours, "cookie", "", false);
    check(&ours, "cookie", &good[..42], false);
    check(&ours, "cookie", &format!("{good}A"), false);
    check(&ours, "cookie", "not base64 at all", false);
}

#[derive(serde::Deserialize)]
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

async fn uploaded(visit: Visit, headers: HeaderMap) -> Result<&'static str, PageError> {
    visit.check_csrf_header(&headers)?;
    Ok("taken")
}

/// A form and an upload, without guards.
async fn service() -> Service {
    let routes = Router::new()
        .route("/form", get(shown).post(sent))
        .route("/upload", post(uploaded));
    Service::start().await.routed(|web| routes.with_state(web))
}

fn cookie(name: &str, letter: &str) -> String {
    let secret = format!("{}A", letter.repeat(42));
    if name == "device" {
        let value = crate::visit::device_cookie(&Secrets::new([1; 32]), &secret);
        return format!("{name}={value}");
    }
    format!("{name}={secret}")
}

/// The token in the form shown to a visitor with these cookies.
async fn shown_to(service: &Service, cookies: &str) -> String {
    let request = Request::get("/form").header("cookie", cookies);
    let answer = service.ask(request.body(Body::empty()).unwrap()).await;
    answer.text()
}

#[tokio::test]
async fn a_form_is_taken_with_the_token_of_its_visitor_only() {
    let service = service().await;
    let form = "application/x-www-form-urlencoded";
    let (a, b) = (cookie("device", "a"), cookie("device", "b"));
    let session = format!("{a}; {}", cookie("session", "s"));
    let of_a = shown_to(&service, &a).await;
    let of_b = shown_to(&service, &b).await;
    let of_session = shown_to(&service, &session).await;
    let check = async |cookies: &str, kind: &str, body: &str, expected: Result<&str, u16>| {
        let body = body
            .replace("{a}", &of_a)
            .replace("{b}", &of_b)
            .replace("{session}", &of_session);
        let request = Request::post("/form")
            .header("cookie", cookies)
            .header("content-type", kind);
        let answer = service
            .ask(request.body(Body::from(body.clone())).unwrap())
            .await;
        let text = answer.text();
        let found = (answer.code == 200).then_some(&*text).ok_or(answer.code);
        assert_eq!(found, expected, "{cookies} {body}");
    };
    check(&a, form, "csrf={a}", Ok("")).await;
    check(&a, form, "csrf={a}&reason=x&reason=y", Ok("x+y")).await;
    check(&a, form, "reason=x&csrf={a}", Ok("x")).await;
    check(&a, form, "csrf={b}", Err(403)).await;
    check(&a, form, "reason=x", Err(403)).await;
    check(&a, form, "csrf=", Err(403)).await;
    check("", form, "csrf={a}", Err(403)).await;
    check(&session, form, "csrf={session}", Ok("")).await;
    check(&session, form, "csrf={a}", Err(403)).await;
    check(&a, "text/plain", "csrf={a}", Err(415)).await;
    check(&a, "application/json", "{}", Err(415)).await;
}

#[tokio::test]
async fn an_upload_is_taken_with_the_token_of_its_visitor_only() {
    let service = service().await;
    let (a, b) = (cookie("device", "a"), cookie("device", "b"));
    let of_a = shown_to(&service, &a).await;
    for (cookies, token, status) in [
        (&*a, &*of_a, 200),
        (&b, &of_a, 403),
        (&a, "", 403),
        ("", &of_a, 403),
    ] {
        let request = Request::post("/upload")
            .header("cookie", cookies)
            .header("x-csrf-token", token);
        let request = request.body(Body::from("bytes")).unwrap();
        service.ask(request).await.status(status);
    }
}
