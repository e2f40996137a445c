//! Probes and metrics: `/healthz`, `/readyz`, `/metrics`.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

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

/// 200 if every part works, else 503 and which does not. Why it does not is in
/// the log: strangers can ask too.
async fn ready(State(web): State<Web>) -> impl IntoResponse {
    let database = web.app.ready().await;
    if let Err(error) = &database {
        tracing::error!(code = error.code(), "the database is not ready");
    }
    let worker = if web.app.worker_lives() {
        Part::Works
    } else {
        Part::Fails
    };
    readiness(database.map_or(Part::Fails, |()| Part::Works), worker)
}

/// How a part of the service does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Works,
    Fails,
}

fn readiness(database: Part, worker: Part) -> impl IntoResponse {
    let is_ready = [database, worker].iter().all(|part| *part == Part::Works);
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = |part| match part {
        Part::Works => "ok",
        Part::Fails => "failing",
    };
    let parts = json!({ "database": word(database), "worker": word(worker) });
    let body = Json(json!({ "ready": is_ready, "parts": parts }));
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
    async fn a_part_that_fails_is_named() {
        let check = async |database, worker, status: u16, body: &str| {
            let response = readiness(database, worker).into_response();
            assert_eq!(response.status().as_u16(), status);
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(bytes, body);
        };
        use Part::{Fails, Works};
        let ok = r#"{"parts":{"database":"ok","worker":"ok"},"ready":true}"#;
        check(Works, Works, 200, ok).await;
        let fault = r#"{"parts":{"database":"failing","worker":"ok"},"ready":false}"#;
        check(Fails, Works, 503, fault).await;
        let fault = r#"{"parts":{"database":"ok","worker":"failing"},"ready":false}"#;
        check(Works, Fails, 503, fault).await;
    }
}
