//! Hands an order in, gives it up, deletes what is personal of it.

use axum::Json;
use axum::extract::State;
use usecases::applicant;

use super::order::{OrderAnswer, answer};
use crate::Web;
use crate::api::credential::Own;
use crate::api::error::Answer;

/// Hands the picture in, for an inspector to look at.
#[utoipa::path(post, path = "/api/v1/orders/{number}/submit", operation_id = "submit_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order afterwards.", body = OrderAnswer)))]
pub(crate) async fn submit(State(web): State<Web>, Own(mut own): Own) -> Answer<Json<OrderAnswer>> {
    applicant::submit(&web.app, &mut own).await?;
    Ok(Json(answer(&web, &own).await?))
}

/// Gives the order up.
#[utoipa::path(post, path = "/api/v1/orders/{number}/cancel", operation_id = "cancel_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order afterwards.", body = OrderAnswer)))]
pub(crate) async fn cancel(State(web): State<Web>, Own(mut own): Own) -> Answer<Json<OrderAnswer>> {
    applicant::cancel(&web.app, &mut own).await?;
    Ok(Json(answer(&web, &own).await?))
}

/// Deletes everything personal of the order now; gives it up first where it is open.
#[utoipa::path(post, path = "/api/v1/orders/{number}/erase", operation_id = "erase_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order afterwards.", body = OrderAnswer)))]
pub(crate) async fn erase(State(web): State<Web>, Own(mut own): Own) -> Answer<Json<OrderAnswer>> {
    applicant::erase(&web.app, &mut own).await?;
    Ok(Json(answer(&web, &own).await?))
}
