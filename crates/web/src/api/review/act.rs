//! Takes an order, gives it back, puts it before another, takes a decision back.

use axum::Json;
use axum::extract::State;
use usecases::inspector;

use super::case::CaseAnswer;
use crate::Web;
use crate::api::credential::{Keyed, Numbered};
use crate::api::error::{Answer, ApiError};

/// Takes the oldest free order, or keeps the one the key has already; 404 where
/// none waits.
#[utoipa::path(post, path = "/api/v1/queue/next", operation_id = "take_next", tag = "review", security(("api-key" = [])),
    responses((status = 200, description = "The order, now this key's.", body = CaseAnswer)))]
pub(crate) async fn take_next(
    State(web): State<Web>,
    Keyed(program): Keyed,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::take_next(&web.app, &program.permit()?).await?;
    Ok(Json(case.ok_or(ApiError::NOT_FOUND)?.into()))
}

/// Takes an order, or keeps it a while longer.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/take", operation_id = "take_review", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order, now this key's.", body = CaseAnswer)))]
pub(crate) async fn take(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::take(&web.app, &program.permit()?, number).await?;
    Ok(Json(case.into()))
}

/// Gives an order back to the queue.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/release", operation_id = "release_review", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn release(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::release(&web.app, &program.permit()?, number).await?;
    Ok(Json(case.into()))
}

/// Puts an order before another inspector.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/second-opinion", operation_id = "ask_second_opinion", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn ask_second_opinion(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let (reviewer, second) = (program.permit()?, program.permit()?);
    let case = inspector::ask_second_opinion(&web.app, &reviewer, &second, number).await?;
    Ok(Json(case.into()))
}

/// Takes the key's own decision back, within ten seconds.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/undo", operation_id = "undo_decision", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order afterwards.", body = CaseAnswer)))]
pub(crate) async fn undo(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Numbered(number): Numbered,
) -> Answer<Json<CaseAnswer>> {
    let case = inspector::undo(&web.app, &program.permit()?, number).await?;
    Ok(Json(case.into()))
}
