//! What the operator's machines ask: `/healthz`, `/readyz`, `/metrics`.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};

use crate::{Client, PageError, Web};

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// The process answers.
async fn health() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], "ok\n")
}

/// 200 if every part works, else 503; which part, by name and code.
async fn ready(State(web): State<Web>) -> impl IntoResponse {
    let parts = web.ready.parts().await;
    let is_ready = parts.iter().all(|part| part.fault.is_none());
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let parts: serde_json::Map<String, serde_json::Value> = parts
        .into_iter()
        .map(|part| (part.name.to_owned(), part.fault.unwrap_or("ok").into()))
        .collect();
    let body = Json(serde_json::json!({ "ready": is_ready, "parts": parts }));
    (status, [(CACHE_CONTROL, "no-store")], body)
}

/// For this machine and private networks only; to others there is no such page.
async fn metrics(State(web): State<Web>, request: Request) -> Result<impl IntoResponse, PageError> {
    if !Client::of(&request, web.settings.behind_proxy).is_near() {
        return Err(PageError::NotFound);
    }
    let kind = (CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Ok(([kind, (CACHE_CONTROL, "no-store")], web.metrics.render()))
}
