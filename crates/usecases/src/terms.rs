//! The daily pass that holds everything kept against its term.
//!
//! The jobs of each step end what they are for; a job can be missing (rows of
//! an older version) or die. This pass reads every order that still holds
//! somebody, asks `domain` when it ends, and plans the ending job where none is
//! queued, so that neither a state nor a dead job keeps anything. One row that
//! cannot be read stops nothing: it is erased unread when nothing could rightly
//! be left of it.

use std::time::Duration;

use domain::log::LogAction;
use domain::money::PaidFor;
use domain::retention::{
    CONSENT, DEAD_JOB, RECEIPT_REMEMBERED, TRACES, UNDECIDED, UNDECIDED_WARNING,
};
use domain::timestamp::days;
use domain::{Actor, AttemptId, Due, Given, Job, NoticeChannel, Order, OrderId, Status, Timestamp};
use storage::{HoldingOrder, QueueSize, Queued, Transaction};

use crate::app::App;
use crate::applicant::plan_purge;
use crate::checkpoints::Destination;
use crate::error::AppError;
use crate::receipts::{given, is_asked_to_pay, photo_is_given};
use crate::remains::forget_remains;

/// Rows read at once.
const PAGE: u32 = 200;

/// Jobs due within this time are planned now: until the next pass.
const AHEAD: Duration = days(1);

/// An order whose ending job still dies so long after its term is erased
/// unread: the operator had a week to mend what stops it.
const LAST_RESORT: Duration = days(7);

/// Undecided orders that end within [`UNDECIDED_WARNING`].
pub(crate) async fn ending_undecided(
    tx: &mut dyn Transaction,
    now: Timestamp,
) -> Result<QueueSize, AppError> {
    let before = now.minus(UNDECIDED.saturating_sub(UNDECIDED_WARNING));
    Ok(tx.undecided_since(before).await?)
}

/// Plans and does what is over. Fails only if the database does.
pub(crate) async fn hold_to_terms(app: &App) -> Result<(), AppError> {
    let mut after: Option<OrderId> = None;
    loop {
        let page = app.read().await?.holding_orders(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.order);
        for holding in page {
            if let Err(error) = hold_order(app, holding).await {
                tracing::warn!(
                    code = error.code(),
                    "an order could not be held to its term"
                );
            }
        }
    }
    let mut after: Option<AttemptId> = None;
    loop {
        let mut tx = app.read().await?;
        let page = tx.attempts_with_original(after, PAGE).await?;
        drop(tx);
        let Some(last) = page.last() else { break };
        after = Some(*last);
        for attempt in page {
            if let Err(error) = hold_original(app, attempt).await {
                tracing::warn!(
                    code = error.code(),
                    "a picture could not be held to its term"
                );
            }
        }
    }
    hold_the_rest(app).await
}

/// Plans the job that ends the order, if it is due before the next pass and none
/// is queued.
async fn hold_order(app: &App, holding: HoldingOrder) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let read = read_order(app, &mut *tx, holding.order).await;
    let (order, due) = match read {
        Ok(Some(read)) => read,
        Ok(None) => return Ok(()),
        Err(_) if now >= Order::ends_unread(holding.changed_at) => {
            drop(tx);
            return erase_unread(app, holding.order).await;
        }
        Err(error) => return Err(error),
    };
    let awaited = awaited(app, &mut *tx, &order, now).await?;
    let queued = tx.queued(&due.job).await?;
    drop(tx);
    if let Some(job) = awaited {
        plan(app, Due { job, at: now }).await?;
    }
    match queued {
        Queued::Waiting { .. } | Queued::Running => Ok(()),
        Queued::Dead if now >= due.at.plus(LAST_RESORT) => erase_unread(app, order.id).await,
        Queued::Dead | Queued::Not if due.at <= now.plus(AHEAD) => plan(app, due).await,
        Queued::Dead | Queued::Not => Ok(()),
    }
}

/// The order and how it ends; `None` if nothing of anybody is left meanwhile.
async fn read_order(
    app: &App,
    tx: &mut dyn Transaction,
    id: OrderId,
) -> Result<Option<(Order, Due)>, AppError> {
    let Some(order) = tx.order(id).await? else {
        return Ok(None);
    };
    let receipt = tx.receipt_of_order(id).await?;
    let ends = order.ends(given(app, &order, receipt.as_ref()));
    Ok(ends.map(|due| (order, due)))
}

