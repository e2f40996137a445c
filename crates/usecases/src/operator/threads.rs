//! Messages of applicants, and answers.

use domain::log::LogAction;
use domain::staff::right::AnswerMessages;
use domain::{Due, Job, Occasion, Order, OrderNumber, Timestamp};
use storage::Transaction;

use crate::app::App;
use crate::error::AppError;
use crate::message::{self, ThreadMessage};
use crate::permit::Permit;

/// An order with an unanswered message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingThread {
    /// The order's number.
    pub number: OrderNumber,
    /// When the applicant wrote last.
    pub at: Timestamp,
}

/// Most threads listed.
const MOST_SHOWN: u32 = 100;

/// Unanswered threads, longest waiting first.
///
/// # Errors
/// Storage.
pub async fn threads(
    app: &App,
    _: &Permit<AnswerMessages>,
) -> Result<Vec<WaitingThread>, AppError> {
    let threads = app.read().await?.unanswered(MOST_SHOWN).await?;
    let waiting = threads.into_iter().map(|thread| WaitingThread {
        number: thread.number,
        at: thread.at,
    });
    Ok(waiting.collect())
}

/// An order's thread, oldest first. The reading is logged.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn thread(
    app: &App,
    permit: &Permit<AnswerMessages>,
    number: OrderNumber,
) -> Result<Vec<ThreadMessage>, AppError> {
    let mut tx = app.write().await?;
    let order = order(&mut *tx, number).await?;
    let said = message::thread(app, &mut *tx, &order).await?;
    let (by, subject) = (permit.holder(), number.to_string());
    app.log(&mut *tx, by, LogAction::ThreadRead, &subject, "")
        .await?;
    tx.save().await?;
    Ok(said)
}

/// Answers an applicant, who is notified.
///
/// # Errors
/// [`AppError::Text`]; [`AppError::NotFound`]; storage.
pub async fn answer(
    app: &App,
    permit: &Permit<AnswerMessages>,
    number: OrderNumber,
    text: &str,
) -> Result<(), AppError> {
    let (by, now) = (permit.holder(), app.now());
    let mut tx = app.write().await?;
    let order = order(&mut *tx, number).await?;
    message::write(app, &mut *tx, &order, by, text).await?;
    let job = Job::Notify {
        order: order.id,
        occasion: Occasion::Message,
    };
    app.enqueue(&mut *tx, &Due { job, at: now }, now).await?;
    let subject = number.to_string();
    app.log(&mut *tx, by, LogAction::MessageAnswered, &subject, "")
        .await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}

async fn order(tx: &mut dyn Transaction, number: OrderNumber) -> Result<Order, AppError> {
    let order = tx.order_by_number(number).await?;
    order.ok_or(AppError::NotFound)
}
