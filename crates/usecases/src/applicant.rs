//! What the applicant does, from their phone.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catalogue::{Answer, Scope};
use domain::applicant::consent::{self, Consent};
use domain::applicant::{Applicant, Phone};
use domain::china::date as today;
use domain::{
    Actor, Attempt, AttemptId, Details, Digest, Fitness, Order, OrderId, OrderNumber, Purpose,
    Refusal, Status, Step, TimelineEntry, Timestamp,
};
use portrait::Nudge;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use storage::{Notice, Transaction};

use crate::TEXTS_VERSION;
use crate::app::App;
use crate::error::AppError;
pub use crate::further::{FurtherField, further};
use crate::message::{self, ThreadMessage};
use crate::receipts::end_with_order;
use crate::report::Report;

/// An order this visitor has shown to be theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnOrder {
    order: Order,
}

impl OwnOrder {
    /// The order as it was when it was last read.
    #[must_use]
    pub const fn order(&self) -> &Order {
        &self.order
    }
}

/// Where a waiting order is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Orders before it.
    pub ahead: u64,
    /// About how long it will be, by how long the last ones waited.
    pub about: Duration,
}

/// Orders a device shows.
const MOST_SHOWN: u32 = 50;

/// Begins an order.
///
/// # Errors
/// [`AppError::NotFound`] for a document or city the catalogue does not have,
/// and for a city where none decides or none where one does;
/// [`AppError::NotAccepted`] where photos of one's own are not; storage.
pub async fn begin(app: &App, device: Digest, purpose: Purpose) -> Result<OwnOrder, AppError> {
    let now = app.now();
    let step = draft(app, device, purpose, now)?;
    let mut tx = app.write().await?;
    let order = app.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    Ok(OwnOrder { order })
}

fn draft(app: &App, device: Digest, purpose: Purpose, now: Timestamp) -> Result<Step, AppError> {
    let (document, city) = app.purpose(&purpose.document, purpose.city)?;
    if (document.scope == Scope::City) != city.is_some() {
        return Err(AppError::NotFound);
    }
    let answer = match city {
        Some(city) => app.catalogue().acceptance(document, city).answer,
        None => document.elsewhere.answer,
    };
    if answer == Answer::No {
        return Err(AppError::NotAccepted);
    }
    let mut randomness = app.randomness();
    let id = OrderId::new(now, &mut *randomness);
    let number = OrderNumber::generate(&mut *randomness);
    let key = app.new_key(id);
    Ok(Order::draft(id, number, Some(device), key, purpose, now))
}

/// Begins an order like an approved one, its details there to be looked over:
/// for a photo whose time is ending. Consent is asked for again.
///
/// # Errors
/// [`Refusal::WrongState`] for an order that was never approved;
/// [`AppError::NotFound`] for one whose data is erased; storage.
pub async fn renew(app: &App, own: &OwnOrder, device: Digest) -> Result<OwnOrder, AppError> {
    let now = app.now();
    if own.order.status(now) != Status::Approved {
        return Err(Refusal::WrongState.into());
    }
    let kept = open_details(app, &own.order)?.ok_or(AppError::NotFound)?;
    let purpose = Purpose {
        document: own.order.document.clone(),
        city: own.order.city,
    };
    let mut step = draft(app, device, purpose, now)?;
    let details = serde_json::to_vec(&kept.applicant).expect("details are plain data");
    step.order.proposal = Some(app.seal(&step.order, "proposal", &details)?);
    let mut tx = app.write().await?;
    let order = app.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    Ok(OwnOrder { order })
}

/// The details of the order this one renews, until its own are given.
///
/// # Errors
/// A value that does not open.
pub fn proposal(app: &App, own: &OwnOrder) -> Result<Option<Applicant>, AppError> {
    let Some(sealed) = &own.order.proposal else {
        return Ok(None);
    };
    let plain = app.open(&own.order, "proposal", sealed)?;
    let applicant = serde_json::from_slice(&plain).map_err(|_| blobs::SealError::Damaged)?;
    Ok(Some(applicant))
}

