//! Approves or rejects.

use axum::Json;
use axum::extract::State;
use domain::staff::right::Review;
use domain::{OverruleClass, Overruled, Verdict};
use serde::Deserialize;
use usecases::inspector::{self, Overruling, Ruling};
use utoipa::ToSchema;

use super::case::CaseAnswer;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Allowed, Numbered};
use crate::api::error::Answer;

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDecision {
    /// Outcome.
    verdict: Verdict,
    /// Identifiers of rejection reasons; a rejection needs at least one.
    #[serde(default)]
    reasons: Vec<String>,
    /// Note to the applicant, at most 500 characters.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
    /// Failing findings that the approval overrules, each with a class of
    /// reason.
    #[serde(default)]
    overruled: Vec<Overrule>,
}

/// A finding to overrule.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Overrule {
    /// The finding's identifier.
    finding: String,
    /// Class of reason.
    class: OverruleClass,
}

/// Decides on an order the key holds. The decision can be undone for ten
/// seconds.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/decision", operation_id = "decide", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])), request_body = NewDecision,
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn decide(
    State(web): State<Web>,
    Allowed { program, permit }: Allowed<Review>,
    Numbered(number): Numbered,
    Body(new): Body<NewDecision>,
) -> Answer<Json<CaseAnswer>> {
    let overruled = new.overruled.into_iter().map(|overrule| Overruled {
        finding: overrule.finding,
        class: overrule.class,
    });
    let overruled: Vec<Overruled> = overruled.collect();
    let overruling = if overruled.is_empty() {
        None
    } else {
        Some(Overruling::new(program.permit()?, overruled))
    };
    let ruling = Ruling {
        verdict: new.verdict,
        reasons: new.reasons,
        note: new.note,
        overruling,
    };
    let case = inspector::decide(&web.app, &permit, number, ruling).await?;
    Ok(Json(case.into()))
}
