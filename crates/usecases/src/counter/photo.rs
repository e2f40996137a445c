//! The photo at a counter.

use blobs::PhotoCode;
use catalogue::Uses;
use domain::guess::Guess;
use domain::log::LogAction;
use domain::retention::HANDED_OVER;
use domain::staff::right::LookUpReceipt;
use domain::{Due, Job, Order, PhotoHash, Receipt, ReceiptNumber};
use storage::Transaction;

use super::ticket::{Ticket, admitted};
use crate::app::App;
use crate::error::AppError;
use crate::guessing::Guessed;
use crate::permit::Permit;
use crate::sealed_photos::{self, PhotoLock, SealedRefusal};

/// Why a photo is read; recorded in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoPurpose {
    /// To compare it with the person present.
    Compare,
    /// To use it for the document.
    HandOver,
}

impl PhotoPurpose {
    const fn action(self) -> LogAction {
        match self {
            Self::Compare => LogAction::ReceiptPhotoSeen,
            Self::HandOver => LogAction::ReceiptPhotoHandedOver,
        }
    }
}

/// The photo's file, byte for byte as approved.
///
/// # Errors
/// [`AppError::NotFound`] for an invalid ticket; [`AppError::PhotoLost`] if the
/// photo is missing, does not open or is another one; [`AppError::Receipt`] if
/// the receipt has ended, or was used up on another day;
/// [`AppError::SealedPhoto`] for a sealed photo;
/// storage.
pub async fn photo(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    ticket: &Ticket,
    purpose: PhotoPurpose,
) -> Result<(ReceiptNumber, Vec<u8>), AppError> {
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    // However it is looked at: what can no longer be handed over need not be
    // compared with anybody either.
    receipt.hand_over(app.now())?;
    match PhotoLock::of(tx.sealed_photo(receipt.id).await?.as_ref()) {
        PhotoLock::Ticket => {}
        PhotoLock::Code => return Err(SealedRefusal::CodeNeeded.into()),
        PhotoLock::Gone => return Err(SealedRefusal::Gone.into()),
    }
    let order = tx.order(receipt.order).await?.ok_or(AppError::NotFound)?;
    let photo = vouched_for(app, &mut *tx, &receipt, &order).await?;
    given(app, tx, permit, &receipt, photo, purpose).await
}

/// A sealed photo's file, byte for byte as approved, opened by the code scanned
/// from its receipt, for this answer alone. Where a receipt is good once, the
/// file is deleted soon after it was handed over.
///
/// # Errors
/// As [`photo`]; [`SealedRefusal`] for a text that is no code, which is not
/// counted, and for a wrong one; [`AppError::Locked`] after too many of these.
pub async fn sealed_photo(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    ticket: &Ticket,
    purpose: PhotoPurpose,
    scanned: &str,
) -> Result<(ReceiptNumber, Vec<u8>), AppError> {
    let code = PhotoCode::parse(scanned).ok_or(SealedRefusal::CodeUnreadable)?;
    let (by, now) = (permit.holder(), app.now());
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    let of = format!("{by} {}", receipt.number);
    let guessed = Guessed::at(app, &[(Guess::CounterCode, &of)]);
    guessed.admit(app, &mut *tx).await?;
    receipt.hand_over(now)?;
    let order = tx.order(receipt.order).await?.ok_or(AppError::NotFound)?;
    let sealed = tx.sealed_photo(receipt.id).await?;
    let sealed = sealed.ok_or(AppError::NotFound)?;
    let photo = match sealed_photos::by_code(app, &order, &sealed, &code).await {
        Ok(photo) => photo,
        Err(AppError::SealedPhoto(SealedRefusal::CodeWrong)) => {
            guessed.missed(app, &mut *tx).await?;
            let number = receipt.number.to_string();
            app.log(&mut *tx, by, LogAction::ReceiptCodeWrong, &number, "")
                .await?;
            tx.save().await?;
            return Err(SealedRefusal::CodeWrong.into());
        }
        Err(error) => return Err(error),
    };
    if purpose == PhotoPurpose::HandOver && receipt.terms.uses == Uses::Once {
        let job = Job::EraseSealedPhoto {
            receipt: receipt.id,
        };
        let at = now.plus(HANDED_OVER);
        app.enqueue(&mut *tx, &Due { job, at }, now).await?;
    }
    given(app, tx, permit, &receipt, photo, purpose).await
}

/// Gives the photo if it is the one that the receipt vouches for, and logs it.
async fn given(
    app: &App,
    mut tx: Box<dyn Transaction>,
    permit: &Permit<LookUpReceipt>,
    receipt: &Receipt,
    photo: Vec<u8>,
    purpose: PhotoPurpose,
) -> Result<(ReceiptNumber, Vec<u8>), AppError> {
    let photo = held_to_hash(receipt, photo)?;
    let subject = receipt.number.to_string();
    let detail = match receipt.city {
        Some(city) => format!("{} {city}", receipt.document),
        None => receipt.document.to_string(),
    };
    let (by, action) = (permit.holder(), purpose.action());
    app.log(&mut *tx, by, action, &subject, &detail).await?;
    tx.save().await?;
    Ok((receipt.number, photo))
}

/// What a receipt vouches for is there: the photo, or of a sealed one the file that
/// its code would open. One that was handed over and deleted is not missed.
///
/// # Errors
/// [`AppError::PhotoLost`]; storage, where it cannot be told now.
pub(super) async fn is_there(
    app: &App,
    tx: &mut dyn Transaction,
    receipt: &Receipt,
    order: &Order,
) -> Result<(), AppError> {
    let sealed = tx.sealed_photo(receipt.id).await?;
    match PhotoLock::of(sealed.as_ref()) {
        PhotoLock::Ticket => vouched_for(app, tx, receipt, order).await.map(drop),
        PhotoLock::Code => {
            let sealed = sealed.ok_or(AppError::NotFound)?;
            sealed_photos::is_whole(app, order, &sealed)
                .await
                .map_err(lost)
        }
        PhotoLock::Gone => Ok(()),
    }
}

/// The photo that a receipt vouches for, opened and held against the hash that
/// was signed.
///
/// # Errors
/// [`AppError::PhotoLost`] if it is missing, does not open, or is another one;
/// storage.
async fn vouched_for(
    app: &App,
    tx: &mut dyn Transaction,
    receipt: &Receipt,
    order: &Order,
) -> Result<Vec<u8>, AppError> {
    let attempt = tx.attempt(receipt.attempt).await?;
    let blob = attempt.and_then(|attempt| attempt.photo);
    let blob = blob.ok_or(AppError::PhotoLost)?;
    let photo = app.blob(order, "photo", &blob).await.map_err(lost)?;
    held_to_hash(receipt, photo)
}

fn lost(error: AppError) -> AppError {
    if error.is_unreachable() {
        return error;
    }
    tracing::error!(code = error.code(), "a receipt's photo does not open");
    AppError::PhotoLost
}

fn held_to_hash(receipt: &Receipt, photo: Vec<u8>) -> Result<Vec<u8>, AppError> {
    if Some(PhotoHash::of(&photo)) == receipt.photo_hash {
        return Ok(photo);
    }
    tracing::error!("a photo is not the one its receipt vouches for");
    Err(AppError::PhotoLost)
}
