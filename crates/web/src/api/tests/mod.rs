//! The API over a real service: SQLite in a temporary folder, the real engine, and
//! every call through the whole router with its guards.

mod catalogue;
mod description;
mod journey;
mod keys;
mod office;
mod refusals;

use std::sync::Arc;

use ::catalogue::Catalogue;
use ::usecases::operator::{self, NewKey};
use ::usecases::{App, Manager, ManualClock, testing};
use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Request};
use domain::staff::Role;
use http_body_util::BodyExt;
use serde_json::Value;
use storage_sqlite::SqliteStorage;
use tower::ServiceExt;

use crate::{Limits, Secrets, Settings, Web};

struct Service {
    app: App,
    clock: Arc<ManualClock>,
    service: Router,
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The text at a place such as `/document/id`; empty where there is none.
    fn at(&self, pointer: &str) -> String {
        match self.json().pointer(pointer) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

async fn service() -> Service {
    house_of(Catalogue::embedded().unwrap()).await
}

async fn house_of(catalogue: Catalogue) -> Service {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, clock) = testing::app_with_catalogue(storage, catalogue);
    let many = std::num::NonZeroU32::new(10_000).unwrap();
    let limits = Limits {
        pages_per_minute: many,
        writes_per_minute: many,
        look_ups_per_minute: std::num::NonZeroU32::new(5).unwrap(),
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let web = Web::new(app.clone(), settings, Secrets::new([1; 32]));
    Service {
        app,
        clock,
        service: crate::router(web),
    }
}

impl Service {
    async fn send(&self, line: &str, token: &str, kind: &str, body: Vec<u8>) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(CONTENT_TYPE, kind);
        if !token.is_empty() {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.service.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            bytes: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    /// Calls as in `call("POST /orders", token, body)`; no body for `null`.
    async fn call(&self, line: &str, token: &str, body: Value) -> Answer {
        let body = match body {
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        self.send(line, token, "application/json", body).await
    }

    /// Begins an order; its path and token.
    async fn begun(&self, document: &str, city: Option<&str>) -> (String, String) {
        let body = serde_json::json!({ "document": document, "city": city });
        let begun = self.call("POST /orders", "", body).await;
        assert_eq!(begun.status, 201, "{}", begun.json());
        (begun.at("/number"), begun.at("/token"))
    }

    async fn key(&self, role: Role, documents: &[&str], cities: &[u32]) -> String {
        let new = NewKey {
            name: "a program".to_owned(),
            roles: [role].into_iter().collect(),
            documents: documents.iter().map(|id| (*id).to_owned()).collect(),
            cities: cities.to_vec(),
        };
        let manager = Manager::house();
        let made = operator::add_api_key(&self.app, &manager, new).await;
        made.unwrap()
    }
}
