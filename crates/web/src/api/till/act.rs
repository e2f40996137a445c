//! Takes an order's price, undoes a payment, has it given back, records that it was.

use axum::Json;
use axum::extract::State;
use domain::PaymentId;
use domain::money::RefundFor;
use domain::staff::right::TakeMoney;
use serde::Deserialize;
use usecases::{AppError, till};
use utoipa::ToSchema;

use super::order::TillAnswer;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Allowed, Identified, Numbered};
use crate::api::error::Answer;

/// The slip for money that changed hands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slip {
    /// Its number, 1 to 64 characters.
    #[schema(min_length = 1, max_length = 64)]
    reference: String,
}

/// Why a payment goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundReason {
    /// `mistake` or `goodwill`.
    #[schema(example = "goodwill")]
    why: String,
}

/// Records that the order's price was taken. What was handed in is submitted with it; a
/// receipt that waited for it is issued.
#[utoipa::path(post, path = "/api/v1/till/orders/{number}/payment", operation_id = "take_payment", tag = "till",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])), request_body = Slip,
    responses((status = 200, description = "The order afterwards.", body = TillAnswer)))]
pub(crate) async fn take(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<TakeMoney>,
    Numbered(number): Numbered,
    Body(slip): Body<Slip>,
) -> Answer<Json<TillAnswer>> {
    let order = till::take(&web.app, &permit, number, &slip.reference).await?;
    Ok(Json(order.into()))
}

/// Takes back a payment that was recorded by mistake, on the day it was recorded.
#[utoipa::path(post, path = "/api/v1/till/payments/{id}/undo", operation_id = "undo_payment", tag = "till",
    params(("id" = String, Path, description = "The payment")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order afterwards.", body = TillAnswer)))]
pub(crate) async fn undo(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<TakeMoney>,
    Identified(id): Identified<PaymentId>,
) -> Answer<Json<TillAnswer>> {
    let order = till::undo(&web.app, &permit, id).await?;
    Ok(Json(order.into()))
}

/// Has a payment given back.
#[utoipa::path(post, path = "/api/v1/till/payments/{id}/refund", operation_id = "refund_payment", tag = "till",
    params(("id" = String, Path, description = "The payment")),
    security(("api-key" = [])), request_body = RefundReason,
    responses((status = 200, description = "The order afterwards.", body = TillAnswer)))]
pub(crate) async fn refund(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<TakeMoney>,
    Identified(id): Identified<PaymentId>,
    Body(reason): Body<RefundReason>,
) -> Answer<Json<TillAnswer>> {
    let why = RefundFor::chosen(&reason.why).ok_or(AppError::UnknownName)?;
    let order = till::refund(&web.app, &permit, id, why).await?;
    Ok(Json(order.into()))
}

/// Records that a payment was given back.
#[utoipa::path(post, path = "/api/v1/till/payments/{id}/given-back", operation_id = "give_payment_back", tag = "till",
    params(("id" = String, Path, description = "The payment")),
    security(("api-key" = [])), request_body = Slip,
    responses((status = 200, description = "The order afterwards.", body = TillAnswer)))]
pub(crate) async fn give_back(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<TakeMoney>,
    Identified(id): Identified<PaymentId>,
    Body(slip): Body<Slip>,
) -> Answer<Json<TillAnswer>> {
    let order = till::give_back(&web.app, &permit, id, &slip.reference).await?;
    Ok(Json(order.into()))
}
