//! Putting a picture to an order, and submitting it.

use std::time::Duration;

use domain::{Actor, Attempt, AttemptId, Job, Order, PhotoHash, Refusal, Timestamp};
use portrait::Edit;
use storage::Transaction;

use super::own_order::OwnOrder;
use super::view::{OrderView, PictureView, view};
use crate::app::App;
use crate::backdrop::Backdrop;
use crate::error::AppError;
use crate::forgotten_files::Forgotten;
use crate::mini_programme::plan_photo;
use crate::photo_workers::Made;
use crate::pictures::{self, EngineAt};
use crate::requester::Requester;
use crate::sealed_report::seal_report;
use crate::upload_quota::UploadQuota;

/// What is there of a picture that was put to an order.
#[derive(Clone, Debug)]
pub enum PutPicture {
    /// The photo, or why there is none of this picture, with its check results.
    Made(Box<PictureView>),
    /// The picture is stored, and its photo is being made.
    Making(AttemptId),
}

/// Puts a picture to the order on the document's usual background, and waits until its photo
/// is made and checked, however long that takes.
///
/// # Errors
/// As [`put_picture_on`]; those of [`picture_within`].
pub async fn put_picture(
    app: &App,
    own: &OwnOrder,
    requester: Requester,
    picture: Vec<u8>,
) -> Result<PictureView, AppError> {
    let mut put = put_picture_on(app, own, requester, picture, Backdrop::Usual).await?;
    loop {
        put = match put {
            PutPicture::Made(made) => return Ok(*made),
            PutPicture::Making(id) => picture_within(app, own, id, AT_A_TIME).await?,
        };
    }
}

/// How long is waited before it is looked again what came of a picture.
const AT_A_TIME: Duration = Duration::from_secs(1);

/// Puts a picture to the order, on a background that the document offers. Where this process
/// has an engine it makes the photo and checks it; a picture that gives no photo is stored
/// too, with the reasons. Else the picture is stored and waits for a process that has one.
///
/// # Errors
/// [`AppError::NotFound`] for another background;
/// [`AppError::Refused`] if the order's state allows no picture;
/// [`AppError::Busy`], [`AppError::EngineAway`]; [`AppError::Quota`] and
/// [`AppError::StoreFull`], with nothing stored; [`AppError::Picture`] for a file that is
/// not an image; storage.
pub async fn put_picture_on(
    app: &App,
    own: &OwnOrder,
    requester: Requester,
    picture: Vec<u8>,
    backdrop: Backdrop,
) -> Result<PutPicture, AppError> {
    let now = app.now();
    let id = AttemptId::new(now, &mut *app.randomness());
    // Checked before the expensive work.
    own.order.clone().put_picture(id, now)?;
    let spec = backdrop.on(app.specification(&own.order)?)?;
    match app.engine_at() {
        EngineAt::Here => {
            let workers = &app.parts().photo_workers;
            let edit = Edit::default();
            let mut made = workers.photo(requester, picture, spec, edit).await?;
            made.report.background = backdrop.kept();
            let kept = keep_made(app, own, requester, id, made).await?;
            Ok(PutPicture::Made(Box::new(kept)))
        }
        EngineAt::Elsewhere => {
            pictures::put_in_line(app, &own.order, requester, id, picture, backdrop).await?;
            Ok(PutPicture::Making(id))
        }
    }
}

/// Waits at most `longest` for what comes of a picture that was put to the order.
///
/// # Errors
/// [`AppError::Picture`] if there is no photo of it; [`AppError::ChangedMeanwhile`] if
/// another picture was put to the order, or it ended; storage.
pub async fn picture_within(
    app: &App,
    own: &OwnOrder,
    picture: AttemptId,
    longest: Duration,
) -> Result<PutPicture, AppError> {
    app.await_picture(picture, longest).await;
    pictures::came_of(app, &own.order, picture).await
}

