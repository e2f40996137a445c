//! Claims an order, releases it, asks for a second opinion, undoes a decision.

use axum::Json;
use axum::extract::State;
use domain::staff::right::Review;
use serde::Deserialize;
use usecases::inspector;
use utoipa::ToSchema;

use super::case::CaseAnswer;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Allowed, Numbered};
use crate::api::error::{Answer, ApiError};

/// Claims the oldest free order, or gives the one the key holds already; 404 if
/// none is waiting.
#[utoipa::path(post, path = "/api/v1/queue/next", operation_id = "take_next", tag = "review", security(("api-key" = [])),
    responses((status = 200, description = "The order, now this key's.", body = CaseAnswer)))]
pub(crate) async fn take_next(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::take_next(&web.app, &permit).await?;
    Ok(Json(case.ok_or(ApiError::NOT_FOUND)?.into()))
}

/// Claims an order, or renews the claim.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/take", operation_id = "take_review", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order, now this key's.", body = CaseAnswer)))]
pub(crate) async fn take(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::take(&web.app, &permit, number).await?;
    Ok(Json(case.into()))
}

/// Releases an order to the queue.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/release", operation_id = "release_review", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn release(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::release(&web.app, &permit, number).await?;
    Ok(Json(case.into()))
}

/// A question to a colleague.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewQuestion {
    /// Why a second opinion is asked for, told to whoever gives it; at most 500
    /// characters.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// Returns an order to the queue for another inspector; 409 if nobody else could
/// give a second opinion.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/second-opinion", operation_id = "ask_second_opinion", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])), request_body = Option<NewQuestion>,
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn ask_second_opinion(
    State(web): State<Web>,
    Allowed { program, permit }: Allowed<Review>,
    Numbered(number): Numbered,
    question: Option<Body<Option<NewQuestion>>>,
) -> Answer<Json<CaseAnswer>> {
    let (reviewer, second) = (permit, program.permit()?);
    let note = question.and_then(|Body(new)| new).unwrap_or_default().note;
    let case = inspector::ask_second_opinion(&web.app, &reviewer, &second, number, &note).await?;
    Ok(Json(case.into()))
}

/// Undoes the key's own decision within ten seconds, or takes back an order on which
/// it asked for a second opinion, as long as nobody else has it.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/undo", operation_id = "undo_decision", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn undo(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::undo(&web.app, &permit, number).await?;
    Ok(Json(case.into()))
}
