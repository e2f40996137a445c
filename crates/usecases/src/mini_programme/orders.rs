//! A user's orders: those that they began in WeChat, and those that were taken there.

use domain::{Actor, Order, OrderNumber, Refusal};
use storage::Transaction;

use super::MiniUser;
use crate::app::App;
use crate::applicant::{Credentials, OrderLine, orders_here};
use crate::error::AppError;

/// The user's orders, newest first.
///
/// # Errors
/// Storage.
pub async fn orders(app: &App, user: &MiniUser) -> Result<Vec<OrderLine>, AppError> {
    let shown = Credentials {
        wechat: Some(user.digest),
        ..Credentials::default()
    };
    orders_here(app, &shown).await
}

/// Takes an order to the user, for good, whose device's token `shown` has: it was begun
/// there. Taken again, it does nothing.
///
/// # Errors
/// [`AppError::NotFound`] where it was not begun there; [`AppError::Refused`] where it is
/// another user's, or erased; storage.
pub async fn take(
    app: &App,
    user: &MiniUser,
    number: OrderNumber,
    shown: &Credentials,
) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let order = tx.order_by_number(number).await?;
    let is_begun_there = |device| device == shown.device && shown.device.is_some();
    let order = order.filter(|order| is_begun_there(order.device));
    let order = order.ok_or(AppError::NotFound)?;
    give(app, tx, user, order).await
}

/// Makes an order, as read in `tx`, the user's.
pub(super) async fn give(
    app: &App,
    mut tx: Box<dyn Transaction>,
    user: &MiniUser,
    order: Order,
) -> Result<(), AppError> {
    if order.wechat.as_ref().map(|whose| whose.digest) == Some(user.digest) {
        return Ok(());
    }
    if order.key.is_none() {
        return Err(Refusal::Erased.into());
    }
    let id = order.id;
    let whose = user.for_order(app, &order)?;
    let step = order.take_to_wechat(whose)?;
    app.commit(&mut *tx, step, Actor::Applicant, app.now())
        .await?;
    tx.save().await?;
    app.changed(id);
    Ok(())
}
