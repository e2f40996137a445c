//! Looking up receipts, and throttling of guesses.

use domain::log::LogAction;
use domain::staff::right::LookUpReceipt;
use domain::staff::throttle::{Failures, SignIn};
use domain::staff::{Forbidden, Right};
use domain::{Actor, ReceiptNumber, Timestamp};
use storage::Transaction;

use super::person::{Person, identity_digest};
use super::photo::vouched_for;
use super::ticket::{Ticket, admitted};
use super::view::{CounterReceipt, Window, view};
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Most receipts listed for a person.
const MOST_SHOWN: u32 = 20;

/// The receipt of this number, if it is this person's.
///
/// # Errors
/// [`AppError::Code`] if the text is not a receipt number;
/// [`AppError::NotFound`] if number and person do not match, without telling
/// which is wrong; [`AppError::Locked`] after too many of these;
/// [`AppError::PhotoLost`] if the photo it vouches for does not open; storage.
pub async fn look_up(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
    number: &str,
    person: &Person,
) -> Result<CounterReceipt, AppError> {
    let number: ReceiptNumber = number.parse().map_err(AppError::Code)?;
    let (by, now) = (permit.holder(), app.now());
    let mut tx = app.write().await?;
    let counts = [by.to_string(), format!("receipt:{number}")];
    allowed(&mut *tx, &counts, now).await?;
    let found = tx.receipt_by_number(number).await?;
    let found = found.filter(|receipt| person.matches(app, receipt));
    let Some(receipt) = found else {
        failed(app, tx, &counts, by, number.as_str()).await?;
        return Err(AppError::NotFound);
    };
    for of in &counts {
        tx.keep_guesses(of, Failures::default()).await?;
    }
    let order = tx.order(receipt.order).await?;
    let found = view(app, permit, window, &receipt, order.as_ref())?;
    let subject = receipt.number.to_string();
    // A receipt is not called valid whose photo nobody can see.
    if let (Some(_), Some(order)) = (&found.ticket, &order)
        && let Err(lost) = vouched_for(app, &mut *tx, &receipt, order).await
    {
        app.log(&mut *tx, by, LogAction::ReceiptPhotoLost, &subject, "")
            .await?;
        tx.save().await?;
        return Err(lost);
    }
    let detail = format!("{} {}", found.status.code(), found.fit.code());
    app.log(&mut *tx, by, LogAction::ReceiptLookedUp, &subject, &detail)
        .await?;
    tx.save().await?;
    Ok(found)
}

/// A person's receipts, newest first. For staff only: a program must name a
/// receipt.
///
/// # Errors
/// [`AppError::Forbidden`] for a program; [`AppError::NotFound`];
/// [`AppError::Locked`]; storage.
pub async fn of_person(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
    identity: &str,
) -> Result<Vec<CounterReceipt>, AppError> {
    let (by, now) = (permit.holder(), app.now());
    let Actor::Staff(_) = by else {
        return Err(Forbidden(Right::LookUpReceipt).into());
    };
    let mut tx = app.write().await?;
    let counts = [by.to_string()];
    allowed(&mut *tx, &counts, now).await?;
    let digest = identity_digest(app, identity);
    let receipts = tx.receipts_of_identity(digest, MOST_SHOWN).await?;
    if receipts.is_empty() {
        failed(app, tx, &counts, by, "person").await?;
        return Err(AppError::NotFound);
    }
    let mut all = Vec::with_capacity(receipts.len());
    for receipt in receipts {
        let order = tx.order(receipt.order).await?;
        all.push(view(app, permit, window, &receipt, order.as_ref())?);
        let subject = receipt.number.to_string();
        app.log(&mut *tx, by, LogAction::ReceiptListed, &subject, "person")
            .await?;
    }
    tx.save().await?;
    Ok(all)
}

/// The receipt of a ticket, in its current state.
///
/// # Errors
/// [`AppError::NotFound`] for an invalid ticket; storage.
pub async fn again(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
    ticket: &Ticket,
) -> Result<CounterReceipt, AppError> {
    let mut tx = app.read().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    let order = tx.order(receipt.order).await?;
    view(app, permit, window, &receipt, order.as_ref())
}

async fn allowed(
    tx: &mut dyn Transaction,
    counts: &[String],
    now: Timestamp,
) -> Result<(), AppError> {
    for of in counts {
        if let SignIn::LockedUntil(until) = tx.guesses(of).await?.sign_in(now) {
            return Err(AppError::Locked { until });
        }
    }
    Ok(())
}

async fn failed(
    app: &App,
    mut tx: Box<dyn Transaction>,
    counts: &[String],
    by: Actor,
    subject: &str,
) -> Result<(), AppError> {
    for of in counts {
        let failures = tx.guesses(of).await?.another(app.now());
        tx.keep_guesses(of, failures).await?;
    }
    app.log(&mut *tx, by, LogAction::ReceiptNotFound, subject, "")
        .await?;
    tx.save().await?;
    Ok(())
}
