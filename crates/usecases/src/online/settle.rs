//! A charge that was paid, as the payment service says: the one place where a payment over
//! the internet becomes one of an order.

use domain::log::LogAction;
use domain::money::{Charge, Fen, PayWay, Payment, RefundFor};
use domain::{Actor, ChargeId, Order, PaymentId, Timestamp};
use storage::Transaction;

use super::{plan_close, plan_refund};
use crate::app::App;
use crate::error::AppError;
use crate::till::{book, submit_paid};

/// Settles what was paid. Told again, it does nothing.
pub(crate) async fn settle(
    app: &App,
    way: PayWay,
    paid: &payments::Charge,
) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    if tx
        .payment_of_transaction(way, &paid.transaction)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let charge = match paid.number.parse::<ChargeId>() {
        Ok(id) => tx.charge(id).await?,
        Err(_) => None,
    };
    let Some(charge) = charge else {
        // Another system of the same merchant, or a database that was put back.
        tracing::warn!("a payment is under a number that is not ours");
        let (action, amount) = (LogAction::PaymentUnknown, Fen(paid.amount_fen).to_string());
        app.log(&mut *tx, Actor::System, action, &paid.transaction, &amount)
            .await?;
        tx.save().await?;
        return Ok(());
    };
    let order = tx.order(charge.order).await?.ok_or(AppError::NotFound)?;
    let id = PaymentId::new(now, &mut *app.randomness());
    let number = (order.id, order.number);
    let amount = Fen(paid.amount_fen);
    let taken = Payment::online(id, number, way, amount, &paid.transaction, now);
    tx.insert_payment(&taken.payment).await?;
    book(&mut *tx, &taken, &order, Actor::Applicant, now).await?;
    tx.update_charge(&charge.clone().paid(id)).await?;
    let order = match beside_the_price(&charge, amount, &order, now) {
        None => {
            let step = order.pay(way, now)?;
            let order = app.commit(&mut *tx, step, Actor::Applicant, now).await?;
            plan_close(app, &mut *tx, order.id, now).await?;
            submit_paid(app, &mut *tx, order, now).await?
        }
        Some(why) => give_back(app, &mut *tx, order, taken.payment, why, now).await?,
    };
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}

/// Why what was paid is not the price of the order; `None` if it is.
fn beside_the_price(
    charge: &Charge,
    amount: Fen,
    order: &Order,
    now: Timestamp,
) -> Option<RefundFor> {
    if amount != charge.amount {
        return Some(RefundFor::WrongAmount);
    }
    let is_the_price = order
        .bill
        .price()
        .is_some_and(|price| price.amount() == amount)
        && order.clone().pay(charge.way, now).is_ok();
    (!is_the_price).then_some(RefundFor::Surplus)
}

async fn give_back(
    app: &App,
    tx: &mut dyn Transaction,
    order: Order,
    payment: Payment,
    why: RefundFor,
    now: Timestamp,
) -> Result<Order, AppError> {
    let asked = payment.ask_refund(Actor::System, why, now)?;
    tx.update_payment(&asked.payment).await?;
    plan_refund(app, tx, &asked.payment, now).await?;
    let step = order.owe_surplus(asked.payment.amount, now);
    app.commit(tx, step, Actor::System, now).await
}
