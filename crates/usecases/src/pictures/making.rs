//! One making of a picture: its file is fetched, the engine makes the photo, and all that
//! comes of it is written in one transaction, under the picture's lease.

use domain::{Actor, Attempt, BlobRef, Order, PhotoHash, Timestamp};
use storage::{ClaimedPicture, PictureLease, Transaction};
use studio::{Failure, Wrong, wrongs};

use crate::app::App;
use crate::applicant::replace_unsubmitted;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::kept_blob::KeptBlob;
use crate::pictures::line::Asked;
use crate::pictures::standing::outcome_context;
use crate::requester::Requester;
use crate::sealed_report::seal_report;

/// What came of a making, to be written.
pub(super) enum Came {
    /// A photo, or why there is none of this picture.
    Report(Box<Ready>),
    /// There will be none.
    Wrong(Vec<Wrong>),
    /// The order has ended: nobody waits for it.
    Ended,
}

/// A photo and its report, stored as far as they can be before their rows.
pub(super) struct Ready {
    attempt: Attempt,
    report: AttemptReport,
    photo: Option<KeptBlob>,
    /// The picture's file, without what was on its end, where that was more.
    shorter: Option<KeptBlob>,
}

/// In a process that works everybody's pictures are in one line, which was made fair before.
const NOBODY: Requester = Requester::Client([0; 16]);

/// Makes the photo.
///
/// # Errors
/// The database or the files cannot be reached now; it can be tried again.
pub(super) async fn made(app: &App, claimed: &ClaimedPicture) -> Result<Came, AppError> {
    let order = app.read().await?.order(claimed.order).await?;
    let Some(order) = order.filter(|order| order.key.is_some()) else {
        return Ok(Came::Ended);
    };
    match made_for(app, claimed, &order).await {
        Ok(ready) => Ok(Came::Report(Box::new(ready))),
        Err(AppError::Picture(wrongs)) => Ok(Came::Wrong(wrongs)),
        Err(error) if is_for_now(&error) => Err(error),
        // A file that is gone or damaged, a document that this catalogue does not have, an
        // engine that died of the picture: again, it would be the same.
        Err(error) => {
            tracing::error!(code = error.code(), "a picture is given up");
            Ok(Came::Wrong(wrongs(&Failure::Unexpected)))
        }
    }
}

/// Whether the same again may succeed.
fn is_for_now(error: &AppError) -> bool {
    match error {
        AppError::Again
        | AppError::DatabaseUnavailable(_)
        | AppError::OutcomeUnknown(_)
        | AppError::DiskFull
        | AppError::TookTooLong
        | AppError::Busy { .. } => true,
        error => error.is_unreachable(),
    }
}

async fn made_for(app: &App, claimed: &ClaimedPicture, order: &Order) -> Result<Ready, AppError> {
    let id = claimed.lease.attempt;
    let asked: Asked = app.open_json(order, &Asked::context(id), &claimed.asked)?;
    let spec = asked.backdrop().on(app.specification(order)?)?;
    let picture = app.blob(order, "original", &claimed.original).await?;
    let length = picture.len();
    let workers = &app.parts().photo_workers;
    let edit = portrait::Edit::default();
    let mut made = workers.photo(NOBODY, picture, spec, edit).await?;
    made.report.background = asked.backdrop().kept();
    let photo_hash = made.photo.as_deref().map(PhotoHash::of);
    let photo = match made.photo {
        None => None,
        Some(bytes) => Some(app.keep_blob(order, "photo", bytes).await?),
    };
    let shorter = match made.picture.len() < length {
        true => Some(app.keep_blob(order, "original", made.picture).await?),
        false => None,
    };
    Ok(Ready {
        attempt: Attempt {
            id,
            order: order.id,
            ordinal: 0,
            prepared_at: claimed.put_at,
            submitted_at: None,
            original: None,
            photo: None,
            photo_hash,
            fitness: made.report.fitness(),
            catalogue_version: app.catalogue().version().to_owned(),
            decision: None,
        },
        report: made.report,
        photo,
        shorter,
    })
}

