//! The photo, and the uploaded picture.

use domain::{Attempt, AttemptId};

use super::own_order::OwnOrder;
use crate::app::App;
use crate::error::AppError;
use crate::requester::Requester;

/// The photo's JPEG, of the given attempt of the order or of the last.
///
/// # Errors
/// [`AppError::NotFound`] if there is none, or the attempt is of another order.
pub async fn photo(
    app: &App,
    own: &OwnOrder,
    attempt: Option<AttemptId>,
) -> Result<Vec<u8>, AppError> {
    let attempt = own_attempt(app, own, attempt).await?;
    let blob = attempt.photo.ok_or(AppError::NotFound)?;
    app.blob(&own.order, "photo", &blob).await
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
