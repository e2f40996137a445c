//! The photo at a counter.

use domain::log::LogAction;
use domain::staff::right::LookUpReceipt;
use domain::{Order, PhotoHash, Receipt, ReceiptNumber};
use storage::Transaction;

use super::ticket::{Ticket, admitted};
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

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
/// [`AppError::NotFound`] for an invalid ticket; [`AppError::PhotoLost`];
/// [`AppError::Receipt`] if it may not be handed over;
/// storage.
pub async fn photo(
    app: &App,
    permit: &Permit<LookUpReceipt>,
    ticket: &Ticket,
    purpose: PhotoPurpose,
) -> Result<(ReceiptNumber, Vec<u8>), AppError> {
    let mut tx = app.write().await?;
    let receipt = admitted(app, &mut *tx, permit, ticket).await?;
    if purpose == PhotoPurpose::HandOver {
        receipt.hand_over(app.now())?;
    }
    let order = tx.order(receipt.order).await?.ok_or(AppError::NotFound)?;
    let photo = vouched_for(app, &mut *tx, &receipt, &order).await?;
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

/// The photo that a receipt vouches for, opened and held against the hash that
/// was signed.
///
/// # Errors
/// [`AppError::PhotoLost`] if it is missing, does not open, or is another one;
/// storage.
pub(super) async fn vouched_for(
    app: &App,
    tx: &mut dyn Transaction,
    receipt: &Receipt,
    order: &Order,
) -> Result<Vec<u8>, AppError> {
    let attempt = tx.attempt(receipt.attempt).await?;
    let blob = attempt.and_then(|attempt| attempt.photo);
    let opened = match &blob {
        Some(blob) => app.blob(order, "photo", blob).await,
        None => Err(AppError::PhotoLost),
    };
    match opened {
        Ok(photo) if Some(PhotoHash::of(&photo)) == receipt.photo_hash => Ok(photo),
        Ok(_) => {
            tracing::error!("a photo is not the one its receipt vouches for");
            Err(AppError::PhotoLost)
        }
        Err(error) => {
            tracing::error!(code = error.code(), "a receipt's photo does not open");
            Err(AppError::PhotoLost)
        }
    }
}