/// The orders begun on a device, newest first.
///
/// # Errors
/// Storage.
pub async fn orders_of(app: &App, device: Digest) -> Result<Vec<Order>, AppError> {
    let mut tx = app.read().await?;
    Ok(tx.orders_of_device(device, MOST_SHOWN).await?)
}

/// The order, if it was begun on this device or one of the grants is for it
/// and this device.
///
/// # Errors
/// Storage.
pub async fn open(
    app: &App,
    number: OrderNumber,
    device: Option<Digest>,
    grants: &[String],
) -> Result<Option<OwnOrder>, AppError> {
    let mut tx = app.read().await?;
    let Some(order) = tx.order_by_number(number).await? else {
        return Ok(None);
    };
    let Some(device) = device else {
        return Ok(None);
    };
    let own = OwnOrder { order };
    let theirs = own.order.device == Some(device)
        || (own.order.erased_at.is_none() && grants.contains(&grant(app, &own, device)));
    Ok(theirs.then_some(own))
}

/// The order of this number, if its applicant gave this phone number.
///
/// # Errors
/// Storage.
pub async fn find(
    app: &App,
    number: OrderNumber,
    phone: &Phone,
) -> Result<Option<OwnOrder>, AppError> {
    let digest = app.digest("phone", phone.as_str());
    let mut tx = app.read().await?;
    let order = tx.order_by_number(number).await?;
    Ok(order
        .filter(|order| order.phone == Some(digest))
        .map(|order| OwnOrder { order }))
}

/// A word that opens this order on this device; kept in a cookie.
#[must_use]
pub fn grant(app: &App, own: &OwnOrder, device: Digest) -> String {
    let number = own.order.number;
    let device = URL_SAFE_NO_PAD.encode(device.0);
    let word = app.digest("grant", &format!("{number}:{device}"));
    format!("{number}.{}", URL_SAFE_NO_PAD.encode(word.0))
}

/// Puts a picture to the order: makes the photo and judges it. A picture that
/// gives no photo is kept too, with why.
///
/// # Errors
/// [`AppError::Refused`] where the order takes no picture; [`AppError::Busy`];
/// [`AppError::Picture`] for a file that is no picture; storage.
pub async fn put_picture(
    app: &App,
    own: &mut OwnOrder,
    picture: Vec<u8>,
) -> Result<Attempt, AppError> {
    let now = app.now();
    let id = AttemptId::new(now, &mut *app.randomness());
    // Before the work: would the order take it?
    own.order.clone().put_picture(id, now)?;
    let spec = app.specification(&own.order)?;
    let made = app
        .parts()
        .photo_workers
        .photo(picture.clone(), spec, Nudge::NONE)
        .await?;
    let original = app.keep_blob(&own.order, "original", picture).await?;
    let (photo, photo_sha256) = match made.photo {
        None => (None, None),
        Some(bytes) => {
            let hash = hex::encode(Sha256::digest(&bytes));
            let blob = app.keep_blob(&own.order, "photo", bytes).await?;
            (Some(blob), Some(hash))
        }
    };
    let now = app.now();
    let attempt = Attempt {
        id,
        order: own.order.id,
        ordinal: 0,
        prepared_at: now,
        submitted_at: None,
        original: Some(original),
        photo,
        photo_sha256,
        report: seal_report(app, &own.order, id, &made.report)?,
        fitness: made.report.fitness(),
        catalogue_version: app.catalogue().version().to_owned(),
        decision: None,
    };
    let mut tx = app.write().await?;
    let order = fresh(&mut *tx, own).await?;
    let mut left_over = Vec::new();
    let replaced = match order.attempt {
        None => None,
        Some(before) => tx.attempt(before).await?,
    };
    if let Some(before) = replaced.filter(|before| before.submitted_at.is_none()) {
        tx.cancel_job(&domain::Job::EraseOriginal { attempt: before.id })
            .await?;
        left_over.extend(before.original);
        left_over.extend(before.photo);
        tx.delete_attempt(before.id).await?;
    }
    tx.insert_attempt(&attempt).await?;
    let step = order.put_picture(id, now)?;
    let order = app.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    app.drop_blobs(left_over).await;
    own.order = order;
    app.changed(own.order.id);
    Ok(attempt)
}

