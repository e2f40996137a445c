//! The photo, and the picture it was made from.

use domain::{Attempt, AttemptId};

use super::own_order::OwnOrder;
use crate::app::App;
use crate::error::AppError;

/// The photo's JPEG, of one of the order's pictures or the last.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, or not of this order.
pub async fn photo(
    app: &App,
    own: &OwnOrder,
    attempt: Option<AttemptId>,
) -> Result<Vec<u8>, AppError> {
    let attempt = own_attempt(app, own, attempt).await?;
    let blob = attempt.photo.ok_or(AppError::NotFound)?;
    app.blob(&own.order, "photo", &blob).await
}

/// The picture as it came, upright and at most 1280 pixels a side; one of the
/// order's or the last.
///
/// # Errors
/// [`AppError::NotFound`] where it is gone, or not of this order;
/// [`AppError::Busy`].
pub async fn preview(
    app: &App,
    own: &OwnOrder,
    attempt: Option<AttemptId>,
) -> Result<Vec<u8>, AppError> {
    let attempt = own_attempt(app, own, attempt).await?;
    let blob = attempt.original.ok_or(AppError::NotFound)?;
    let original = app.blob(&own.order, "original", &blob).await?;
    app.parts().photo_workers.preview(original).await
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
