//! An order at the till.

use axum::Json;
use axum::extract::State;
use domain::money::PaymentStatus;
use domain::staff::right::TakeMoney;
use serde::Serialize;
use usecases::till::{self, PaymentView, TillOrder};
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;

use crate::Web;
use crate::api::credential::{Allowed, Numbered};
use crate::api::error::Answer;
use crate::api::price::{PriceAnswer, bills};
use crate::api::words::{UnixMs, Who, digits, one_of, statuses};

/// An order at the till: its price and its payments, and nothing of its person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TillAnswer {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// Six digits of the issuing city; absent for documents without one.
    city: Option<String>,
    /// How the order stands, a decision counting from the moment it was made.
    #[schema(schema_with = statuses)]
    status: String,
    /// Its price; absent if it is free.
    price: Option<PriceAnswer>,
    /// How its bill stands.
    #[schema(schema_with = bills)]
    bill: String,
    /// Its payments, oldest first.
    payments: Vec<PaymentLine>,
}

/// A payment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PaymentLine {
    /// Its identifier.
    id: String,
    /// When it was taken.
    at: UnixMs,
    /// Who took it.
    by: Who,
    /// How: `till`, at the shop, or `wechat-pay`.
    way: String,
    /// How much, in fen.
    amount_fen: i64,
    /// Number of the slip.
    reference: String,
    /// What became of it.
    #[schema(schema_with = payments)]
    status: String,
    /// When it was undone, asked back or given back; absent while it is kept.
    changed_at: Option<UnixMs>,
    /// The payment service's code, where it could not give it back.
    failure: Option<String>,
    /// Whether it can be undone today.
    may_be_undone: bool,
}

fn payments() -> Schema {
    one_of(PaymentStatus::ALL.map(|status| status.code().to_owned()))
}

impl From<PaymentView> for PaymentLine {
    fn from(payment: PaymentView) -> Self {
        Self {
            id: payment.id.to_string(),
            at: payment.at.into(),
            by: payment.by.into(),
            way: payment.way.code().to_owned(),
            amount_fen: payment.amount.0,
            reference: payment.reference,
            status: payment.status.code().to_owned(),
            changed_at: payment.changed_at.map(Into::into),
            failure: payment.failure,
            may_be_undone: payment.may_be_undone,
        }
    }
}

impl From<TillOrder> for TillAnswer {
    fn from(order: TillOrder) -> Self {
        Self {
            number: order.number.to_string(),
            document: order.document.to_string(),
            city: digits(order.city),
            status: order.status.code().to_owned(),
            price: order.price.map(Into::into),
            bill: order.bill.code().to_owned(),
            payments: order.payments.into_iter().map(Into::into).collect(),
        }
    }
}

/// An order at the till.
#[utoipa::path(get, path = "/api/v1/till/orders/{number}", operation_id = "show_till_order", tag = "till",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The order.", body = TillAnswer)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<TakeMoney>,
    Numbered(number): Numbered,
) -> Answer<Json<TillAnswer>> {
    let order = till::order(&web.app, &permit, number).await?;
    Ok(Json(order.into()))
}
