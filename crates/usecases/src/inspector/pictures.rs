//! The pictures of an order under review, and making its photo again.

use domain::log::LogAction;
use domain::staff::right::Review;
use domain::{Attempt, Order, OrderNumber, PhotoHash, Refusal};
use portrait::Nudge;
use storage::Transaction;

use super::case::{CaseView, case_of};
use super::reviewed;
use crate::app::App;
use crate::backdrop::Backdrop;
use crate::error::AppError;
use crate::permit::Permit;
use crate::requester::Requester;
use crate::sealed_report::{open_report, seal_report};

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

/// Makes the photo again from the original, with the crop moved within the
/// specification.
///
/// # Errors
/// [`AppError::Refused`] if the inspector does not hold the order, or the crop
/// gives no photo; [`AppError::Busy`]; storage.
pub async fn remake(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    nudge: Nudge,
) -> Result<CaseView, AppError> {
    let by = reviewer.holder();
    let mut tx = app.read().await?;
    let (order, attempt) = submitted(&mut *tx, reviewer, number).await?;
    drop(tx);
    order.clone().remake(by, app.now())?;
    let backdrop = Backdrop::from(open_report(app, &order, &attempt)?.background);
    let blob = attempt.original.ok_or(AppError::NotFound)?;
    let original = app.blob(&order, "original", &blob).await?;
    let spec = backdrop.on(app.specification(&order)?)?;
    let workers = &app.parts().photo_workers;
    let mut made = workers
        .photo(Requester::Staff(by), original, spec, nudge)
        .await?;
    made.report.background = backdrop.kept();
    let photo = made.photo.ok_or(Refusal::PictureUnfit)?;
    let hash = PhotoHash::of(&photo);
    let blob = app.keep_blob(&order, "photo", photo).await?;
    let report = seal_report(app, &order, attempt.id, &made.report)?;
    let mut tx = app.write().await?;
    let order = reviewed(&mut *tx, reviewer, number).await?;
    let attempt = tx.attempt(attempt.id).await?.ok_or(AppError::NotFound)?;
    let before = attempt.photo;
    let attempt = Attempt {
        photo: Some(blob),
        photo_hash: Some(hash),
        fitness: made.report.fitness(),
        report,
        catalogue_version: app.catalogue().version().to_owned(),
        ..attempt
    };
    tx.update_attempt(&attempt).await?;
    let order = app
        .apply(tx, order, by, |order, now| order.remake(by, now))
        .await?;
    app.drop_blobs(before).await;
    case_of(app, reviewer, order).await
}

/// The order and its last submitted attempt.
async fn submitted(
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
