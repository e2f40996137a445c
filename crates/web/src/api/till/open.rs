//! What is open at the till.

use axum::Json;
use axum::extract::State;
use domain::staff::right::TakeMoney;
use serde::Serialize;
use usecases::till;
use utoipa::ToSchema;

use crate::Web;
use crate::api::credential::Allowed;
use crate::api::error::Answer;
use crate::api::price::PriceAnswer;
use crate::api::words::{UnixMs, digits, statuses};

/// Bills that wait for their money, and money that waits to be given back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenAnswer {
    /// Orders to be paid, the longest waiting first; at most 200.
    bills: Vec<OpenBillLine>,
    /// Payments to be given back, the oldest first; at most 200.
    refunds: Vec<RefundLine>,
}

/// An order that waits to be paid.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenBillLine {
    /// The order's number.
    number: String,
    /// Identifier of the document.
    document: String,
    /// Six digits of the issuing city; absent for documents without one.
    city: Option<String>,
    /// How the order stands.
    #[schema(schema_with = statuses)]
    status: String,
    /// Its price.
    price: PriceAnswer,
    /// Since when it waits.
    since: UnixMs,
}

/// A payment that waits to be given back.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefundLine {
    /// The payment.
    id: String,
    /// The order's number.
    number: String,
    /// How much, in fen.
    amount_fen: i64,
    /// Number of the slip that was given for it.
    reference: String,
    /// When it was paid.
    paid_at: UnixMs,
    /// When it was asked back.
    since: UnixMs,
    /// How it was paid: what came by `wechat-pay` is given back there by itself.
    way: String,
    /// `refund-asked`, or `refund-failed` where the payment service could not.
    status: String,
    /// Why: `ended`, `mistake`, `goodwill`, `surplus` or `wrong-amount`.
    why: String,
}

/// What is open at the till.
#[utoipa::path(get, path = "/api/v1/till/open", operation_id = "list_open_money", tag = "till", security(("api-key" = [])),
    responses((status = 200, description = "Bills and refunds.", body = OpenAnswer)))]
pub(crate) async fn list(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<TakeMoney>,
) -> Answer<Json<OpenAnswer>> {
    let open = till::open(&web.app, &permit).await?;
    let bills = open.bills.into_iter().map(|bill| OpenBillLine {
        number: bill.number.to_string(),
        document: bill.document.to_string(),
        city: digits(bill.city),
        status: bill.status.code().to_owned(),
        price: bill.price.into(),
        since: bill.since.into(),
    });
    let refunds = open.refunds.into_iter().map(|due| RefundLine {
        id: due.payment.to_string(),
        number: due.number.to_string(),
        amount_fen: due.amount.0,
        reference: due.reference,
        paid_at: due.paid_at.into(),
        since: due.since.into(),
        way: due.way.code().to_owned(),
        status: due.status.code().to_owned(),
        why: due.why.code().to_owned(),
    });
    Ok(Json(OpenAnswer {
        bills: bills.collect(),
        refunds: refunds.collect(),
    }))
}