/// The picture last put to the order, with what the engine said.
///
/// # Errors
/// Storage, or a value that does not open.
pub async fn attempt(app: &App, own: &OwnOrder) -> Result<Option<(Attempt, Report)>, AppError> {
    let Some(id) = own.order.attempt else {
        return Ok(None);
    };
    if own.order.key.is_none() {
        return Ok(None);
    }
    let mut tx = app.read().await?;
    let Some(attempt) = tx.attempt(id).await? else {
        return Ok(None);
    };
    let report = open_report(app, &own.order, &attempt)?;
    Ok(Some((attempt, report)))
}

/// Every picture put to the order, oldest first.
///
/// # Errors
/// Storage, or a value that does not open.
pub async fn attempts(app: &App, own: &OwnOrder) -> Result<Vec<(Attempt, Report)>, AppError> {
    if own.order.key.is_none() {
        return Ok(Vec::new());
    }
    let mut tx = app.read().await?;
    let all = tx.attempts_of(own.order.id).await?;
    all.into_iter()
        .map(|attempt| {
            let report = open_report(app, &own.order, &attempt)?;
            Ok((attempt, report))
        })
        .collect()
}

/// The photo's JPEG.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, or not of this order.
pub async fn photo(app: &App, own: &OwnOrder, id: AttemptId) -> Result<Vec<u8>, AppError> {
    let attempt = own_attempt(app, own, id).await?;
    let blob = attempt.photo.ok_or(AppError::NotFound)?;
    app.blob(&own.order, "photo", &blob).await
}

/// The picture as it came, upright and at most 1280 pixels a side.
///
/// # Errors
/// [`AppError::NotFound`] where it is gone, or not of this order;
/// [`AppError::Busy`].
pub async fn preview(app: &App, own: &OwnOrder, id: AttemptId) -> Result<Vec<u8>, AppError> {
    let attempt = own_attempt(app, own, id).await?;
    let blob = attempt.original.ok_or(AppError::NotFound)?;
    let original = app.blob(&own.order, "original", &blob).await?;
    app.parts().photo_workers.preview(original).await
}

#[derive(Serialize, Deserialize)]
struct Kept {
    applicant: Applicant,
    consents: Vec<Consent>,
}

/// What the applicant told of themselves.
///
/// # Errors
/// A value that does not open.
pub fn details(app: &App, own: &OwnOrder) -> Result<Option<(Applicant, Vec<Consent>)>, AppError> {
    let kept = open_details(app, &own.order)?;
    Ok(kept.map(|kept| (kept.applicant, kept.consents)))
}

/// Keeps what the applicant tells of themselves, sealed.
///
/// # Errors
/// [`AppError::Consent`] where one is missing; [`AppError::Refused`]; storage.
pub async fn give_details(
    app: &App,
    own: &mut OwnOrder,
    applicant: Applicant,
    consents: Vec<Consent>,
) -> Result<(), AppError> {
    let now = app.now();
    let birth = applicant.birth().map_err(|_| AppError::UnknownName)?;
    let needed = consent::needed(birth, today(now));
    consent::check(needed, &consents, TEXTS_VERSION, now)?;
    let phone = app.digest("phone", applicant.phone.as_str());
    let identity = app.digest("identity", applicant.identity.number());
    let kept = serde_json::to_vec(&Kept {
        applicant,
        consents,
    })
    .expect("names, numbers and dates are plain data");
    let details = Details {
        sealed: app.seal(&own.order, "applicant", &kept)?,
        phone,
        identity,
        consent_version: TEXTS_VERSION.to_owned(),
    };
    step(app, own, |order, now| order.give_details(details, now)).await
}

