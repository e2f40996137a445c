//! Why a photo can be rejected.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::words::Words;

/// A reason of a rejection.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonAnswer {
    /// Stable name.
    #[schema(example = "face-covered")]
    id: String,
    /// What it is called.
    name: Words,
    /// Why it matters.
    why: Words,
    /// What to do.
    cure: Words,
}

impl ReasonAnswer {
    /// The reason of this identifier.
    pub(crate) fn of(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: Words::of_key(&format!("reason-{id}")),
            why: Words::of_key(&format!("reason-{id}.why")),
            cure: Words::of_key(&format!("reason-{id}.cure")),
        }
    }
}

/// Every reason a photo can be rejected for.
#[utoipa::path(get, path = "/api/v1/reasons", operation_id = "list_reasons", tag = "catalogue",
    responses((status = 200, description = "Every reason.", body = [ReasonAnswer])))]
pub(crate) async fn list() -> Json<Vec<ReasonAnswer>> {
    let all = catalogue::reasons().iter();
    Json(all.map(|reason| ReasonAnswer::of(&reason.id)).collect())
}
