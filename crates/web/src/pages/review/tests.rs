//! The review desk over a real service: who may, what is decided, what is shown.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;
use usecases::operator;

use crate::{Secrets, Settings, Web};

struct Service {
    service: Router,
    password: String,
}

async fn service() -> Service {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, _) = usecases::testing::app(storage);
    let (_, password) = operator::first(&app).await.unwrap().unwrap();
    let web = Web::new(app, Settings::default(), Secrets::new([1; 32]));
    Service {
        service: crate::router(web),
        password,
    }
}

struct Answer {
    status: StatusCode,
    cookies: Vec<String>,
    location: String,
    body: String,
}

impl Service {
    async fn ask(&self, method: &str, path: &str, cookies: &str, form: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", cookies)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let response = self.service.clone().oneshot(request).await.unwrap();
        let header = |name| {
            let all = response.headers().get_all(name).iter();
            all.map(|v| v.to_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let cookies = header("set-cookie");
        let cookies = cookies.iter().filter_map(|c| c.split(';').next());
        let cookies = cookies.map(str::to_owned).collect();
        let location = header("location").pop().unwrap_or_default();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            cookies,
            location,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn get(&self, path: &str, cookies: &str) -> Answer {
        self.ask("GET", path, cookies, "").await
    }

    async fn sign_in(&self, password: &str) -> Answer {
        let page = self.get("/desk/sign-in?next=/desk", "").await;
        let device = page.cookies.join("; ");
        let form = format!(
            "csrf={}&name=operator&password={password}&next=",
            token(&page.body)
        );
        self.ask("POST", "/desk/sign-in", &device, &form).await
    }
}

fn token(body: &str) -> String {
    let mark = "name=\"csrf\" value=\"";
    let from = body.find(mark).expect("a form with a token") + mark.len();
    body[from..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_comes_in_without_signing_in() {
    let service = service().await;
    let check = async |method: &str, path: &str, status: u16, location: &str| {
        let answer = service.ask(method, path, "", "").await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        assert_eq!(answer.location, location, "{method} {path}");
    };
    let next = "/desk/sign-in?next=";
    check("GET", "/desk", 303, &format!("{next}/desk")).await;
    check("GET", "/office", 303, &format!("{next}/office")).await;
    check("GET", "/desk/account", 303, &format!("{next}/desk/account")).await;
    check("POST", "/desk/next", 403, "").await;
    let number = "/desk/orders/23456789ABC";
    check("GET", number, 303, &format!("{next}{number}")).await;
    check("POST", &format!("{number}/decide"), 403, "").await;
}

#[tokio::test]
async fn the_first_password_is_changed_first() {
    let service = service().await;
    let wrong = service.sign_in("not-it-at-all").await;
    assert_eq!(wrong.status, StatusCode::OK);
    assert!(wrong.body.contains("登录名或密码不对"), "{}", wrong.body);

    let right = service.sign_in(&service.password).await;
    assert_eq!(
        (right.status.as_u16(), right.location.as_str()),
        (303, "/desk")
    );
    let session = right.cookies.join("; ");
    let queue = service.get("/desk", &session).await;
    assert_eq!(queue.location, "/desk/account");

    let account = service.get("/desk/account", &session).await;
    let csrf = token(&account.body);
    let check = async |new: &str, again: &str, words: &str| {
        let form = format!(
            "csrf={csrf}&old={}&new={new}&again={again}",
            service.password
        );
        let answer = service
            .ask("POST", "/desk/account/password", &session, &form)
            .await;
        assert!(answer.body.contains(words), "{new}: {}", answer.body);
        answer
    };
    check("short", "short", "field-error").await;
    check("violet-harbour-92", "violet-harbour-93", "两遍新密码不一样").await;
    let changed = check("violet-harbour-92", "violet-harbour-92", "").await;
    assert_eq!(changed.location, "/desk/sign-in");
    let over = service.get("/desk", &session).await;
    assert_eq!(over.status.as_u16(), 303, "the old session has ended");

    let again = service.sign_in("violet-harbour-92").await;
    let session = again.cookies.join("; ");
    let queue = service.get("/desk", &session).await;
    assert_eq!(queue.status, StatusCode::OK);
    assert!(queue.body.contains("没有要审核的"));
    // Nothing to take: back to the queue. Without the token, nothing at all.
    let csrf = format!("csrf={}", token(&queue.body));
    let next = service.ask("POST", "/desk/next", &session, &csrf).await;
    assert_eq!(next.location, "/desk");
    let forged = service.ask("POST", "/desk/next", &session, "csrf=x").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let missing = service.get("/desk/orders/23456789ABC", &session).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}
