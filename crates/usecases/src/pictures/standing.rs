//! How a picture stands that was put to an order.

use domain::{AttemptId, Order, Timestamp};
use studio::Wrong;

use crate::app::App;
use crate::applicant::{PictureView, PutPicture};
use crate::error::AppError;
use crate::pictures::EngineAt;
use crate::sealed_report::kept_report;

/// A picture that is no photo yet, or never becomes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmade {
    /// It waits, or its photo is being made.
    Making {
        /// Since when.
        since: Timestamp,
    },
    /// There is no photo of it, and the file is deleted.
    Refused(Vec<Wrong>),
}

/// The context of the seal on why a picture was given up.
pub(super) fn outcome_context(attempt: AttemptId) -> String {
    format!("picture-outcome:{attempt}")
}

/// The order's picture that is no photo yet; `None` if what was last put to it is one.
///
/// # Errors
/// Storage, or a value that cannot be opened.
pub async fn unmade(app: &App, order: &Order) -> Result<Option<Unmade>, AppError> {
    if app.engine_at() == EngineAt::Here || order.key.is_none() {
        return Ok(None);
    }
    let found = app.read().await?.unmade_picture(order.id).await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(match found.outcome {
        None => Unmade::Making {
            since: found.put_at,
        },
        Some(outcome) => {
            let context = outcome_context(found.attempt);
            Unmade::Refused(app.open_json(order, &context, &outcome)?)
        }
    }))
}

/// What came of the order's picture so far.
///
/// # Errors
/// [`AppError::Picture`] if there is no photo of it; [`AppError::ChangedMeanwhile`] if
/// another was put to the order, or it ended; storage.
pub(crate) async fn came_of(
    app: &App,
    order: &Order,
    attempt: AttemptId,
) -> Result<PutPicture, AppError> {
    let mut tx = app.read().await?;
    let found = tx.unmade_picture(order.id).await?;
    if let Some(found) = found.filter(|found| found.attempt == attempt) {
        let Some(outcome) = found.outcome else {
            return Ok(PutPicture::Making(attempt));
        };
        let wrongs = app.open_json(order, &outcome_context(attempt), &outcome)?;
        return Err(AppError::Picture(wrongs));
    }
    let kept = tx.attempt(attempt).await?;
    let kept = kept.filter(|attempt| attempt.order == order.id);
    let kept = kept.ok_or(AppError::ChangedMeanwhile)?;
    let report = kept_report(&mut *tx, attempt).await?;
    drop(tx);
    let report = report.open(app, order)?;
    Ok(PutPicture::Made(Box::new(PictureView::new(&kept, report))))
}
