//! The photo, and the uploaded picture.

use domain::{Attempt, AttemptId};

use super::own_order::OwnOrder;
use crate::app::App;
use crate::error::AppError;
use crate::requester::Requester;
use crate::sealed_photos;

/// The photo's JPEG, of the given attempt of the order or of the last.
///
/// # Errors
/// [`AppError::NotFound`] if there is none, or the attempt is of another order;
/// [`AppError::SealedPhoto`] if only the receipt's code opens it.
pub async fn photo(
    app: &App,
    own: &OwnOrder,
    attempt: Option<AttemptId>,
) -> Result<Vec<u8>, AppError> {
    let attempt = own_attempt(app, own, attempt).await?;
    if let Some(blob) = attempt.photo {
        return app.blob(&own.order, "photo", &blob).await;
    }
    let mut tx = app.read().await?;
    let receipt = tx.receipt_of_order(own.order.id).await?;
    let receipt = receipt.filter(|receipt| receipt.attempt == attempt.id);
    let receipt = receipt.ok_or(AppError::NotFound)?;
    let sealed = tx.sealed_photo(receipt.id).await?;
    drop(tx);
    let sealed = sealed.ok_or(AppError::NotFound)?;
    let opened = sealed_photos::by_kept_code(app, &own.order, &sealed).await?;
    Ok(opened.photo)
}

/// A preview of the uploaded picture: upright, at most 1280 pixels a side; of
/// the given attempt of the order or of the last.
///
/// # Errors
/// [`AppError::NotFound`] if it is deleted, or the attempt is of another order;
/// [`AppError::Busy`].
pub async fn preview(
    app: &App,
    own: &OwnOrder,
    requester: Requester,
    attempt: Option<AttemptId>,
) -> Result<Vec<u8>, AppError> {
    let attempt = own_attempt(app, own, attempt).await?;
    let blob = attempt.original.ok_or(AppError::NotFound)?;
    let original = app.blob(&own.order, "original", &blob).await?;
    app.parts().photo_workers.preview(requester, original).await
}

async fn own_attempt(
    app: &App,
    own: &OwnOrder,
    named: Option<AttemptId>,
) -> Result<Attempt, AppError> {
    let id = named.or(own.order.attempt).ok_or(AppError::NotFound)?;
    let attempt = app.read().await?.attempt(id).await?;
    attempt
        .filter(|attempt| attempt.order == own.order.id)
        .ok_or(AppError::NotFound)
}
