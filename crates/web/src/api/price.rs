//! Prices and bills, as several endpoints give them.

use domain::money::{BillStatus, PaidFor, Price};
use serde::Serialize;
use usecases::applicant::BillView;
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;

use super::words::{UnixMs, one_of};

/// A price.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PriceAnswer {
    /// The amount in fen, a hundredth of a yuan.
    #[schema(example = 1500, minimum = 1)]
    amount_fen: i64,
    /// The currency, always `CNY`.
    #[schema(example = "CNY")]
    currency: &'static str,
    /// `applying`: paid when the photo is handed in, before it is reviewed. `receipt`:
    /// paid once it is approved, before the receipt is issued or the photo given.
    #[schema(schema_with = paid_for)]
    paid_for: String,
}

impl From<Price> for PriceAnswer {
    fn from(price: Price) -> Self {
        Self {
            amount_fen: price.amount().0,
            currency: "CNY",
            paid_for: price.paid_for().code().to_owned(),
        }
    }
}

/// What an order costs, and how that stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BillAnswer {
    /// The price.
    price: PriceAnswer,
    /// `open`: to be paid, now or later. `paid`. `closed`: never paid, and the order has
    /// ended. `returned`: the money goes back or went back.
    #[schema(schema_with = bills)]
    status: String,
    /// Until when it can be paid; absent unless the order waits for it now.
    until: Option<UnixMs>,
    /// What goes back or went back, in fen; absent for nothing.
    refund_fen: Option<i64>,
    /// Whether that was given back.
    is_refund_given: bool,
}

impl From<&BillView> for BillAnswer {
    fn from(bill: &BillView) -> Self {
        Self {
            price: bill.price.into(),
            status: bill.status.code().to_owned(),
            until: bill.until.map(Into::into),
            refund_fen: bill.refund.map(|refund| refund.amount.0),
            is_refund_given: bill.refund.is_some_and(|refund| refund.is_given),
        }
    }
}

fn paid_for() -> Schema {
    one_of(PaidFor::ALL.map(|what| what.code().to_owned()))
}

/// Schema of how bills stand.
pub(super) fn bills() -> Schema {
    one_of(BillStatus::ALL.map(|status| status.code().to_owned()))
}
