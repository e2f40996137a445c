//! Putting a picture to an order, and submitting it.

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
use crate::requester::Requester;
use crate::sealed_report::seal_report;
use crate::upload_quota::UploadQuota;

/// Puts a picture to the order: makes the photo and checks it. A picture that
/// gives no photo is stored too, with the reasons.
///
/// # Errors
/// [`AppError::Refused`] if the order's state allows no picture;
/// [`AppError::Busy`]; [`AppError::Quota`] and [`AppError::StoreFull`], with
/// nothing stored; [`AppError::Picture`] for a file that is not an image;
/// storage.
pub async fn put_picture(
    app: &App,
    own: &OwnOrder,
    requester: Requester,
    picture: Vec<u8>,
) -> Result<PictureView, AppError> {
    put_picture_on(app, own, requester, picture, Backdrop::Usual).await
}

/// The same, on a background that the document offers.
///
/// # Errors
/// As [`put_picture`]; [`AppError::NotFound`] for another background.
pub async fn put_picture_on(
    app: &App,
    own: &OwnOrder,
    requester: Requester,
    picture: Vec<u8>,
    backdrop: Backdrop,
) -> Result<PictureView, AppError> {
    let now = app.now();
    let id = AttemptId::new(now, &mut *app.randomness());
    // Checked before the expensive work.
    own.order.clone().put_picture(id, now)?;
    let spec = backdrop.on(app.specification(&own.order)?)?;
    let workers = &app.parts().photo_workers;
    let mut made = workers
        .photo(requester, picture, spec, Edit::default())
        .await?;
    made.report.background = backdrop.kept();
    let bytes = made.picture.len() + made.photo.as_ref().map_or(0, Vec::len);
    room_for(app, requester, bytes as u64).await?;
    let original = app.keep_blob(&own.order, "original", made.picture).await?;
    let photo_hash = made.photo.as_deref().map(PhotoHash::of);
    let photo = match made.photo {
        None => None,
        Some(bytes) => Some(app.keep_blob(&own.order, "photo", bytes).await?),
    };
    let now = app.now();
    let mut attempt = Attempt {
        id,
        order: own.order.id,
        ordinal: 0,
        prepared_at: now,
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
    let mut forgotten = Forgotten::default();
    let replaced = match order.attempt {
        None => None,
        Some(before) => tx.attempt(before).await?,
    };
    if let Some(before) = replaced.filter(|before| before.submitted_at.is_none()) {
        tx.cancel_job(&Job::EraseOriginal { attempt: before.id })
            .await?;
        tx.delete_attempt(before.id).await?;
        let files = before.original.into_iter().chain(before.photo);
        forgotten = app.forget_files(&mut *tx, files).await?;
    }
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

/// Counts `bytes` that are about to be stored for `requester`.
async fn room_for(app: &App, requester: Requester, bytes: u64) -> Result<(), AppError> {
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
/// [`AppError::Refused`]; storage.
pub async fn submit(app: &App, own: &OwnOrder) -> Result<OrderView, AppError> {
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
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
