//! Rejection reasons.

use axum::Json;
use axum::extract::State;
use catalogue::Catalogue;
use messages::Locale;
use serde::Serialize;
use studio::{ReasonText, reason_text};
use utoipa::ToSchema;

use crate::Web;
use crate::api::words::Words;

/// A rejection reason.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonAnswer {
    /// Stable identifier.
    #[schema(example = "face-covered")]
    id: String,
    /// Name.
    name: Words,
    /// Why it matters.
    why: Words,
    /// What to do.
    cure: Words,
    /// Identifiers of the findings that it means, whose places show it on a photo; may be
    /// empty.
    findings: Vec<String>,
}

impl ReasonAnswer {
    /// The reason with this identifier.
    pub(crate) fn of(catalogue: &Catalogue, id: &str) -> Self {
        let words = |part| Words {
            zh: reason_text(catalogue, id, part, Locale::Zh),
            en: reason_text(catalogue, id, part, Locale::En),
        };
        let known = catalogue.reason(id);
        Self {
            findings: known.map_or_else(Vec::new, |reason| reason.findings.clone()),
            id: id.to_owned(),
            name: words(ReasonText::Name),
            why: words(ReasonText::Why),
            cure: words(ReasonText::Cure),
        }
    }
}

/// All rejection reasons.
#[utoipa::path(get, path = "/api/v1/reasons", operation_id = "list_reasons", tag = "catalogue",
    responses((status = 200, description = "Every reason.", body = [ReasonAnswer])))]
pub(crate) async fn list(State(web): State<Web>) -> Json<Vec<ReasonAnswer>> {
    let all = web.catalogue.reasons().iter();
    let answer = |id: &str| ReasonAnswer::of(&web.catalogue, id);
    Json(all.map(|reason| answer(&reason.id)).collect())
}
