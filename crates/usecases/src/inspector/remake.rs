//! Making the photo of an order under review again, corrected by hand.
//!
//! Only whoever holds the order may, and only while its original is stored. The
//! checks judge the new photo like any other.

use domain::staff::right::Review;
use domain::{Attempt, Order, OrderNumber, PhotoHash, Refusal};
use portrait::{Edit, Nudge};

use super::case::{CaseView, case_of, look};
use super::pictures::submitted;
use super::reviewed;
use crate::app::App;
use crate::attempt_report::AttemptReport;
use crate::backdrop::Backdrop;
use crate::error::AppError;
use crate::permit::Permit;
use crate::photo_workers::Made;
use crate::requester::Requester;
use crate::sealed_report::{kept_report, seal_report};

/// What a correction would give.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The order as it stands, with the check results that it would have.
    pub case: CaseView,
    /// The photo, as JPEG; `None` if the correction gives none.
    pub photo: Option<Vec<u8>>,
}

/// The order, for whoever may correct its photo by hand. The look is logged.
///
/// # Errors
/// [`AppError::Refused`] if the inspector does not hold the order;
/// [`AppError::NotFound`], also if the original is deleted; storage.
pub async fn for_correction(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<CaseView, AppError> {
    let (_, attempt) = held(app, reviewer, number).await?;
    attempt.original.ok_or(AppError::NotFound)?;
    look(app, reviewer, number).await
}

/// Tries a correction: photo and check results as [`edit`] would store them, and
/// nothing of them is stored. The look is logged.
///
/// # Errors
/// As [`edit`], except that a correction may give no photo.
pub async fn preview(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    edit: Edit,
) -> Result<Trial, AppError> {
    let (order, attempt) = held(app, reviewer, number).await?;
    let before = report_of(app, &order, &attempt).await?;
    let made = made(app, reviewer, (&order, &attempt), &before, edit).await?;
    let case = look(app, reviewer, number).await?;
    Ok(Trial {
        case: CaseView {
            fitness: made.report.fitness(),
            report: made.report,
            photo_hash: made.photo.as_deref().map(PhotoHash::of),
            ..case
        },
        photo: made.photo,
    })
}

/// Puts the corrected photo in the place of the old one.
///
/// # Errors
/// [`AppError::Refused`] if the inspector does not hold the order, or the
/// correction gives no photo; [`AppError::NotFound`] if the original is deleted;
/// [`AppError::Busy`]; storage.
pub async fn edit(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    edit: Edit,
) -> Result<CaseView, AppError> {
    let (order, attempt) = held(app, reviewer, number).await?;
    let before = report_of(app, &order, &attempt).await?;
    kept(app, reviewer, (order, attempt), &before, edit).await
}

/// Makes the photo again with the crop moved within the specification. What is
/// painted on it stays.
///
/// # Errors
/// As [`edit`].
pub async fn remake(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    nudge: Nudge,
) -> Result<CaseView, AppError> {
    let (order, attempt) = held(app, reviewer, number).await?;
    let before = report_of(app, &order, &attempt).await?;
    let edit = Edit {
        nudge,
        ..before.edit()
    };
    kept(app, reviewer, (order, attempt), &before, edit).await
}

/// The order and its submitted attempt, if the inspector may change the photo.
async fn held(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<(Order, Attempt), AppError> {
    let mut tx = app.read().await?;
    let (order, attempt) = submitted(&mut *tx, reviewer, number).await?;
    order.clone().remake(reviewer.holder(), app.now())?;
    Ok((order, attempt))
}

/// The check results of the photo as it is.
async fn report_of(app: &App, order: &Order, attempt: &Attempt) -> Result<AttemptReport, AppError> {
    let kept = kept_report(&mut *app.read().await?, attempt.id).await?;
    kept.open(app, order)
}

/// The photo made from the original with a correction, on the background that it has.
async fn made(
    app: &App,
    reviewer: &Permit<Review>,
    (order, attempt): (&Order, &Attempt),
    before: &AttemptReport,
    edit: Edit,
) -> Result<Made, AppError> {
    let backdrop = Backdrop::from(before.background);
    let blob = attempt.original.as_ref().ok_or(AppError::NotFound)?;
    let original = app.blob(order, "original", blob).await?;
    let spec = backdrop.on(app.specification(order)?)?;
    let workers = &app.parts().photo_workers;
    let requester = Requester::Staff(reviewer.holder());
    let mut made = workers.photo(requester, original, spec, edit).await?;
    made.report.background = backdrop.kept();
    Ok(made)
}

async fn kept(
    app: &App,
    reviewer: &Permit<Review>,
    (order, attempt): (Order, Attempt),
    before: &AttemptReport,
    edit: Edit,
) -> Result<CaseView, AppError> {
    let (by, number) = (reviewer.holder(), order.number);
    let made = made(app, reviewer, (&order, &attempt), before, edit).await?;
    let photo = made.photo.ok_or(Refusal::PictureUnfit)?;
    let hash = PhotoHash::of(&photo);
    let blob = app.keep_blob(&order, "photo", photo).await?;
    let report = seal_report(app, &order, attempt.id, &made.report)?;
    let mut tx = app.write().await?;
    let order = reviewed(&mut *tx, reviewer, number).await?;
    let attempt = tx.attempt(attempt.id).await?.ok_or(AppError::NotFound)?;
    let replaced = attempt.photo;
    let attempt = Attempt {
        photo: Some(blob.in_time(app)?),
        photo_hash: Some(hash),
        fitness: made.report.fitness(),
        catalogue_version: app.catalogue().version().to_owned(),
        ..attempt
    };
    tx.update_attempt(&attempt).await?;
    tx.keep_report(&attempt, &report).await?;
    let forgotten = app.forget_files(&mut *tx, replaced).await?;
    let order = app
        .apply(tx, order, by, |order, now| order.remake(by, now))
        .await?;
    app.delete_forgotten(forgotten).await;
    case_of(app, reviewer, order).await
}
