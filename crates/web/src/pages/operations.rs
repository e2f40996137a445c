//! Probes and metrics: `/healthz`, `/readyz`, `/metrics`.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use usecases::AppError;

use crate::{Client, PageError, Web};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// 200 if the process responds.
async fn health() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok\n")
}

/// 200 if the database works, else 503 and the error's code.
async fn ready(State(web): State<Web>) -> impl IntoResponse {
    readiness(web.app.ready().await)
}

fn readiness(database: Result<(), AppError>) -> impl IntoResponse {
    let fault = database.err().map(|error| error.code());
    let status = match fault {
        None => StatusCode::OK,
        Some(_) => StatusCode::SERVICE_UNAVAILABLE,
    };
    let parts = json!({ "database": fault.unwrap_or("ok") });
    let body = Json(json!({ "ready": fault.is_none(), "parts": parts }));
    (status, [(CACHE_CONTROL, "no-store")], body)
}

/// Only for this machine and private networks; "not found" for others.
async fn metrics(State(web): State<Web>, request: Request) -> Result<impl IntoResponse, PageError> {
    if !Client::of(&request, web.settings.behind_proxy).is_near() {
        return Err(PageError::NotFound);
    }
    let kind = (CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Ok(([kind, (CACHE_CONTROL, "no-store")], web.metrics.render()))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn a_database_that_fails_is_named() {
        let check = async |database, status: u16, body: &str| {
            let response = readiness(database).into_response();
            assert_eq!(response.status().as_u16(), status);
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(bytes, body);
        };
        let ok = r#"{"parts":{"database":"ok"},"ready":true}"#;
        check(Ok(()), 200, ok).await;
        let fault = r#"{"parts":{"database":"engine-stopped"},"ready":false}"#;
        check(Err(AppError::EngineStopped), 503, fault).await;
    }
}