/// Stores what this process made of a picture.
async fn keep_made(
    app: &App,
    own: &OwnOrder,
    requester: Requester,
    id: AttemptId,
    made: Made,
) -> Result<PictureView, AppError> {
    let bytes = made.picture.len() + made.photo.as_ref().map_or(0, Vec::len);
    room_for(app, requester, bytes as u64).await?;
    let original = app.keep_blob(&own.order, "original", made.picture).await?;
    let photo_hash = made.photo.as_deref().map(PhotoHash::of);
    let photo = match made.photo {
        None => None,
        Some(bytes) => Some(app.keep_blob(&own.order, "photo", bytes).await?),
    };
    let mut attempt = Attempt {
        id,
        order: own.order.id,
        ordinal: 0,
        prepared_at: app.now(),
        submitted_at: None,
        original: None,
        photo: None,
        photo_hash,
        fitness: made.report.fitness(),
        catalogue_version: app.catalogue().version().to_owned(),
        decision: None,
    };
    let report = seal_report(app, &own.order, id, &made.report)?;
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    let forgotten = replace_unsubmitted(app, &mut *tx, &order).await?;
    // One that other processes were to make, before the settings changed.
    let forgotten = forgotten.and(pictures::withdraw(app, &mut *tx, &order).await?);
    attempt.original = Some(original.in_time(app)?);
    attempt.photo = photo.map(|photo| photo.in_time(app)).transpose()?;
    tx.insert_attempt(&attempt).await?;
    tx.keep_report(&attempt, &report).await?;
    app.apply(tx, order, Actor::Applicant, |order, now| {
        order.put_picture(id, now)
    })
    .await?;
    app.delete_forgotten(forgotten).await;
    Ok(PictureView::new(&attempt, made.report))
}

/// Takes away the picture that was last put to the order, if it was not submitted: another
/// takes its place.
pub(crate) async fn replace_unsubmitted(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
) -> Result<Forgotten, AppError> {
    let before = match order.attempt {
        None => None,
        Some(before) => tx.attempt(before).await?,
    };
    let Some(before) = before.filter(|before| before.submitted_at.is_none()) else {
        return Ok(Forgotten::default());
    };
    tx.cancel_job(&Job::EraseOriginal { attempt: before.id })
        .await?;
    tx.delete_attempt(before.id).await?;
    let files = before.original.into_iter().chain(before.photo);
    app.forget_files(tx, files).await
}

/// Counts `bytes` that are about to be stored for `requester`.
pub(crate) async fn room_for(app: &App, requester: Requester, bytes: u64) -> Result<(), AppError> {
    let (quota, stored) = app.quota();
    let now = app.now();
    if UploadQuota::is_stale(stored, now) {
        let blobs = app.read().await?.unsubmitted_blobs().await?;
        let sum = app.bytes_of(blobs).await?;
        UploadQuota::counted(stored, sum, now);
    }
    quota.count(stored, requester, bytes, now)?;
    quota.add(stored, bytes)
}

/// Submits the picture for review; where applying costs something, the order waits to be
/// paid first.
///
/// # Errors
/// [`AppError::Refused`]; [`AppError::PictureMaking`] while the photo of another picture is
/// being made, which is the one that is meant; storage.
pub async fn submit(app: &App, own: &OwnOrder) -> Result<OrderView, AppError> {
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    let unmade = tx.unmade_picture(order.id).await?;
    if unmade.is_some_and(|unmade| unmade.outcome.is_none()) {
        return Err(AppError::PictureMaking);
    }
    let order = submit_in(app, &mut *tx, order, Actor::Applicant, app.now()).await?;
    tx.save().await?;
    app.changed(order.id);
    view(app, &order).await
}

/// Submits the order, as read in `tx`, or has it wait until it is paid.
pub(crate) async fn submit_in(
    app: &App,
    tx: &mut dyn Transaction,
    order: Order,
    by: Actor,
    now: Timestamp,
) -> Result<Order, AppError> {
    let id = order.attempt.ok_or(Refusal::NoPicture)?;
    let mut attempt = tx.attempt(id).await?.ok_or(Refusal::NoPicture)?;
    let step = order.submit(&mut attempt, now)?;
    tx.update_attempt(&attempt).await?;
    let order = app.commit(tx, step, by, now).await?;
    plan_photo(app, tx, &order, now).await?;
    Ok(order)
}
