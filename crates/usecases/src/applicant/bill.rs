//! What an order costs, and how that stands, for its applicant.

use domain::money::{BillStatus, Fen, PaidFor, PayWay, PaymentStatus, Price};
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
    /// Whether it comes by itself, from the payment service; else it is fetched where it
    /// was paid.
    pub is_online: bool,
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
    Ok(Some(BillView {
        price,
        status,
        until: until(order),
        refund: refund(tx, order).await?,
    }))
}

/// What goes back: the price, or what was paid beside it. An end whose job has not run yet
/// has asked for the whole price. `None` for nothing.
async fn refund(tx: &mut dyn Transaction, order: &Order) -> Result<Option<RefundView>, AppError> {
    let payments = tx.payments_of(order.id).await?;
    let sum = |status: PaymentStatus| -> Fen {
        let payments = payments.iter();
        let these = payments.filter(|payment| payment.status() == status);
        these.map(|payment| payment.amount).sum()
    };
    let returned = match order.bill_status() {
        BillStatus::Returned => sum(PaymentStatus::Taken),
        _ => Fen::ZERO,
    };
    let asked = sum(PaymentStatus::RefundAsked) + sum(PaymentStatus::RefundFailed);
    let owed = returned + asked;
    let given = sum(PaymentStatus::Refunded);
    if owed + given == Fen::ZERO {
        return Ok(None);
    }
    Ok(Some(RefundView {
        amount: if owed > Fen::ZERO { owed } else { given },
        is_given: owed == Fen::ZERO,
        is_online: payments.iter().all(|payment| payment.way != PayWay::Till),
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
