//! Submits an order, cancels it, erases its personal data.

use axum::Json;
use axum::extract::State;
use usecases::applicant;

use super::order::OrderAnswer;
use crate::Web;
use crate::api::credential::Own;
use crate::api::error::Answer;

/// Submits the picture for review. An order whose price is paid for applying waits in the
/// status `unpaid` until it is paid, and is submitted then.
#[utoipa::path(post, path = "/api/v1/orders/{number}/submit", operation_id = "submit_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order afterwards.", body = OrderAnswer)))]
pub(crate) async fn submit(State(web): State<Web>, Own(own): Own) -> Answer<Json<OrderAnswer>> {
    let order = applicant::submit(&web.app, &own).await?;
    Ok(Json(OrderAnswer::after(&web, &own, order).await?))
}

/// Cancels the order.
#[utoipa::path(post, path = "/api/v1/orders/{number}/cancel", operation_id = "cancel_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order afterwards.", body = OrderAnswer)))]
pub(crate) async fn cancel(State(web): State<Web>, Own(own): Own) -> Answer<Json<OrderAnswer>> {
    let order = applicant::cancel(&web.app, &own).await?;
    Ok(Json(OrderAnswer::after(&web, &own, order).await?))
}

/// Deletes all personal data of the order now; an open order is cancelled
/// first.
#[utoipa::path(post, path = "/api/v1/orders/{number}/erase", operation_id = "erase_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The order afterwards.", body = OrderAnswer)))]
pub(crate) async fn erase(State(web): State<Web>, Own(own): Own) -> Answer<Json<OrderAnswer>> {
    let order = applicant::erase(&web.app, &own).await?;
    Ok(Json(OrderAnswer::after(&web, &own, order).await?))
}