/// Hands the picture in.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn submit(app: &App, own: &mut OwnOrder) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let order = fresh(&mut *tx, own).await?;
    let id = order.attempt.ok_or(Refusal::NoPicture)?;
    let mut attempt = tx.attempt(id).await?.ok_or(Refusal::NoPicture)?;
    let step = order.submit(&mut attempt, now)?;
    tx.update_attempt(&attempt).await?;
    own.order = app.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    app.changed(own.order.id);
    Ok(())
}

/// Gives the order up.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn cancel(app: &App, own: &mut OwnOrder) -> Result<(), AppError> {
    step(app, own, Order::cancel).await
}

/// Deletes everything personal of the order now; gives it up first where it is
/// still open.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn erase(app: &App, own: &mut OwnOrder) -> Result<(), AppError> {
    let now = app.now();
    match own.order.status(now) {
        Status::Draft | Status::Waiting | Status::InReview | Status::Rejected => {
            cancel(app, own).await?;
        }
        Status::Approved | Status::Cancelled | Status::Lapsed => {}
    }
    own.order = erase_order(app, own.order.id, Actor::Applicant).await?;
    Ok(())
}

/// Erases an order that has ended: files, messages, key, details.
pub(crate) async fn erase_order(app: &App, id: OrderId, by: Actor) -> Result<Order, AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    end_with_order(app, &mut *tx, id, by, now).await?;
    let order = tx.order(id).await?.ok_or(AppError::NotFound)?;
    let mut left_over = Vec::new();
    let step = order.erase(now)?;
    for mut attempt in tx.attempts_of(id).await? {
        left_over.extend(attempt.original.take());
        left_over.extend(attempt.photo.take());
        // The report is sealed under the key that goes now.
        attempt.report = domain::Sealed(Vec::new());
        if let Some(decision) = &mut attempt.decision {
            decision.note.clear();
        }
        tx.update_attempt(&attempt).await?;
    }
    tx.delete_messages(id).await?;
    let order = app.keep(&mut *tx, step, by, now).await?;
    tx.save().await?;
    app.drop_blobs(left_over).await;
    app.changed(id);
    Ok(order)
}

/// Everything that happened to the order, oldest first.
///
/// # Errors
/// Storage.
pub async fn timeline(app: &App, own: &OwnOrder) -> Result<Vec<TimelineEntry>, AppError> {
    let mut tx = app.read().await?;
    Ok(tx.events_of(own.order.id).await?)
}

/// How long one takes that was never seen: what inspectors elsewhere need,
/// 3 to 30 minutes (facts on receipts, section 2.3).
const USUAL: Duration = Duration::from_secs(10 * 60);

/// Where a waiting order is in the queue; `None` for one that does not wait.
///
/// # Errors
/// Storage.
pub async fn place(app: &App, own: &OwnOrder) -> Result<Option<Place>, AppError> {
    let domain::State::Waiting { since, .. } = own.order.state else {
        return Ok(None);
    };
    let now = app.now();
    let mut tx = app.read().await?;
    let ahead = tx.queue_place(since).await?;
    let recent = storage::Period {
        from: now.minus(Duration::from_secs(24 * 60 * 60)),
        until: now,
    };
    let times = tx.waiting_times(recent).await?;
    let usual = times.get(times.len() / 2).copied().unwrap_or(USUAL);
    Ok(Some(Place {
        ahead,
        about: usual.saturating_sub(now.since(since)),
    }))
}

/// The order's thread of messages, oldest first.
///
/// # Errors
/// Storage, or a value that does not open.
pub async fn messages(app: &App, own: &OwnOrder) -> Result<Vec<ThreadMessage>, AppError> {
    let mut tx = app.read().await?;
    message::thread(app, &mut *tx, &own.order).await
}

