//! A service of known settings and randomness, and asking it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use catalogue::{Catalogue, Text};
use domain::randomness::Randomness;
use http_body_util::BodyExt;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;
use usecases::testing::parts;
use usecases::{App, Parts};
use web::{Offer, Operator, Secrets, Settings, Web};

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The page's words, a line a piece of text, with scripts and tags gone.
    pub(crate) fn words(&self) -> String {
        let body = self.body.split_once("<body").unwrap().1;
        let mut words = String::new();
        for piece in body.split('<').skip(1) {
            let text = piece.split_once('>').map_or("", |(_, text)| text).trim();
            if !text.is_empty() {
                words.push_str(text);
                words.push('\n');
            }
        }
        words
    }
}

/// Every random byte is a seven, so that pages repeat.
struct Sevens;

impl Randomness for Sevens {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

pub(crate) fn settings() -> Settings {
    let text = |zh: &str, en: &str| {
        Some(Text {
            zh: zh.to_owned(),
            en: en.to_owned(),
        })
    };
    let offer = Offer {
        price: text("5 元", "5 yuan"),
    };
    Settings {
        operator: Operator {
            name: text("服务点", "Photo office"),
            phone: Some("0755-0000 0000".to_owned()),
            email: Some("photo@example.org".to_owned()),
            hours: None,
        },
        offers: [("passport".to_owned(), offer)].into(),
        usual_waiting_minutes: Some(10),
        ..Settings::default()
    }
}

pub(crate) async fn state(settings: Settings) -> Web {
    let storage = SqliteStorage::temporary().await.unwrap();
    let (parts, _) = parts(Arc::new(storage), Catalogue::embedded().unwrap());
    let app = App::new(Parts {
        randomness: || Box::new(Sevens),
        ..parts
    });
    Web::new(app, settings, Secrets::new([1; 32]))
}

pub(crate) async fn service() -> Router {
    web::router(state(settings()).await)
}

pub(crate) async fn ask(service: &Router, request: Request<Body>) -> Answer {
    let response = service.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

pub(crate) async fn get(service: &Router, path: &str, cookies: &str) -> Answer {
    let request = Request::get(path).header("cookie", cookies);
    ask(service, request.body(Body::empty()).unwrap()).await
}
