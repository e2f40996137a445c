//! The pictures of an order under review.

use domain::log::LogAction;
use domain::staff::right::Review;
use domain::{Attempt, Order, OrderNumber};
use storage::Transaction;

use super::reviewed;
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;
use crate::requester::Requester;

/// A picture of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewPicture {
    /// The uploaded picture, upright, at most 1280 pixels a side.
    Original,
    /// The photo.
    Photo,
}

/// A picture of the submitted attempt, as JPEG. The look is logged.
///
/// # Errors
/// [`AppError::NotFound`] if it is deleted; [`AppError::Busy`]; storage.
pub async fn picture(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    which: ReviewPicture,
) -> Result<Vec<u8>, AppError> {
    let mut tx = app.read().await?;
    let (order, attempt) = submitted(&mut *tx, reviewer, number).await?;
    drop(tx);
    let (bytes, action) = match which {
        ReviewPicture::Photo => {
            let blob = attempt.photo.ok_or(AppError::NotFound)?;
            let photo = app.blob(&order, "photo", &blob).await?;
            (photo, LogAction::PhotoSeen)
        }
        ReviewPicture::Original => {
            let blob = attempt.original.ok_or(AppError::NotFound)?;
            let original = app.blob(&order, "original", &blob).await?;
            let requester = Requester::Staff(reviewer.holder());
            let preview = app
                .parts()
                .photo_workers
                .preview(requester, original)
                .await?;
            (preview, LogAction::OriginalSeen)
        }
    };
    let mut tx = app.write().await?;
    let subject = order.number.to_string();
    app.log(&mut *tx, reviewer.holder(), action, &subject, "review")
        .await?;
    tx.save().await?;
    Ok(bytes)
}

/// The order and its last submitted attempt.
pub(super) async fn submitted(
    tx: &mut dyn Transaction,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<(Order, Attempt), AppError> {
    let order = reviewed(tx, reviewer, number).await?;
    if order.key.is_none() {
        return Err(AppError::NotFound);
    }
    let attempts = tx.attempts_of(order.id).await?;
    let mut submitted = attempts.into_iter().rev();
    let last = submitted.find(|attempt| attempt.submitted_at.is_some());
    Ok((order, last.ok_or(AppError::NotFound)?))
}
