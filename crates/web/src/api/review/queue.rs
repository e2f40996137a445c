//! The queue.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usecases::inspector;
use utoipa::ToSchema;

use crate::Web;
use crate::api::credential::Keyed;
use crate::api::error::Answer;
use crate::api::words::{UnixMs, digits, fitnesses, name_of};

/// The queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueAnswer {
    /// When it was so.
    now: UnixMs,
    /// The longest waiting first, at most 50.
    rows: Vec<QueueLine>,
}

/// A waiting order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueLine {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// Six digits of the issuing city.
    city: Option<String>,
    /// Since when it waits.
    since: UnixMs,
    /// How often it was handed in.
    submissions: u16,
    /// `good`, `advised` or `failing`, as the engine judged.
    #[schema(schema_with = fitnesses)]
    fitness: String,
    /// Until when somebody has it; absent where it is free.
    claimed_until: Option<UnixMs>,
    /// Whether a second opinion was asked for.
    second_opinion: bool,
}

/// Orders that wait, as far as the key reaches.
#[utoipa::path(get, path = "/api/v1/queue", operation_id = "show_queue", tag = "review", security(("api-key" = [])),
    responses((status = 200, description = "The queue.", body = QueueAnswer)))]
pub(crate) async fn list(
    State(web): State<Web>,
    Keyed(program): Keyed,
) -> Answer<Json<QueueAnswer>> {
    let queue = inspector::queue(&web.app, &program.reviewer()?).await?;
    let rows = queue.rows.into_iter().map(|row| QueueLine {
        number: row.number.to_string(),
        document: row.document,
        city: digits(row.city),
        since: row.since.into(),
        submissions: row.submissions,
        fitness: name_of(&row.fitness),
        claimed_until: row.claim.map(|(_, until)| until.into()),
        second_opinion: row.asked_by.is_some(),
    });
    Ok(Json(QueueAnswer {
        now: queue.now.into(),
        rows: rows.collect(),
    }))
}
