//! `/healthz` and `/readyz` of a process that makes photos and serves no pages.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use usecases::App;

use crate::Closing;

/// The probes of a process that makes photos until it is `closing`.
pub fn work_probes(app: &App, closing: &Closing) -> Router {
    Router::new()
        .route(
            "/healthz",
            get(async || ([(CACHE_CONTROL, "no-store")], "ok\n")),
        )
        .route("/readyz", get(ready))
        .with_state((app.clone(), closing.clone()))
}

/// 200 if it can take pictures, else 503 and why not.
async fn ready(State((app, closing)): State<(App, Closing)>) -> impl IntoResponse {
    let parts = match (closing.is_closed(), app.ready().await) {
        (true, _) => json!({ "process": "stopping" }),
        (false, Ok(())) => json!({ "database": "ok" }),
        (false, Err(error)) => {
            tracing::error!(code = error.code(), "the database is not ready");
            json!({ "database": "failing" })
        }
    };
    let is_ready = parts["database"] == "ok";
    let status = match is_ready {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    let body = Json(json!({ "ready": is_ready, "parts": parts }));
    (status, [(CACHE_CONTROL, "no-store")], body)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt;
    use storage_sqlite::SqliteStorage;
    use tower::ServiceExt;
    use usecases::testing;

    use super::*;

    #[tokio::test]
    async fn a_process_that_stops_is_not_ready() {
        let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
        let (app, _) = testing::app(storage);
        let closing = Closing::default();
        let check = async |path: &str, status: u16, body: &str| {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let answer = work_probes(&app, &closing).oneshot(request).await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{path}");
            let bytes = answer.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(bytes, body, "{path}");
        };
        let ready = r#"{"parts":{"database":"ok"},"ready":true}"#;
        check("/readyz", 200, ready).await;
        check("/healthz", 200, "ok\n").await;
        closing.close();
        let stopping = r#"{"parts":{"process":"stopping"},"ready":false}"#;
        check("/readyz", 503, stopping).await;
        check("/healthz", 200, "ok\n").await;
    }
}