/// Writes what came of a making, and takes the picture out of the line.
///
/// # Errors
/// [`AppError::ChangedMeanwhile`] if the picture is another's by now; storage.
pub(super) async fn settle(
    app: &App,
    claimed: &ClaimedPicture,
    came: &Came,
) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let order = tx.order(claimed.order).await?;
    let order = order.ok_or(AppError::NotFound)?;
    match came {
        Came::Report(ready) => {
            let now = app.now();
            match order.clone().put_picture(ready.attempt.id, now) {
                Ok(_) => keep(app, tx, order, claimed, ready).await,
                // It was handed in, cancelled or ended meanwhile.
                Err(_) => drop_picture(app, tx, claimed, ready.files(app)?).await,
            }
        }
        Came::Wrong(wrongs) if order.key.is_some() => {
            give_up(app, tx, order, claimed, wrongs).await
        }
        Came::Wrong(_) | Came::Ended => drop_picture(app, tx, claimed, Vec::new()).await,
    }
}

impl Ready {
    /// The files that were stored for it.
    pub(super) fn files(&self, app: &App) -> Result<Vec<BlobRef>, AppError> {
        let files = self.photo.iter().chain(&self.shorter);
        files.map(|file| file.in_time(app)).collect()
    }
}

/// The order has the picture.
async fn keep(
    app: &App,
    mut tx: Box<dyn Transaction>,
    order: Order,
    claimed: &ClaimedPicture,
    ready: &Ready,
) -> Result<(), AppError> {
    tx.picture_done(claimed.lease).await?;
    let mut forgotten = replace_unsubmitted(app, &mut *tx, &order).await?;
    let mut attempt = ready.attempt.clone();
    attempt.photo = ready
        .photo
        .as_ref()
        .map(|file| file.in_time(app))
        .transpose()?;
    attempt.original = Some(match &ready.shorter {
        None => claimed.original.clone(),
        Some(shorter) => {
            let whole = [claimed.original.clone()];
            forgotten = forgotten.and(app.forget_files(&mut *tx, whole).await?);
            shorter.in_time(app)?
        }
    });
    let report = seal_report(app, &order, attempt.id, &ready.report)?;
    tx.insert_attempt(&attempt).await?;
    tx.keep_report(&attempt, &report).await?;
    let id = attempt.id;
    app.apply(tx, order, Actor::Applicant, |order, now| {
        order.put_picture(id, now)
    })
    .await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}

/// There is no photo of it: why stays until another picture comes, and the file goes.
async fn give_up(
    app: &App,
    mut tx: Box<dyn Transaction>,
    mut order: Order,
    claimed: &ClaimedPicture,
    wrongs: &[Wrong],
) -> Result<(), AppError> {
    let PictureLease { attempt, .. } = claimed.lease;
    let outcome = app.seal_json(&order, &outcome_context(attempt), &wrongs)?;
    tx.picture_failed(claimed.lease, &outcome).await?;
    let forgotten = app
        .forget_files(&mut *tx, [claimed.original.clone()])
        .await?;
    // Its page shows why, and is refreshed when the order changes.
    touch(&mut order, app.now());
    tx.update_order(&order).await?;
    tx.save().await?;
    app.changed(order.id);
    app.delete_forgotten(forgotten).await;
    Ok(())
}

fn touch(order: &mut Order, now: Timestamp) {
    order.updated_at = order.updated_at.max(now);
}

/// Nobody waits for it any more.
async fn drop_picture(
    app: &App,
    mut tx: Box<dyn Transaction>,
    claimed: &ClaimedPicture,
    mut files: Vec<BlobRef>,
) -> Result<(), AppError> {
    tx.picture_done(claimed.lease).await?;
    files.push(claimed.original.clone());
    let forgotten = app.forget_files(&mut *tx, files).await?;
    tx.save().await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}

/// Deletes what was stored for a making that is not written: another has the picture, or
/// nobody waits for it.
pub(super) async fn discard(app: &App, came: &Came) -> Result<(), AppError> {
    let Came::Report(ready) = came else {
        return Ok(());
    };
    let files = ready.files(app)?;
    if files.is_empty() {
        return Ok(());
    }
    let mut tx = app.write().await?;
    let forgotten = app.forget_files(&mut *tx, files).await?;
    tx.save().await?;
    app.delete_forgotten(forgotten).await;
    Ok(())
}
