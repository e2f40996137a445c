//! Cancelling an order, and erasing its data.

use domain::{Actor, Order, OrderId, Sealed, Status};
use storage::Transaction;

use super::own_order::OwnOrder;
use super::view::{OrderView, view};
use crate::app::App;
use crate::error::AppError;
use crate::receipts::end_with_order;

/// Cancels the order.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn cancel(app: &App, own: &OwnOrder) -> Result<OrderView, AppError> {
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    let order = app
        .apply(tx, order, Actor::Applicant, Order::cancel)
        .await?;
    view(app, &order).await
}

/// Deletes all personal data of the order now; an open order is cancelled in
/// the same transaction.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn erase(app: &App, own: &OwnOrder) -> Result<OrderView, AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let mut order = own.fresh(&mut *tx).await?;
    match order.status(now) {
        Status::Draft | Status::Waiting | Status::InReview | Status::Rejected => {
            let step = order.cancel(now)?;
            order = app.commit(&mut *tx, step, Actor::Applicant, now).await?;
        }
        Status::Approved | Status::Cancelled | Status::Lapsed => {}
    }
    let order = erase_in(app, tx, order.id, Actor::Applicant).await?;
    view(app, &order).await
}

/// Erases an order that has ended: files, messages, key, details.
pub(crate) async fn erase_order(app: &App, id: OrderId, by: Actor) -> Result<Order, AppError> {
    erase_in(app, app.write().await?, id, by).await
}

async fn erase_in(
    app: &App,
    mut tx: Box<dyn Transaction>,
    id: OrderId,
    by: Actor,
) -> Result<Order, AppError> {
    end_with_order(app, &mut *tx, id, by, app.now()).await?;
    let order = tx.order(id).await?.ok_or(AppError::NotFound)?;
    let mut left_over = Vec::new();
    for mut attempt in tx.attempts_of(id).await? {
        left_over.extend(attempt.original.take());
        left_over.extend(attempt.photo.take());
        // The report is sealed under the key that is deleted here.
        attempt.report = Sealed(Vec::new());
        if let Some(decision) = &mut attempt.decision {
            decision.note.clear();
        }
        tx.update_attempt(&attempt).await?;
    }
    tx.delete_messages(id).await?;
    let order = app.apply(tx, order, by, Order::erase).await?;
    app.drop_blobs(left_over).await;
    Ok(order)
}
