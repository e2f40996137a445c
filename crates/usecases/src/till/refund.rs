//! Giving money back: asked for by an order's end or by an operator, and then handed
//! over at the till.

use domain::money::{PaymentStanding, RefundFor};
use domain::staff::right::TakeMoney;
use domain::{Actor, OrderId, PaymentId};

use super::order::{TillOrder, view};
use super::{book, payment_within};
use crate::app::App;
use crate::error::AppError;
use crate::online::plan_refund;
use crate::permit::Permit;

/// Has a payment given back, for one of [`RefundFor::BY_OPERATOR`]: at the till by a
/// person, over the internet by the payment service; once more where that failed.
///
/// # Errors
/// [`AppError::NotFound`], also outside the permit; [`AppError::Payment`] of a payment
/// that is not kept; storage.
pub async fn refund(
    app: &App,
    permit: &Permit<TakeMoney>,
    id: PaymentId,
    why: RefundFor,
) -> Result<TillOrder, AppError> {
    let (now, by) = (app.now(), permit.holder());
    let mut tx = app.write().await?;
    let (payment, order) = payment_within(&mut *tx, permit, id).await?;
    // Once more, where it failed, for the same reason.
    let why = match payment.standing {
        PaymentStanding::RefundFailed { why, .. } => why,
        _ => why,
    };
    let asked = payment.ask_refund(by, why, now)?;
    tx.update_payment(&asked.payment).await?;
    plan_refund(app, &mut *tx, &asked.payment, now).await?;
    let amount = asked.payment.amount;
    let step = match why.is_beside_the_price() {
        true => order.owe_surplus(amount, now),
        false => order.owe_back(amount, now)?,
    };
    let order = app.commit(&mut *tx, step, by, now).await?;
    let seen = view(&mut *tx, &order, now).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(seen)
}

/// Records that a payment was given back at the till, with the number of the slip for it.
///
/// # Errors
/// [`AppError::NotFound`], also outside the permit; [`AppError::Payment`] where nobody
/// asked for it, or without a slip's number; storage.
pub async fn give_back(
    app: &App,
    permit: &Permit<TakeMoney>,
    id: PaymentId,
    slip: &str,
) -> Result<TillOrder, AppError> {
    let (now, by) = (app.now(), permit.holder());
    let mut tx = app.write().await?;
    let (payment, order) = payment_within(&mut *tx, permit, id).await?;
    let given = payment.refund_at_till(by, slip, now)?;
    tx.update_payment(&given.payment).await?;
    book(&mut *tx, &given, &order, by, now).await?;
    let step = order.paid_back(given.payment.amount, now);
    let order = app.commit(&mut *tx, step, by, now).await?;
    let seen = view(&mut *tx, &order, now).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(seen)
}

/// The job [`domain::Job::ReturnMoney`]: has everything given back that is kept for an
/// order that ended without a photo. Run again, it finds nothing left.
pub(crate) async fn return_money(app: &App, id: OrderId) -> Result<(), AppError> {
    let (now, by) = (app.now(), Actor::System);
    let mut tx = app.write().await?;
    let Some(mut order) = tx.order(id).await? else {
        return Ok(());
    };
    for payment in tx.payments_of(id).await? {
        if payment.standing != PaymentStanding::Taken {
            continue;
        }
        let asked = payment.ask_refund(by, RefundFor::Ended, now)?;
        tx.update_payment(&asked.payment).await?;
        plan_refund(app, &mut *tx, &asked.payment, now).await?;
        let step = order.owe_back(asked.payment.amount, now)?;
        order = app.commit(&mut *tx, step, by, now).await?;
    }
    app.conclude(tx).await?;
    app.changed(id);
    Ok(())
}
