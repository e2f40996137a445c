//! Claiming orders and releasing them.

use domain::staff::right::Review;
use domain::{Order, OrderNumber, Refusal, Step, Timestamp};

use super::case::{CaseView, case_of};
use super::reviewed;
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Claims the oldest order that the inspector may claim; `None` if there is
/// none.
///
/// # Errors
/// Storage.
pub async fn take_next(app: &App, reviewer: &Permit<Review>) -> Result<Option<CaseView>, AppError> {
    // What is found is held until it is claimed; should it change all the same, it is looked
    // for again.
    const LOOKS: usize = 3;
    let by = reviewer.holder();
    let mut looks = 1;
    loop {
        let now = app.now();
        let mut tx = app.write().await?;
        let Some(order) = tx.claimable(by, reviewer.scope(), now).await? else {
            return Ok(None);
        };
        let claimed = app.apply(tx, order, by, |order, _| order.claim(by, now));
        match claimed.await {
            Ok(order) => return case_of(app, reviewer, order).await.map(Some),
            Err(AppError::ChangedMeanwhile) if looks < LOOKS => looks += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Claims an order, or renews the claim.
///
/// # Errors
/// [`AppError::Refused`] if another inspector holds it; [`AppError::NotFound`];
/// storage.
pub async fn take(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<CaseView, AppError> {
    let by = reviewer.holder();
    change(app, reviewer, number, |order, now| order.claim(by, now)).await
}

/// Releases a claimed order to the queue.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn release(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<CaseView, AppError> {
    let by = reviewer.holder();
    change(app, reviewer, number, |order, now| order.release(by, now)).await
}

async fn change(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    transition: impl FnOnce(Order, Timestamp) -> Result<Step, Refusal> + Send,
) -> Result<CaseView, AppError> {
    let mut tx = app.write().await?;
    let order = reviewed(&mut *tx, reviewer, number).await?;
    let order = app.apply(tx, order, reviewer.holder(), transition).await?;
    case_of(app, reviewer, order).await
}
