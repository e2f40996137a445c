//! The photo, and the uploaded picture.

use domain::{Attempt, AttemptId};
use imaging::{JpegTarget, Limits};

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

/// Longer side of a small photo, in pixels: a list's row at three times the pixel density.
const SMALL_SIDE: u32 = 160;
const SMALL_DPI: u16 = 96;
const SMALL_BYTES: usize = 6_000;
const SMALL_QUALITY: u8 = 20;

/// The photo of the last attempt as a small JPEG, for a list.
///
/// # Errors
/// As [`photo`]; [`AppError::PhotoLost`] for a file that does not read.
pub async fn small_photo(app: &App, own: &OwnOrder) -> Result<Vec<u8>, AppError> {
    let photo = photo(app, own, None).await?;
    let drawn = tokio::task::spawn_blocking(move || small(&photo));
    let drawn = drawn.await.map_err(|_| AppError::EngineStopped)?;
    drawn.ok_or(AppError::PhotoLost)
}

/// Some milliseconds: our own photo has at most a megapixel.
fn small(photo: &[u8]) -> Option<Vec<u8>> {
    let image = imaging::decode(photo, &Limits::default()).ok()?.image;
    let longer = image.width().max(image.height());
    let side = |length: u32| (length * SMALL_SIDE / longer).max(1);
    let (width, height) = (side(image.width()), side(image.height()));
    let drawn = match longer > SMALL_SIDE {
        true => imaging::reduced(&image, width, height),
        false => image,
    };
    let target = JpegTarget {
        dpi: SMALL_DPI,
        min_bytes: 0,
        max_bytes: SMALL_BYTES,
        min_quality: SMALL_QUALITY,
    };
    Some(imaging::encode_jpeg(&drawn, &target).ok()?.bytes)
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
