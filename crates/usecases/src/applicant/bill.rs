//! What an order costs, and how that stands, for its applicant.

use domain::money::{BillStatus, Fen, PaidFor, PaymentStatus, Price};
use domain::retention::{UNISSUED, UNPAID};
use domain::{Order, State, Timestamp};
use storage::Transaction;

use crate::error::AppError;

/// An order's price and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillView {
    /// The price.
    pub price: Price,
    /// How it stands.
    pub status: BillStatus,
    /// Until when it can be paid; `None` unless the order waits for it now.
    pub until: Option<Timestamp>,
    /// What goes back or went back; `None` for nothing.
    pub refund: Option<RefundView>,
}

/// Money that goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundView {
    /// How much.
    pub amount: Fen,
    /// Whether it was given back.
    pub is_given: bool,
}

/// The order's bill; `None` if it is free.
pub(super) async fn bill(
    tx: &mut dyn Transaction,
    order: &Order,
) -> Result<Option<BillView>, AppError> {
    let Some(price) = order.bill.price() else {
        return Ok(None);
    };
    let status = order.bill_status();
    let refund = match status {
        BillStatus::Returned => refund(tx, order).await?,
        BillStatus::Free | BillStatus::Open | BillStatus::Paid | BillStatus::Closed => None,
    };
    Ok(Some(BillView {
        price,
        status,
        until: until(order),
        refund,
    }))
}

/// What goes back. An end whose job has not run yet has asked for the whole price.
async fn refund(tx: &mut dyn Transaction, order: &Order) -> Result<Option<RefundView>, AppError> {
    let payments = tx.payments_of(order.id).await?;
    let sum = |status: PaymentStatus| -> Fen {
        let payments = payments.iter();
        let these = payments.filter(|payment| payment.status() == status);
        these.map(|payment| payment.amount).sum()
    };
    let owed = sum(PaymentStatus::Taken) + sum(PaymentStatus::RefundAsked);
    let given = sum(PaymentStatus::Refunded);
    Ok(Some(RefundView {
        amount: if owed > Fen::ZERO { owed } else { given },
        is_given: owed == Fen::ZERO,
    }))
}

/// Until when an order that waits for its price can be paid.
fn until(order: &Order) -> Option<Timestamp> {
    if order.bill.holds_up(PaidFor::Receipt)
        && let State::Decided { final_at, .. } = order.state
        && order.bill_status() == BillStatus::Open
    {
        return Some(final_at.plus(UNISSUED));
    }
    match order.state {
        State::Unpaid { since } if order.bill.holds_up(PaidFor::Applying) => {
            Some(since.plus(UNPAID))
        }
        _ => None,
    }
}
