//! Taking an order's price at the till, and undoing it on the same day.

use domain::money::{PayWay, Payment};
use domain::staff::right::TakeMoney;
use domain::{Actor, Order, OrderNumber, PaymentId, Refusal, State, Timestamp};
use storage::Transaction;

use super::order::{TillOrder, view};
use super::{book, payment_within, within};
use crate::app::App;
use crate::applicant::submit_in;
use crate::error::AppError;
use crate::online::plan_close;
use crate::permit::Permit;

/// Records that the order's price was taken, with the number of the slip that was given
/// for it. What was handed in is submitted with it; a receipt that waited for the money
/// is issued.
///
/// # Errors
/// [`AppError::NotFound`], also outside the permit; [`AppError::Refused`] where nothing is
/// to be paid or the order has ended; [`AppError::Payment`] without a slip's number;
/// storage.
pub async fn take(
    app: &App,
    permit: &Permit<TakeMoney>,
    number: OrderNumber,
    slip: &str,
) -> Result<TillOrder, AppError> {
    let (now, by) = (app.now(), permit.holder());
    let mut tx = app.write().await?;
    let order = within(&mut *tx, permit, number).await?;
    let price = order.bill.price().ok_or(Refusal::NothingToPay)?;
    let step = order.clone().pay(PayWay::Till, now)?;
    let id = PaymentId::new(now, &mut *app.randomness());
    let paid = Payment::at_till(id, (order.id, order.number), price, slip, by, now)?;
    tx.insert_payment(&paid.payment).await?;
    book(&mut *tx, &paid, &order, by, now).await?;
    let order = app.commit(&mut *tx, step, by, now).await?;
    let order = submit_paid(app, &mut *tx, order, now).await?;
    plan_close(app, &mut *tx, order.id, now).await?;
    let seen = view(&mut *tx, &order, now).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(seen)
}

/// Submits what was handed in and waited to be paid. What cannot be submitted stays, and
/// its applicant sees why when they hand it in again.
pub(crate) async fn submit_paid(
    app: &App,
    tx: &mut dyn Transaction,
    order: Order,
    now: Timestamp,
) -> Result<Order, AppError> {
    if !matches!(order.state, State::Unpaid { .. }) {
        return Ok(order);
    }
    match submit_in(app, tx, order.clone(), Actor::Applicant, now).await {
        Ok(submitted) => Ok(submitted),
        Err(AppError::Refused(_)) => Ok(order),
        Err(error) => Err(error),
    }
}

/// Takes back what was recorded by mistake, on the day it was recorded.
///
/// # Errors
/// [`AppError::NotFound`], also outside the permit; [`AppError::Payment`] on another day,
/// or of a payment that was given back; storage.
pub async fn undo(
    app: &App,
    permit: &Permit<TakeMoney>,
    id: PaymentId,
) -> Result<TillOrder, AppError> {
    let (now, by) = (app.now(), permit.holder());
    let mut tx = app.write().await?;
    let (payment, order) = payment_within(&mut *tx, permit, id).await?;
    let undone = payment.undo(by, now)?;
    tx.update_payment(&undone.payment).await?;
    book(&mut *tx, &undone, &order, by, now).await?;
    let mut attempt = match order.attempt {
        Some(attempt) => tx.attempt(attempt).await?,
        None => None,
    };
    let step = order.unpay(attempt.as_mut(), now)?;
    if let Some(attempt) = &attempt {
        tx.update_attempt(attempt).await?;
    }
    let order = app.commit(&mut *tx, step, by, now).await?;
    let seen = view(&mut *tx, &order, now).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(seen)
}