/// The job that issues an approved order's receipt, or gives its photo, if that is
/// neither done nor queued: what stopped it may be mended.
async fn awaited(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    now: Timestamp,
) -> Result<Option<Job>, AppError> {
    let job = Job::IssueReceipt { order: order.id };
    let is_held_up = order.status(now) != Status::Approved
        || order.bill.holds_up(PaidFor::Receipt) && is_asked_to_pay(tx, order.id).await?;
    if is_held_up || tx.queued(&job).await?.waits() {
        return Ok(None);
    }
    let receipt = tx.receipt_of_order(order.id).await?;
    let is_done = match given(app, order, receipt.as_ref()) {
        Given::Receipt(_) => true,
        Given::ReceiptAwaited => false,
        Given::Photo => photo_is_given(tx, order.id).await?,
    };
    Ok((!is_done).then_some(job))
}

async fn hold_original(app: &App, id: AttemptId) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let Some(attempt) = tx.attempt(id).await? else {
        return Ok(());
    };
    let Some(order) = tx.order(attempt.order).await? else {
        return Ok(());
    };
    let at = order.original_ends(&attempt);
    let job = Job::EraseOriginal { attempt: id };
    let is_queued = tx.queued(&job).await?.waits();
    drop(tx);
    if is_queued || at > now.plus(AHEAD) {
        return Ok(());
    }
    plan(app, Due { job, at }).await
}

async fn plan(app: &App, due: Due) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    app.enqueue(&mut *tx, &due, app.now()).await?;
    tx.save().await?;
    Ok(())
}

/// Erases an order whose rows cannot be read or whose erasure fails again and
/// again. Its files are noted as forgotten, and the worker deletes them.
async fn erase_unread(app: &App, id: OrderId) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    tx.erase_unread(id, now).await?;
    tx.consents_outlive(id, now).await?;
    let subject = id.to_string();
    app.log(
        &mut *tx,
        Actor::System,
        LogAction::ErasedUnread,
        &subject,
        "",
    )
    .await?;
    plan_purge(app, &mut *tx).await?;
    tx.save().await?;
    app.changed(id);
    Ok(())
}

/// Receipts, records, traces and dead jobs; then the operator's warning.
async fn hold_the_rest(app: &App) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let forgotten = now.minus(RECEIPT_REMEMBERED);
    for receipt in tx.receipts_to_forget(forgotten, PAGE).await? {
        let job = Job::ForgetReceipt { receipt };
        if !tx.queued(&job).await?.waits() {
            app.enqueue(&mut *tx, &Due { job, at: now }, now).await?;
        }
    }
    tx.save().await?;
    let records = forget_consents(app, now.minus(CONSENT)).await?;
    let remains = forget_remains(app).await?;
    let mut tx = app.write().await?;
    if records + remains > 0 {
        plan_purge(app, &mut *tx).await?;
    }
    tx.forget_waits(now.minus(TRACES)).await?;
    tx.forget_dead_jobs(now.minus(DEAD_JOB)).await?;
    tx.forget_idle_old_devices().await?;
    warn(app, &mut *tx, now).await?;
    tx.save().await?;
    Ok(())
}

/// Deletes records of consents that are over, a part at a time; gives how many.
async fn forget_consents(app: &App, before: Timestamp) -> Result<u64, AppError> {
    let mut all = 0;
    loop {
        let mut tx = app.write().await?;
        let gone = tx.forget_consents(before, PAGE).await?;
        tx.save().await?;
        all += gone;
        if gone < u64::from(PAGE) {
            return Ok(all);
        }
    }
}

/// Warns the operator of undecided orders that are about to end, in the log and
/// through every channel.
async fn warn(app: &App, tx: &mut dyn Transaction, now: Timestamp) -> Result<(), AppError> {
    let ending = ending_undecided(tx, now).await?;
    if ending.waiting == 0 {
        return Ok(());
    }
    tracing::warn!(
        orders = ending.waiting,
        "submitted orders are about to end undecided"
    );
    for way in NoticeChannel::ALL {
        if app.channel(way).is_some() && Destination::by(way).is_some() {
            let job = Job::WarnOperator { way, noted_at: now };
            app.enqueue(tx, &Due { job, at: now }, now).await?;
        }
    }
    Ok(())
}
