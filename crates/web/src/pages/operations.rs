//! Probes and metrics: `/healthz`, `/readyz`, `/metrics`.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use usecases::operator::{self, Gauges};
use usecases::pictures::{self, EngineState};
use usecases::{ClockState, Found, Saving};

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

/// 200 if every part works, else 503 and which does not, or that the process stops. Why it does not is in
/// the log: strangers can ask too.
async fn ready(State(web): State<Web>) -> impl IntoResponse {
    // A proxy sends its requests elsewhere while they are still accepted.
    if web.closing.is_closed() {
        let body = Json(json!({ "ready": false, "parts": { "process": "stopping" } }));
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return (status, [(CACHE_CONTROL, "no-store")], body).into_response();
    }
    let database = web.app.ready().await;
    if let Err(error) = &database {
        tracing::error!(code = error.code(), "the database is not ready");
    }
    let worker = if web.app.worker_lives() {
        Part::Works
    } else {
        Part::Fails
    };
    // Pages are served all the same, and pictures are refused with words.
    let engine = match pictures::engine_state(&web.app).await {
        Ok(EngineState::Away) => "engine-away",
        Ok(EngineState::Here | EngineState::Elsewhere { .. }) | Err(_) => "ok",
    };
    let database = match (database, web.app.health().found().saving) {
        (Err(_), _) => Part::Fails,
        (Ok(()), Saving::Refused) => Part::ReadOnly,
        (Ok(()), Saving::Works) => Part::Works,
    };
    readiness(database, worker, engine, web.app.health().found()).into_response()
}

/// How a part of the service does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Works,
    Fails,
    /// It takes no changes.
    ReadOnly,
}

fn readiness(database: Part, worker: Part, engine: &str, found: Found) -> impl IntoResponse {
    let is_ready = [database, worker].iter().all(|part| *part == Part::Works);
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = |part| match part {
        Part::Works => "ok",
        Part::Fails => "failing",
        Part::ReadOnly => "read-only",
    };
    // Neither of these stops the pages, so it is told and the service stays ready.
    let clock = match found.clock {
        ClockState::Steady => "ok",
        ClockState::Jumped { .. } => "clock-unconfirmed",
    };
    let data = match found.damaged {
        0 => "ok",
        _ => "data-damaged",
    };
    let parts = json!({
        "clock": clock,
        "data": data,
        "database": word(database),
        "engine": engine,
        "worker": word(worker),
    });
    let body = Json(json!({ "ready": is_ready, "parts": parts }));
    (status, [(CACHE_CONTROL, "no-store")], body)
}

/// What stands now, in Prometheus' text format.
fn rendered(gauges: &Gauges) -> String {
    let lines = [
        (
            "huizhi_face_persons",
            "Persons whose photos are stored now.",
            gauges.persons,
        ),
        (
            "huizhi_ending_undecided_orders",
            "Submitted orders that end undecided within ten days.",
            gauges.ending_undecided,
        ),
        (
            "huizhi_dead_jobs",
            "Jobs that are never tried again.",
            gauges.dead_jobs,
        ),
        (
            "huizhi_waiting_pictures",
            "Pictures that wait for huizhi work, or are being made by it.",
            gauges.pictures,
        ),
        (
            "huizhi_engine_slots",
            "Pictures that the processes of huizhi work make at once.",
            gauges.slots.into(),
        ),
        (
            "huizhi_checkpoints_unreached",
            "Places that the last checkpoint of the log did not get to.",
            u64::try_from(gauges.unreached.len()).unwrap_or(u64::MAX),
        ),
    ];
    let line = |(name, help, value)| {
        format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n")
    };
    lines.map(line).concat()
}

/// Only for this machine and private networks; "not found" for others.
async fn metrics(State(web): State<Web>, request: Request) -> Result<impl IntoResponse, PageError> {
    if !Client::of(&request, web.settings.behind_proxy).is_near() {
        return Err(PageError::NotFound);
    }
    let kind = (CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    let mut text = web.metrics.render();
    text.push_str(&rendered(&operator::gauges(&web.app).await?));
    Ok(([kind, (CACHE_CONTROL, "no-store")], text))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;
    use crate::testing::Service;

    #[tokio::test]
    async fn a_process_that_stops_is_not_ready() {
        let service = Service::start().await;
        service.get("/readyz").await.status(200);
        service.web.closing.close();
        let told = service.get("/readyz").await;
        told.status(503).contains(r#""process":"stopping""#);
        // What comes all the same is served.
        service.get("/").await.status(200);
    }

    #[tokio::test]
    async fn a_part_that_fails_is_named() {
        let check = async |database, worker, found, status: u16, body: &str| {
            let response = readiness(database, worker, "ok", found).into_response();
            assert_eq!(response.status().as_u16(), status);
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            assert_eq!(bytes, body);
        };
        use Part::{Fails, ReadOnly, Works};
        let none = Found::default;
        let lost = Found {
            damaged: 1,
            ..none()
        };
        let ok = r#"{"parts":{"clock":"ok","data":"ok","database":"ok","engine":"ok","worker":"ok"},"ready":true}"#;
        check(Works, Works, none(), 200, ok).await;
        let fault = r#"{"parts":{"clock":"ok","data":"ok","database":"failing","engine":"ok","worker":"ok"},"ready":false}"#;
        check(Fails, Works, none(), 503, fault).await;
        let fault = r#"{"parts":{"clock":"ok","data":"ok","database":"read-only","engine":"ok","worker":"ok"},"ready":false}"#;
        check(ReadOnly, Works, none(), 503, fault).await;
        let fault = r#"{"parts":{"clock":"ok","data":"ok","database":"ok","engine":"ok","worker":"failing"},"ready":false}"#;
        check(Works, Fails, none(), 503, fault).await;
        let damaged = r#"{"parts":{"clock":"ok","data":"data-damaged","database":"ok","engine":"ok","worker":"ok"},"ready":true}"#;
        check(Works, Works, lost, 200, damaged).await;
    }
}
