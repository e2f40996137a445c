//! The photo at a counter.

use blobs::PhotoCode;
use catalogue::Uses;
use domain::guess::Guess;
use domain::log::LogAction;
use domain::retention::HANDED_OVER;
use domain::staff::right::LookUpReceipt;
use domain::{BlobRef, Due, Job, Order, PhotoHash, Receipt, ReceiptNumber};
use storage::{SealedPhoto, Transaction};

use super::ticket::{Ticket, admitted};
use crate::app::App;
use crate::error::AppError;
use crate::guessing::Guessed;
use crate::permit::Permit;
use crate::sealed_photos::{self, SealedRefusal};

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
    let mut tx = app.read().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    // However it is looked at: what can no longer be handed over need not be
    // compared with anybody either.
    receipt.hand_over(app.now())?;
    let lies = Lies::of(&mut *tx, &receipt).await?;
    let order = tx.order(receipt.order).await?.ok_or(AppError::NotFound)?;
    drop(tx);
    let photo = match lies {
        Lies::Open(blob) => vouched_for(app, &receipt, &order, blob.as_ref()).await?,
        Lies::UnderCode(_) => return Err(SealedRefusal::CodeNeeded.into()),
        Lies::HandedOver => return Err(SealedRefusal::Gone.into()),
    };
    let mut tx = app.write().await?;
    // It may have ended while the file was fetched.
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    receipt.hand_over(app.now())?;
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
    let mut tx = app.read().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    let of = format!("{by} {}", receipt.number);
    let guessed = Guessed::at(app, &[(Guess::CounterCode, &of)]);
    guessed.admit(app, &mut *tx).await?;
    receipt.hand_over(now)?;
    let order = tx.order(receipt.order).await?.ok_or(AppError::NotFound)?;
    let sealed = tx.sealed_photo(receipt.id).await?;
    let sealed = sealed.ok_or(AppError::NotFound)?;
    drop(tx);
    // Whatever the code is: how long it takes tells nothing of it.
    let under_code = sealed_photos::under_code(app, &order, &sealed).await?;
    // The code is tried in the transaction that counts it, after which the next waits.
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    guessed.admit(app, &mut *tx).await?;
    receipt.hand_over(now)?;
    let now_kept = tx.sealed_photo(receipt.id).await?;
    if now_kept.and_then(|kept| kept.photo) != sealed.photo {
        return Err(SealedRefusal::Gone.into());
    }
    let photo = match under_code.open(&code) {
        Ok(photo) => held_to_hash(&receipt, photo)?,
        Err(SealedRefusal::CodeWrong) => {
            guessed.missed(app, &mut *tx).await?;
            let number = receipt.number.to_string();
            app.log(&mut *tx, by, LogAction::ReceiptCodeWrong, &number, "")
                .await?;
            tx.save().await?;
            return Err(SealedRefusal::CodeWrong.into());
        }
        Err(refusal) => return Err(refusal.into()),
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

/// Gives the photo that the receipt vouches for, and logs it.
async fn given(
    app: &App,
    mut tx: Box<dyn Transaction>,
    permit: &Permit<LookUpReceipt>,
    receipt: &Receipt,
    photo: Vec<u8>,
    purpose: PhotoPurpose,
) -> Result<(ReceiptNumber, Vec<u8>), AppError> {
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

/// Where the photo lies that a receipt vouches for. Read in a transaction, and looked at
/// after it: a file can be slow.
pub(super) enum Lies {
    /// In a file that the ticket opens; `None` if no row names it.
    Open(Option<BlobRef>),
    /// In a file that the receipt's code opens.
    UnderCode(SealedPhoto),
    /// Nowhere: it was handed over and deleted, and is not missed.
    HandedOver,
}

impl Lies {
    /// As the rows say.
    pub(super) async fn of(tx: &mut dyn Transaction, receipt: &Receipt) -> Result<Self, AppError> {
        Ok(match tx.sealed_photo(receipt.id).await? {
            Some(sealed) if sealed.photo.is_some() => Self::UnderCode(sealed),
            Some(_) => Self::HandedOver,
            None => {
                let attempt = tx.attempt(receipt.attempt).await?;
                Self::Open(attempt.and_then(|attempt| attempt.photo))
            }
        })
    }

    /// Looks that it is there: the photo, or of a sealed one the file that its code would
    /// open.
    ///
    /// # Errors
    /// [`AppError::PhotoLost`].
    pub(super) async fn look(
        &self,
        app: &App,
        receipt: &Receipt,
        order: &Order,
    ) -> Result<(), AppError> {
        match self {
            Self::Open(blob) => {
                let photo = vouched_for(app, receipt, order, blob.as_ref());
                photo.await.map(drop)
            }
            Self::UnderCode(sealed) => {
                let file = sealed_photos::under_code(app, order, sealed);
                file.await.map(drop).map_err(lost)
            }
            Self::HandedOver => Ok(()),
        }
    }
}

/// The photo that a receipt vouches for, opened and held against the hash that
/// was signed.
///
/// # Errors
/// [`AppError::PhotoLost`] if it is missing, does not open, or is another one.
async fn vouched_for(
    app: &App,
    receipt: &Receipt,
    order: &Order,
    blob: Option<&BlobRef>,
) -> Result<Vec<u8>, AppError> {
    let blob = blob.ok_or(AppError::PhotoLost)?;
    let photo = app.blob(order, "photo", blob).await.map_err(lost)?;
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