/// Writes to the desk about the order.
///
/// # Errors
/// [`AppError::Text`] for an empty or overlong one; storage.
pub async fn write(app: &App, own: &mut OwnOrder, text: &str) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let order = fresh(&mut *tx, own).await?;
    message::write(app, &mut *tx, &order, Actor::Applicant, text).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}

/// What the service told the applicant about the order, newest first.
///
/// # Errors
/// Storage.
pub async fn notices(app: &App, own: &OwnOrder) -> Result<Vec<Notice>, AppError> {
    let mut tx = app.read().await?;
    Ok(tx.notices_of(own.order.id, app.now()).await?)
}

/// Which of the orders have news that the applicant has not seen.
///
/// # Errors
/// Storage.
pub async fn with_news(app: &App, orders: &[Order]) -> Result<Vec<OrderId>, AppError> {
    let mut tx = app.read().await?;
    let mut with_news = Vec::new();
    for order in orders.iter().filter(|order| order.erased_at.is_none()) {
        let notices = tx.notices_of(order.id, app.now()).await?;
        if notices.iter().any(|notice| notice.read_at.is_none()) {
            with_news.push(order.id);
        }
    }
    Ok(with_news)
}

/// The applicant has seen them.
///
/// # Errors
/// Storage.
pub async fn read_notices(app: &App, own: &OwnOrder) -> Result<(), AppError> {
    // Mostly there are none: looking costs less than writing.
    if with_news(app, std::slice::from_ref(&own.order))
        .await?
        .is_empty()
    {
        return Ok(());
    }
    let mut tx = app.write().await?;
    tx.read_notices(own.order.id, app.now()).await?;
    tx.save().await?;
    Ok(())
}

/// Whether a picture may be handed in as it is.
#[must_use]
pub fn may_be_handed_in(fitness: Fitness) -> bool {
    fitness < Fitness::Failing
}

pub(crate) fn open_details_of(app: &App, order: &Order) -> Result<Option<Applicant>, AppError> {
    Ok(open_details(app, order)?.map(|kept| kept.applicant))
}

fn open_details(app: &App, order: &Order) -> Result<Option<Kept>, AppError> {
    let Some(sealed) = &order.applicant else {
        return Ok(None);
    };
    let plain = app.open(order, "applicant", sealed)?;
    let kept = serde_json::from_slice(&plain).map_err(|_| blobs::SealError::Damaged)?;
    Ok(Some(kept))
}

fn report_context(id: AttemptId) -> String {
    format!("report:{id}")
}

pub(crate) fn seal_report(
    app: &App,
    order: &Order,
    id: AttemptId,
    report: &Report,
) -> Result<domain::Sealed, AppError> {
    let plain = serde_json::to_vec(report).expect("a report is plain data");
    app.seal(order, &report_context(id), &plain)
}

pub(crate) fn open_report(app: &App, order: &Order, attempt: &Attempt) -> Result<Report, AppError> {
    let plain = app.open(order, &report_context(attempt.id), &attempt.report)?;
    serde_json::from_slice(&plain).map_err(|_| blobs::SealError::Damaged.into())
}

async fn own_attempt(app: &App, own: &OwnOrder, id: AttemptId) -> Result<Attempt, AppError> {
    let mut tx = app.read().await?;
    let attempt = tx.attempt(id).await?;
    attempt
        .filter(|attempt| attempt.order == own.order.id)
        .ok_or(AppError::NotFound)
}

/// The order as it stands now: a page may be older than what happened since.
async fn fresh(tx: &mut dyn Transaction, own: &OwnOrder) -> Result<Order, AppError> {
    tx.order(own.order.id).await?.ok_or(AppError::NotFound)
}

async fn step(
    app: &App,
    own: &mut OwnOrder,
    transition: impl FnOnce(Order, Timestamp) -> Result<Step, Refusal> + Send,
) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let order = fresh(&mut *tx, own).await?;
    let step = transition(order, now)?;
    own.order = app.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    app.changed(own.order.id);
    Ok(())
}
