//! Cancelling an order, and erasing its data.

use domain::{Actor, Due, Job, Order, OrderId, Status};
use storage::{Purged, Transaction};

use super::own_order::OwnOrder;
use super::view::{OrderView, view};
use crate::app::App;
use crate::error::AppError;
use crate::pictures;
use crate::receipts::end_with_order;
use crate::sealed_photos::forget_photo_of;

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
        Status::Draft | Status::Unpaid | Status::Waiting | Status::InReview | Status::Rejected => {
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
    let left = end_with_order(app, &mut *tx, id, by, app.now()).await?;
    let order = tx.order(id).await?.ok_or(AppError::NotFound)?;
    let mut files = Vec::new();
    for mut attempt in tx.attempts_of(id).await? {
        files.extend(attempt.original.take());
        files.extend(attempt.photo.take());
        attempt.photo_hash = None;
        if let Some(decision) = &mut attempt.decision {
            decision.note = None;
        }
        tx.update_attempt(&attempt).await?;
    }
    tx.delete_reports(id).await?;
    let forgotten = app.forget_files(&mut *tx, files).await?;
    let forgotten = forgotten.and(forget_photo_of(app, &mut *tx, id).await?);
    let forgotten = forgotten.and(pictures::withdraw(app, &mut *tx, &order).await?);
    tx.delete_messages(id).await?;
    tx.delete_notices(id).await?;
    tx.forget_subscriptions(id).await?;
    tx.delete_safety_checks(id).await?;
    tx.consents_outlive(id, app.now()).await?;
    // In the same transaction, so that a crash before the purge is made up for.
    plan_purge(app, &mut *tx).await?;
    let order = app
        .apply(tx, order, by, |order, now| order.erase(left, now))
        .await?;
    app.delete_forgotten(forgotten).await;
    purge(app).await?;
    Ok(order)
}

/// How long a purge that readers held up waits before it is tried again.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(10);

/// Plans the purge that follows a deletion in `tx`.
pub(crate) async fn plan_purge(app: &App, tx: &mut dyn Transaction) -> Result<(), AppError> {
    let now = app.now();
    let due = Due {
        job: Job::Purge,
        at: now,
    };
    app.enqueue(tx, &due, now).await
}

/// Removes deleted rows from every file of the database. What readers hold up is
/// left to the job, which repeats it until it succeeded.
pub(crate) async fn purge(app: &App) -> Result<Purged, AppError> {
    Ok(app.parts().storage.purge().await?)
}

/// The job of [`plan_purge`].
pub(crate) async fn purge_until_gone(app: &App) -> Result<(), AppError> {
    if purge(app).await? == Purged::Gone {
        return Ok(());
    }
    let now = app.now();
    let mut tx = app.write().await?;
    let due = Due {
        job: Job::Purge,
        at: now.plus(AGAIN),
    };
    app.enqueue(&mut *tx, &due, now).await?;
    app.conclude(tx).await?;
    Ok(())
}
