//! A test program that calls the API with an order's token or an API key.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::Value;

use super::{Answer, service};

const JSON: &str = "application/json";

pub(crate) struct Program {
    router: Router,
    token: String,
}

impl Program {
    pub(super) fn new(router: Router, token: &str) -> Self {
        Self {
            router,
            token: token.to_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(&format!("GET {path}"), Value::Null).await
    }

    /// Gets it unless it still has this tag.
    pub(crate) async fn get_unless(&self, path: &str, tag: &str) -> Answer {
        let request = Request::get(format!("/api/v1{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("if-none-match", tag);
        service::ask(&self.router, request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(&format!("POST {path}"), body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(&format!("PUT {path}"), body).await
    }

    pub(crate) async fn put_bytes(&self, path: &str, bytes: Vec<u8>) -> Answer {
        let line = format!("PUT {path}");
        self.send(&line, "application/octet-stream", bytes).await
    }

    /// Calls an endpoint given as `POST /orders`; `null` for no body.
    pub(crate) async fn call(&self, line: &str, body: Value) -> Answer {
        let body = match body {
            Value::Null => Vec::new(),
            body => body.to_string().into_bytes(),
        };
        self.send(line, JSON, body).await
    }

    /// The same with a body of any media type.
    pub(crate) async fn send(&self, line: &str, kind: &str, body: Vec<u8>) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("content-type", kind);
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        service::ask(&self.router, request.body(Body::from(body)).unwrap()).await
    }
}
