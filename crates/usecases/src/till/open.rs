//! What is open at the till: bills that wait for their money, and money that waits to
//! be given back.

use catalogue::{DivisionCode, DocumentId};
use domain::money::{Fen, PayWay, PaymentStanding, PaymentStatus, Price, RefundFor};
use domain::staff::right::TakeMoney;
use domain::{OrderNumber, PaymentId, Status, Timestamp};

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Most bills and refunds shown.
const MOST: u32 = 200;

/// An order that waits to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBill {
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// Its status.
    pub status: Status,
    /// Its price.
    pub price: Price,
    /// Since when.
    pub since: Timestamp,
}

/// A payment that waits to be given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundDue {
    /// The payment.
    pub payment: PaymentId,
    /// The order's number.
    pub number: OrderNumber,
    /// How much.
    pub amount: Fen,
    /// Number of the slip that was given for it.
    pub reference: String,
    /// When it was paid.
    pub paid_at: Timestamp,
    /// When it was asked back.
    pub since: Timestamp,
    /// Why.
    pub why: RefundFor,
    /// How it was paid: what came over the internet goes back there by itself.
    pub way: PayWay,
    /// What became of it.
    pub status: PaymentStatus,
}

/// What is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenMoney {
    /// Bills, the longest waiting first.
    pub bills: Vec<OpenBill>,
    /// Refunds, the oldest payment first.
    pub refunds: Vec<RefundDue>,
}

/// What is open, within the permit.
///
/// # Errors
/// Storage.
pub async fn open(app: &App, permit: &Permit<TakeMoney>) -> Result<OpenMoney, AppError> {
    let scope = permit.scope();
    let mut tx = app.read().await?;
    let owing = tx.orders_owing(MOST).await?.into_iter();
    let bills = owing
        .filter(|order| scope.covers(&order.document, order.city))
        .filter_map(|order| {
            Some(OpenBill {
                number: order.number,
                status: order.state.settled(),
                price: order.bill.price()?,
                since: order.updated_at,
                city: order.city,
                document: order.document,
            })
        });
    let bills = bills.collect();
    let mut refunds = Vec::new();
    for payment in tx.refunds_due(MOST).await? {
        let (PaymentStanding::RefundAsked { at, why, .. }
        | PaymentStanding::RefundFailed { at, why, .. }) = payment.standing
        else {
            continue;
        };
        if !scope.is_everything() {
            let order = tx.order(payment.order).await?;
            let is_theirs = |order: domain::Order| scope.covers(&order.document, order.city);
            if !order.is_some_and(is_theirs) {
                continue;
            }
        }
        let status = payment.status();
        refunds.push(RefundDue {
            payment: payment.id,
            number: payment.number,
            amount: payment.amount,
            reference: payment.reference,
            paid_at: payment.at,
            since: at,
            why,
            way: payment.way,
            status,
        });
    }
    Ok(OpenMoney { bills, refunds })
}
