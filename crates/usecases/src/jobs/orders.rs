//! What the service itself does with orders whose time is over.

use domain::log::LogAction;
use domain::{Actor, AttemptId, Due, Job, OrderId, Refusal, Timestamp};

use super::fault::Fault;
use crate::app::App;
use crate::error::AppError;

/// Applies a transition by the service itself; one that no longer applies does
/// nothing.
pub(super) async fn system_step(
    app: &App,
    id: OrderId,
    transition: impl FnOnce(domain::Order, Timestamp) -> Result<domain::Step, Refusal> + Send,
) -> Result<(), Fault> {
    let mut tx = app.write().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    match app.apply(tx, order, Actor::System, transition).await {
        Ok(_) | Err(AppError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Ends a draft or a rejected order. One that was changed meanwhile has its time again.
pub(super) async fn lapse(app: &App, id: OrderId, job: &Job) -> Result<(), Fault> {
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    if order.clone().lapse(now).is_ok() {
        app.apply(tx, order, Actor::System, domain::Order::lapse)
            .await?;
        return Ok(());
    }
    let rest = match (order.status(now), job) {
        (domain::Status::Draft, Job::LapseDraft { .. }) => domain::retention::DRAFT,
        (domain::Status::Rejected, Job::LapseRejected { .. }) => domain::retention::REJECTED,
        _ => return Ok(()),
    };
    let at = order.updated_at.plus(rest);
    app.enqueue(&mut *tx, &Due { job: *job, at }, now).await?;
    Ok(app.conclude(tx).await?)
}

/// Ends an approved order that still has no receipt, and whose photo was not given.
pub(super) async fn lapse_unissued(app: &App, id: OrderId) -> Result<(), Fault> {
    let mut tx = app.write().await?;
    let is_given = tx.receipt_of_order(id).await?.is_some()
        || crate::receipts::photo_is_given(&mut *tx, id).await?;
    if is_given {
        return Ok(());
    }
    let Some(order) = tx.order(id).await? else {
        return Ok(());
    };
    let transition = domain::Order::lapse_unissued;
    match app.apply(tx, order, Actor::System, transition).await {
        Ok(_) | Err(AppError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn erase_original(app: &App, id: AttemptId) -> Result<(), Fault> {
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(mut attempt) = tx.attempt(id).await? else {
        return Ok(());
    };
    let order = tx.order(attempt.order).await?;
    if let Some(order) = order
        .as_ref()
        .filter(|order| order.needs_original(&attempt))
    {
        // The order can still be judged, and lapses before this comes again.
        let at = order.original_ends(&attempt);
        if at > now {
            let job = Job::EraseOriginal { attempt: id };
            app.enqueue(&mut *tx, &Due { job, at }, now).await?;
            app.conclude(tx).await?;
        }
        return Ok(());
    }
    let Some(original) = attempt.original.take() else {
        return Ok(());
    };
    tx.update_attempt(&attempt).await?;
    let forgotten = app.forget_files(&mut *tx, [original]).await?;
    tx.append_event(&domain::TimelineEntry {
        order: attempt.order,
        at: now,
        by: Actor::System,
        event: domain::OrderEvent::OriginalErased,
    })
    .await?;
    let subject = order.map(|order| order.number.to_string());
    let subject = subject.unwrap_or_default();
    app.log(
        &mut *tx,
        Actor::System,
        LogAction::OriginalErased,
        &subject,
        "",
    )
    .await?;
    app.conclude(tx).await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}
