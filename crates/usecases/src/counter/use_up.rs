//! 核销: marking a receipt as used, and undoing that.

use domain::staff::right::{Consume, LookUpReceipt, UndoConsume};
use domain::{OrderEvent, Receipt, ReceiptRefusal, ReceiptStep, Timestamp};

use super::photo::Lies;
use super::ticket::{Ticket, admitted};
use super::view::{CounterReceipt, Window, view};
use crate::app::App;
use crate::error::AppError;
use crate::forgotten_files::Forgotten;
use crate::permit::Permit;
use crate::sealed_photos::{PhotoLock, SealedRefusal, forget_photo};

/// 核销: marks the receipt as used. A sealed photo is deleted with it.
///
/// # Errors
/// [`AppError::NotFound`] for an invalid ticket; [`AppError::Receipt`];
/// [`AppError::PhotoLost`]; storage.
pub async fn use_up(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    _: &Permit<Consume>,
    window: &Window,
    ticket: &Ticket,
) -> Result<CounterReceipt, AppError> {
    let by = permit.holder();
    // Only what can be handed over is used up.
    let mut tx = app.read().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    let order = tx.order(receipt.order).await?.ok_or(AppError::NotFound)?;
    let lies = Lies::of(&mut *tx, &receipt).await?;
    drop(tx);
    if !receipt.status(app.now()).has_ended() {
        lies.look(app, &receipt, &order).await?;
    }
    change(app, permit, window, ticket, |receipt, now| {
        receipt.use_up(by, now)
    })
    .await
}

/// Undoes a use, on the day it was made.
///
/// # Errors
/// As [`use_up`]; [`AppError::SealedPhoto`] for a sealed photo, which was deleted
/// with the use.
pub async fn undo_use(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    _: &Permit<UndoConsume>,
    window: &Window,
    ticket: &Ticket,
) -> Result<CounterReceipt, AppError> {
    change(app, permit, window, ticket, Receipt::undo_use).await
}

async fn change(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
    ticket: &Ticket,
    transition: impl FnOnce(Receipt, Timestamp) -> Result<ReceiptStep, ReceiptRefusal> + Send,
) -> Result<CounterReceipt, AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    let sealed = tx.sealed_photo(receipt.id).await?;
    let step = transition(receipt, now)?;
    // A sealed photo goes with its use, and the use stays with it.
    let forgotten = match (&step.event, PhotoLock::of(sealed.as_ref())) {
        (OrderEvent::ReceiptUseUndone, PhotoLock::Gone) => return Err(SealedRefusal::Gone.into()),
        (OrderEvent::ReceiptUsed, PhotoLock::Code) => {
            forget_photo(app, &mut *tx, step.receipt.id).await?
        }
        _ => Forgotten::default(),
    };
    let receipt = app.commit(&mut *tx, step, permit.holder(), now).await?;
    let (seen, _) = view(app, &mut *tx, permit, window, &receipt).await?;
    tx.save().await?;
    app.delete_forgotten(forgotten).await;
    app.changed(receipt.order);
    Ok(seen)
}
