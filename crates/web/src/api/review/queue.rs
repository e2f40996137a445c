//! The queue.

use axum::Json;
use axum::extract::State;
use domain::staff::right::Review;
use serde::Serialize;
use usecases::inspector;
use utoipa::ToSchema;

use crate::Web;
use crate::api::credential::Allowed;
use crate::api::error::Answer;
use crate::api::words::{UnixMs, digits, fitnesses};

/// The queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueAnswer {
    /// When the queue was read.
    now: UnixMs,
    /// Orders, longest waiting first, at most 50.
    rows: Vec<QueueLine>,
}

/// A waiting order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueLine {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// Six digits of the issuing city; absent for documents without one.
    city: Option<String>,
    /// When it was submitted.
    since: UnixMs,
    /// How often it was submitted.
    submissions: u16,
    /// `good`, `advised` or `failing`: the worst finding.
    #[schema(schema_with = fitnesses)]
    fitness: String,
    /// When its claim expires; absent if it is free.
    claimed_until: Option<UnixMs>,
    /// Whether a second opinion was asked for.
    second_opinion: bool,
}

/// Waiting orders within the key's documents and cities.
#[utoipa::path(get, path = "/api/v1/queue", operation_id = "show_queue", tag = "review", security(("api-key" = [])),
    responses((status = 200, description = "The queue.", body = QueueAnswer)))]
pub(crate) async fn list(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
) -> Answer<Json<QueueAnswer>> {
    let queue = inspector::queue(&web.app, &permit).await?;
    let rows = queue.lines.into_iter().map(|row| QueueLine {
        number: row.number.to_string(),
        document: row.document.to_string(),
        city: digits(row.city),
        since: row.since.into(),
        submissions: row.submissions,
        fitness: row.fitness.code().to_owned(),
        claimed_until: row.claimed_until.map(Into::into),
        second_opinion: row.is_second_opinion,
    });
    Ok(Json(QueueAnswer {
        now: queue.now.into(),
        rows: rows.collect(),
    }))
}
