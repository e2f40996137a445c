//! The counter's pages over a real service: who may, what is said of what is
//! typed, and what is never shown.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use domain::ReceiptNumber;
use domain::randomness::Seeded;
use domain::staff::{Role, Roles};
use http_body_util::BodyExt;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;
use usecases::{App, Manager, operator, sign_in};

use crate::{Secrets, Settings, Web};

struct Service {
    service: Router,
    cookies: String,
}

/// A service with somebody of this role signed in.
async fn service(role: Role) -> Service {
    service_at(None, role).await
}

/// The same, reached at `public_url`.
async fn service_at(public_url: Option<&str>, role: Role) -> Service {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, _) = usecases::testing::app(storage);
    let session = session(&app, role).await;
    let settings = Settings {
        public_url: public_url.map(str::to_owned),
        ..Settings::default()
    };
    let web = Web::new(app, settings, Secrets::new([1; 32]));
    let device = "d".repeat(43);
    Service {
        service: crate::router(web),
        cookies: format!("device={device}; session={session}; lang=en"),
    }
}

async fn session(app: &App, role: Role) -> String {
    let roles = Roles::default().with(role);
    let password = operator::add(app, &Manager::house(), "wang", roles)
        .await
        .unwrap();
    let token = sign_in::sign_in(app, "wang", &password, None)
        .await
        .unwrap();
    let me = sign_in::who(app, &token).await.unwrap().unwrap();
    let own = "a password of one's own";
    sign_in::change_password(app, &me, &password, own)
        .await
        .unwrap();
    sign_in::sign_in(app, "wang", own, None).await.unwrap()
}

impl Service {
    async fn ask(&self, method: &str, path: &str, form: &str) -> (u16, String, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &self.cookies)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let response = self.service.clone().oneshot(request).await.unwrap();
        let header = |name| {
            let value = response.headers().get(name);
            value.map_or("", |v| v.to_str().unwrap()).to_owned()
        };
        let (cookie, status) = (header("set-cookie"), response.status().as_u16());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, cookie, String::from_utf8_lossy(&body).into_owned())
    }

    async fn post(&self, path: &str, fields: &str) -> (u16, String, String) {
        let (_, _, page) = self.ask("GET", "/counter", "").await;
        let mark = "name=\"csrf\" value=\"";
        let from = page.find(mark).expect("a form with a token") + mark.len();
        let token = page[from..].split('"').next().unwrap();
        self.ask("POST", path, &format!("csrf={token}&{fields}"))
            .await
    }
}

#[tokio::test]
async fn the_window_is_the_clerks() {
    for (role, status) in [
        (Role::Clerk, 200),
        (Role::Inspector, 403),
        (Role::Operator, 403),
    ] {
        let service = service(role).await;
        let (found, _, page) = service.ask("GET", "/counter", "").await;
        assert_eq!(found, status, "{role:?}: {page}");
    }
}

#[tokio::test]
async fn what_is_typed_is_answered() {
    let service = service(Role::Clerk).await;
    let good = ReceiptNumber::generate(&mut Seeded::new(3));
    let check = async |fields: &str, status: u16, words: &str| {
        let (found, _, page) = service.post("/counter", fields).await;
        assert_eq!(found, status, "{fields}");
        assert!(page.contains(words), "{fields}: {words} in {page}");
        assert!(!page.contains("002X"), "what was typed is not shown again");
    };
    let both = |number: &str| format!("number={number}&person=11010519491231002X");
    check(
        &format!("number={good}"),
        200,
        "A number alone shows no photo",
    )
    .await;
    check(&both("7K4M"), 422, "wrong length").await;
    check(&both("7K4M93QXAB0D"), 422, "no receipt number has").await;
    check(&both("232323232324"), 422, "does not agree").await;
    check(&both(good.as_str()), 404, "No such receipt").await;
    check("person=11010519491231002X", 404, "No such receipt").await;
    for _ in 0..3 {
        service.post("/counter", &both(good.as_str())).await;
    }
    check(&both(good.as_str()), 429, "Too many misses").await;
}

#[tokio::test]
async fn a_window_is_for_one_document_and_city() {
    let mut service = service(Role::Clerk).await;
    let (status, cookie, _) = service
        .post("/counter/at", "document=resident-id-card&city=深圳")
        .await;
    assert_eq!(status, 303);
    assert!(
        cookie.starts_with("window=resident-id-card.440300;"),
        "{cookie}"
    );
    service.cookies.push_str("; window=resident-id-card.440300");
    let (_, _, page) = service.ask("GET", "/counter", "").await;
    assert!(
        page.contains("This window: Resident identity card"),
        "{page}"
    );
    let (status, _, page) = service.post("/counter/at", "document=&city=nowhere").await;
    assert_eq!(status, 422);
    assert!(page.contains("no such city"), "{page}");
    let (status, cookie, _) = service.post("/counter/at", "document=&city=广东").await;
    assert_eq!((status, cookie.starts_with("window=.440000;")), (303, true));
}

#[tokio::test]
async fn the_window_is_kept_over_tls_only_where_there_is_tls() {
    let check = async |public_url: Option<&str>, secure: bool| {
        let service = service_at(public_url, Role::Clerk).await;
        let (status, cookie, _) = service.post("/counter/at", "document=&city=").await;
        assert_eq!((status, cookie.contains("; Secure")), (303, secure));
    };
    check(None, false).await;
    check(Some("http://photo.example.org"), false).await;
    check(Some("https://photo.example.org"), true).await;
}

#[tokio::test]
async fn a_ticket_that_is_none_opens_nothing() {
    let service = service(Role::Clerk).await;
    let none = "/counter/receipt/01KAQS3Z3QTX5Y8W7Y5B9K6W2T.9999999999999.abc";
    for path in [none.to_owned(), format!("{none}/photo.jpg?save=1")] {
        let (status, _, _) = service.ask("GET", &path, "").await;
        assert_eq!(status, 404, "{path}");
    }
    for act in ["use", "undo"] {
        let (status, _, _) = service.post(&format!("{none}/{act}"), "").await;
        assert_eq!(status, 404, "{act}");
    }
}
