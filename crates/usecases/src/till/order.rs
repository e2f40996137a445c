//! An order as the till shows it: its price, its payments, and nothing of its person.

use catalogue::{DivisionCode, DocumentId};
use domain::money::{BillStatus, Fen, PayWay, Payment, PaymentStanding, PaymentStatus, Price};
use domain::staff::right::TakeMoney;
use domain::{Actor, Order, OrderNumber, PaymentId, Status, Timestamp};
use storage::Transaction;

use super::within;
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// An order at the till.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TillOrder {
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// Its status, a decision counting from the moment it was made.
    pub status: Status,
    /// Its price; `None` if it is free.
    pub price: Option<Price>,
    /// How its bill stands.
    pub bill: BillStatus,
    /// Its payments, oldest first.
    pub payments: Vec<PaymentView>,
}

/// A payment at the till.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentView {
    /// Its identifier.
    pub id: PaymentId,
    /// When it was taken.
    pub at: Timestamp,
    /// Who took it.
    pub by: Actor,
    /// How.
    pub way: PayWay,
    /// How much.
    pub amount: Fen,
    /// Number of the slip.
    pub reference: String,
    /// What became of it.
    pub status: PaymentStatus,
    /// When it was undone, or given back, or asked back; `None` while it is kept.
    pub changed_at: Option<Timestamp>,
    /// The payment service's code, where it could not give it back.
    pub failure: Option<String>,
    /// Whether it can be undone today.
    pub may_be_undone: bool,
}

impl PaymentView {
    pub(crate) fn of(payment: &Payment, now: Timestamp) -> Self {
        let changed_at = match payment.standing {
            PaymentStanding::Taken => None,
            PaymentStanding::Undone { at, .. }
            | PaymentStanding::RefundAsked { at, .. }
            | PaymentStanding::Refunded { at, .. }
            | PaymentStanding::RefundFailed { at, .. } => Some(at),
        };
        Self {
            id: payment.id,
            at: payment.at,
            by: payment.by,
            way: payment.way,
            amount: payment.amount,
            reference: payment.reference.clone(),
            status: payment.status(),
            changed_at,
            failure: match &payment.standing {
                PaymentStanding::RefundFailed { code, .. } => Some(code.clone()),
                _ => None,
            },
            may_be_undone: payment.may_be_undone(now),
        }
    }
}

/// The order of this number.
///
/// # Errors
/// [`AppError::NotFound`], also outside the permit; storage.
pub async fn order(
    app: &App,
    permit: &Permit<TakeMoney>,
    number: OrderNumber,
) -> Result<TillOrder, AppError> {
    let mut tx = app.read().await?;
    let order = within(&mut *tx, permit, number).await?;
    view(&mut *tx, &order, app.now()).await
}

pub(super) async fn view(
    tx: &mut dyn Transaction,
    order: &Order,
    now: Timestamp,
) -> Result<TillOrder, AppError> {
    let payments = tx.payments_of(order.id).await?;
    let payments = payments.iter().map(|payment| PaymentView::of(payment, now));
    Ok(TillOrder {
        number: order.number,
        document: order.document.clone(),
        city: order.city,
        status: order.state.settled(),
        price: order.bill.price(),
        bill: order.bill_status(),
        payments: payments.collect(),
    })
}
