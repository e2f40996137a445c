//! The till: what a member of staff does with the money of an order, and what the
//! operator sees of it.
//!
//! Taking, undoing and giving back are each one transaction: the payment, the ledger's
//! entry, the order's step with its timeline, log and jobs. What the end of an order
//! returns is asked for by the job `return_money`, and given back by a person.

mod open;
mod order;
mod refund;
mod take;
mod takings;

pub use open::{OpenBill, OpenMoney, RefundDue, open};
pub use order::{PaymentView, TillOrder, order};
pub use refund::{give_back, refund};
pub use take::{take, undo};
pub use takings::{bill_checks, ledger_for_file, takings};

pub(crate) use refund::return_money;
pub(crate) use take::submit_paid;

use domain::money::{LedgerEntry, PaymentStep};
use domain::staff::right::TakeMoney;
use domain::{Actor, Order, OrderNumber, PaymentId, Timestamp};
use storage::Transaction;

use crate::error::AppError;
use crate::permit::Permit;

/// The order of this number, if the permit covers it.
async fn within(
    tx: &mut dyn Transaction,
    permit: &Permit<TakeMoney>,
    number: OrderNumber,
) -> Result<Order, AppError> {
    let order = tx.order_by_number(number).await?;
    order
        .filter(|order| permit.scope().covers(&order.document, order.city))
        .ok_or(AppError::NotFound)
}

/// The payment of this identifier and its order, if the permit covers them.
async fn payment_within(
    tx: &mut dyn Transaction,
    permit: &Permit<TakeMoney>,
    id: PaymentId,
) -> Result<(domain::money::Payment, Order), AppError> {
    let payment = tx.payment(id).await?.ok_or(AppError::NotFound)?;
    let order = within(tx, permit, payment.number).await?;
    Ok((payment, order))
}

/// Writes the ledger's entry of a step of a payment of `order`, if money moved.
pub(crate) async fn book(
    tx: &mut dyn Transaction,
    step: &PaymentStep,
    order: &Order,
    by: Actor,
    now: Timestamp,
) -> Result<(), AppError> {
    if let Some(entry) = LedgerEntry::of(step, order, by, now) {
        tx.append_ledger(&entry).await?;
    }
    Ok(())
}
