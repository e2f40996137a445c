//! What the applicant does, from their phone.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catalogue::{Answer, Scope};
use orders::applicant::consent::{self, Consent};
use orders::applicant::{Applicant, Phone};
use orders::china::date as today;
use orders::{
    Actor, Attempt, AttemptId, Details, Digest, Event, Fitness, Order, OrderId, OrderNumber,
    Purpose, Refusal, Status, Step, Timestamp,
};
use portrait::Nudge;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use storage::{Notice, Transaction};

use crate::TEXTS_VERSION;
use crate::desk::Desk;
use crate::error::DeskError;
pub use crate::further::{FurtherField, further};
use crate::message::{self, Said};
use crate::receipts::end_with_order;
use crate::report::Report;

/// An order this visitor has shown to be theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    order: Order,
}

impl Held {
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
/// [`DeskError::NotFound`] for a document or city the catalogue does not have,
/// and for a city where none decides or none where one does;
/// [`DeskError::NotAccepted`] where photos of one's own are not; storage.
pub async fn begin(desk: &Desk, device: Digest, purpose: Purpose) -> Result<Held, DeskError> {
    let now = desk.now();
    let step = draft(desk, device, purpose, now)?;
    let mut tx = desk.write().await?;
    let order = desk.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    Ok(Held { order })
}

fn draft(desk: &Desk, device: Digest, purpose: Purpose, now: Timestamp) -> Result<Step, DeskError> {
    let (document, city) = desk.purpose(&purpose.document, purpose.city)?;
    if (document.scope == Scope::City) != city.is_some() {
        return Err(DeskError::NotFound);
    }
    let answer = match city {
        Some(city) => desk.catalogue().acceptance(document, city).answer,
        None => document.elsewhere.answer,
    };
    if answer == Answer::No {
        return Err(DeskError::NotAccepted);
    }
    let mut randomness = desk.randomness();
    let id = OrderId::new(now, &mut *randomness);
    let number = OrderNumber::generate(&mut *randomness);
    let key = desk.new_key(id);
    Ok(Order::draft(id, number, Some(device), key, purpose, now))
}

/// Begins an order like an approved one, its details there to be looked over:
/// for a photo whose time is ending. Consent is asked for again.
///
/// # Errors
/// [`Refusal::WrongState`] for an order that was never approved;
/// [`DeskError::NotFound`] for one whose data is erased; storage.
pub async fn renew(desk: &Desk, held: &Held, device: Digest) -> Result<Held, DeskError> {
    let now = desk.now();
    if held.order.status(now) != Status::Approved {
        return Err(Refusal::WrongState.into());
    }
    let kept = open_details(desk, &held.order)?.ok_or(DeskError::NotFound)?;
    let purpose = Purpose {
        document: held.order.document.clone(),
        city: held.order.city,
    };
    let mut step = draft(desk, device, purpose, now)?;
    let details = serde_json::to_vec(&kept.applicant).expect("details are plain data");
    step.order.proposal = Some(desk.seal(&step.order, "proposal", &details)?);
    let mut tx = desk.write().await?;
    let order = desk.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    Ok(Held { order })
}

/// The details of the order this one renews, until its own are given.
///
/// # Errors
/// A value that does not open.
pub fn proposal(desk: &Desk, held: &Held) -> Result<Option<Applicant>, DeskError> {
    let Some(sealed) = &held.order.proposal else {
        return Ok(None);
    };
    let plain = desk.open(&held.order, "proposal", sealed)?;
    let applicant = serde_json::from_slice(&plain).map_err(|_| blobs::SealError::Damaged)?;
    Ok(Some(applicant))
}

/// The orders begun on a device, newest first.
///
/// # Errors
/// Storage.
pub async fn orders_of(desk: &Desk, device: Digest) -> Result<Vec<Order>, DeskError> {
    let mut tx = desk.read().await?;
    Ok(tx.orders_of_device(device, MOST_SHOWN).await?)
}

/// The order, if it was begun on this device or one of the grants is for it
/// and this device.
///
/// # Errors
/// Storage.
pub async fn open(
    desk: &Desk,
    number: OrderNumber,
    device: Option<Digest>,
    grants: &[String],
) -> Result<Option<Held>, DeskError> {
    let mut tx = desk.read().await?;
    let Some(order) = tx.order_by_number(number).await? else {
        return Ok(None);
    };
    let Some(device) = device else {
        return Ok(None);
    };
    let held = Held { order };
    let theirs = held.order.device == Some(device)
        || (held.order.erased_at.is_none() && grants.contains(&grant(desk, &held, device)));
    Ok(theirs.then_some(held))
}

/// The order of this number, if its applicant gave this phone number.
///
/// # Errors
/// Storage.
pub async fn find(
    desk: &Desk,
    number: OrderNumber,
    phone: &Phone,
) -> Result<Option<Held>, DeskError> {
    let digest = desk.digest("phone", phone.as_str());
    let mut tx = desk.read().await?;
    let order = tx.order_by_number(number).await?;
    Ok(order
        .filter(|order| order.phone == Some(digest))
        .map(|order| Held { order }))
}

/// A word that opens this order on this device; kept in a cookie.
#[must_use]
pub fn grant(desk: &Desk, held: &Held, device: Digest) -> String {
    let number = held.order.number;
    let device = URL_SAFE_NO_PAD.encode(device.0);
    let word = desk.digest("grant", &format!("{number}:{device}"));
    format!("{number}.{}", URL_SAFE_NO_PAD.encode(word.0))
}

/// Puts a picture to the order: makes the photo and judges it. A picture that
/// gives no photo is kept too, with why.
///
/// # Errors
/// [`DeskError::Refused`] where the order takes no picture; [`DeskError::Busy`];
/// [`DeskError::Picture`] for a file that is no picture; storage.
pub async fn put_picture(
    desk: &Desk,
    held: &mut Held,
    picture: Vec<u8>,
) -> Result<Attempt, DeskError> {
    let now = desk.now();
    let id = AttemptId::new(now, &mut *desk.randomness());
    // Before the work: would the order take it?
    held.order.clone().put_picture(id, now)?;
    let spec = desk.specification(&held.order)?;
    let made = desk
        .parts()
        .darkroom
        .photo(picture.clone(), spec, Nudge::NONE)
        .await?;
    let original = desk.keep_blob(&held.order, "original", picture).await?;
    let (photo, photo_sha256) = match made.photo {
        None => (None, None),
        Some(bytes) => {
            let hash = hex::encode(Sha256::digest(&bytes));
            let blob = desk.keep_blob(&held.order, "photo", bytes).await?;
            (Some(blob), Some(hash))
        }
    };
    let now = desk.now();
    let attempt = Attempt {
        id,
        order: held.order.id,
        ordinal: 0,
        prepared_at: now,
        submitted_at: None,
        original: Some(original),
        photo,
        photo_sha256,
        report: seal_report(desk, &held.order, id, &made.report)?,
        fitness: made.report.fitness(),
        catalogue_version: desk.catalogue().version().to_owned(),
        decision: None,
    };
    let mut tx = desk.write().await?;
    let order = fresh(&mut *tx, held).await?;
    let mut left_over = Vec::new();
    let replaced = match order.attempt {
        None => None,
        Some(before) => tx.attempt(before).await?,
    };
    if let Some(before) = replaced.filter(|before| before.submitted_at.is_none()) {
        tx.withdraw(&orders::Job::EraseOriginal { attempt: before.id })
            .await?;
        left_over.extend(before.original);
        left_over.extend(before.photo);
        tx.delete_attempt(before.id).await?;
    }
    tx.insert_attempt(&attempt).await?;
    let step = order.put_picture(id, now)?;
    let order = desk.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    desk.drop_blobs(left_over).await;
    held.order = order;
    desk.changed(held.order.id);
    Ok(attempt)
}

/// The picture last put to the order, with what the engine said.
///
/// # Errors
/// Storage, or a value that does not open.
pub async fn attempt(desk: &Desk, held: &Held) -> Result<Option<(Attempt, Report)>, DeskError> {
    let Some(id) = held.order.attempt else {
        return Ok(None);
    };
    if held.order.key.is_none() {
        return Ok(None);
    }
    let mut tx = desk.read().await?;
    let Some(attempt) = tx.attempt(id).await? else {
        return Ok(None);
    };
    let report = open_report(desk, &held.order, &attempt)?;
    Ok(Some((attempt, report)))
}

/// Every picture put to the order, oldest first.
///
/// # Errors
/// Storage, or a value that does not open.
pub async fn attempts(desk: &Desk, held: &Held) -> Result<Vec<(Attempt, Report)>, DeskError> {
    if held.order.key.is_none() {
        return Ok(Vec::new());
    }
    let mut tx = desk.read().await?;
    let all = tx.attempts_of(held.order.id).await?;
    all.into_iter()
        .map(|attempt| {
            let report = open_report(desk, &held.order, &attempt)?;
            Ok((attempt, report))
        })
        .collect()
}

/// The photo's JPEG.
///
/// # Errors
/// [`DeskError::NotFound`] where there is none, or not of this order.
pub async fn photo(desk: &Desk, held: &Held, id: AttemptId) -> Result<Vec<u8>, DeskError> {
    let attempt = own_attempt(desk, held, id).await?;
    let blob = attempt.photo.ok_or(DeskError::NotFound)?;
    desk.blob(&held.order, "photo", &blob).await
}

/// The picture as it came, upright and at most 1280 pixels a side.
///
/// # Errors
/// [`DeskError::NotFound`] where it is gone, or not of this order;
/// [`DeskError::Busy`].
pub async fn preview(desk: &Desk, held: &Held, id: AttemptId) -> Result<Vec<u8>, DeskError> {
    let attempt = own_attempt(desk, held, id).await?;
    let blob = attempt.original.ok_or(DeskError::NotFound)?;
    let original = desk.blob(&held.order, "original", &blob).await?;
    desk.parts().darkroom.preview(original).await
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
pub fn details(desk: &Desk, held: &Held) -> Result<Option<(Applicant, Vec<Consent>)>, DeskError> {
    let kept = open_details(desk, &held.order)?;
    Ok(kept.map(|kept| (kept.applicant, kept.consents)))
}

/// Keeps what the applicant tells of themselves, sealed.
///
/// # Errors
/// [`DeskError::Consent`] where one is missing; [`DeskError::Refused`]; storage.
pub async fn give_details(
    desk: &Desk,
    held: &mut Held,
    applicant: Applicant,
    consents: Vec<Consent>,
) -> Result<(), DeskError> {
    let now = desk.now();
    let birth = applicant.birth().map_err(|_| DeskError::UnknownName)?;
    let needed = consent::needed(birth, today(now));
    consent::check(needed, &consents, TEXTS_VERSION, now)?;
    let phone = desk.digest("phone", applicant.phone.as_str());
    let identity = desk.digest("identity", applicant.identity.number());
    let kept = serde_json::to_vec(&Kept {
        applicant,
        consents,
    })
    .expect("names, numbers and dates are plain data");
    let details = Details {
        sealed: desk.seal(&held.order, "applicant", &kept)?,
        phone,
        identity,
        consent_version: TEXTS_VERSION.to_owned(),
    };
    step(desk, held, |order, now| order.give_details(details, now)).await
}

/// Hands the picture in.
///
/// # Errors
/// [`DeskError::Refused`]; storage.
pub async fn submit(desk: &Desk, held: &mut Held) -> Result<(), DeskError> {
    let now = desk.now();
    let mut tx = desk.write().await?;
    let order = fresh(&mut *tx, held).await?;
    let id = order.attempt.ok_or(Refusal::NoPicture)?;
    let mut attempt = tx.attempt(id).await?.ok_or(Refusal::NoPicture)?;
    let step = order.submit(&mut attempt, now)?;
    tx.update_attempt(&attempt).await?;
    held.order = desk.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    desk.changed(held.order.id);
    Ok(())
}

/// Gives the order up.
///
/// # Errors
/// [`DeskError::Refused`]; storage.
pub async fn cancel(desk: &Desk, held: &mut Held) -> Result<(), DeskError> {
    step(desk, held, Order::cancel).await
}

/// Deletes everything personal of the order now; gives it up first where it is
/// still open.
///
/// # Errors
/// [`DeskError::Refused`]; storage.
pub async fn erase(desk: &Desk, held: &mut Held) -> Result<(), DeskError> {
    let now = desk.now();
    match held.order.status(now) {
        Status::Draft | Status::Waiting | Status::InReview | Status::Rejected => {
            cancel(desk, held).await?;
        }
        Status::Approved | Status::Cancelled | Status::Lapsed => {}
    }
    held.order = erase_order(desk, held.order.id, Actor::Applicant).await?;
    Ok(())
}

/// Erases an order that has ended: files, messages, key, details.
pub(crate) async fn erase_order(desk: &Desk, id: OrderId, by: Actor) -> Result<Order, DeskError> {
    let now = desk.now();
    let mut tx = desk.write().await?;
    end_with_order(desk, &mut *tx, id, by, now).await?;
    let order = tx.order(id).await?.ok_or(DeskError::NotFound)?;
    let mut left_over = Vec::new();
    let step = order.erase(now)?;
    for mut attempt in tx.attempts_of(id).await? {
        left_over.extend(attempt.original.take());
        left_over.extend(attempt.photo.take());
        // The report is sealed under the key that goes now.
        attempt.report = orders::Sealed(Vec::new());
        if let Some(decision) = &mut attempt.decision {
            decision.note.clear();
        }
        tx.update_attempt(&attempt).await?;
    }
    tx.delete_messages(id).await?;
    let order = desk.keep(&mut *tx, step, by, now).await?;
    tx.save().await?;
    desk.drop_blobs(left_over).await;
    desk.changed(id);
    Ok(order)
}

/// Everything that happened to the order, oldest first.
///
/// # Errors
/// Storage.
pub async fn timeline(desk: &Desk, held: &Held) -> Result<Vec<Event>, DeskError> {
    let mut tx = desk.read().await?;
    Ok(tx.events_of(held.order.id).await?)
}

/// How long one takes that was never seen: what inspectors elsewhere need,
/// 3 to 30 minutes (facts on receipts, section 2.3).
const USUAL: Duration = Duration::from_secs(10 * 60);

/// Where a waiting order is in the queue; `None` for one that does not wait.
///
/// # Errors
/// Storage.
pub async fn place(desk: &Desk, held: &Held) -> Result<Option<Place>, DeskError> {
    let orders::State::Waiting { since, .. } = held.order.state else {
        return Ok(None);
    };
    let now = desk.now();
    let mut tx = desk.read().await?;
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
pub async fn messages(desk: &Desk, held: &Held) -> Result<Vec<Said>, DeskError> {
    let mut tx = desk.read().await?;
    message::thread(desk, &mut *tx, &held.order).await
}

/// Writes to the desk about the order.
///
/// # Errors
/// [`DeskError::Text`] for an empty or overlong one; storage.
pub async fn write(desk: &Desk, held: &mut Held, text: &str) -> Result<(), DeskError> {
    let mut tx = desk.write().await?;
    let order = fresh(&mut *tx, held).await?;
    message::write(desk, &mut *tx, &order, Actor::Applicant, text).await?;
    tx.save().await?;
    desk.changed(order.id);
    Ok(())
}

/// What the house told the applicant about the order, newest first.
///
/// # Errors
/// Storage.
pub async fn notices(desk: &Desk, held: &Held) -> Result<Vec<Notice>, DeskError> {
    let mut tx = desk.read().await?;
    Ok(tx.notices_of(held.order.id, desk.now()).await?)
}

/// Which of the orders have news that the applicant has not seen.
///
/// # Errors
/// Storage.
pub async fn with_news(desk: &Desk, orders: &[Order]) -> Result<Vec<OrderId>, DeskError> {
    let mut tx = desk.read().await?;
    let mut with_news = Vec::new();
    for order in orders.iter().filter(|order| order.erased_at.is_none()) {
        let notices = tx.notices_of(order.id, desk.now()).await?;
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
pub async fn read_notices(desk: &Desk, held: &Held) -> Result<(), DeskError> {
    // Mostly there are none: looking costs less than writing.
    if with_news(desk, std::slice::from_ref(&held.order))
        .await?
        .is_empty()
    {
        return Ok(());
    }
    let mut tx = desk.write().await?;
    tx.read_notices(held.order.id, desk.now()).await?;
    tx.save().await?;
    Ok(())
}

/// Whether a picture may be handed in as it is.
#[must_use]
pub fn may_be_handed_in(fitness: Fitness) -> bool {
    fitness < Fitness::Failing
}

pub(crate) fn open_details_of(desk: &Desk, order: &Order) -> Result<Option<Applicant>, DeskError> {
    Ok(open_details(desk, order)?.map(|kept| kept.applicant))
}

fn open_details(desk: &Desk, order: &Order) -> Result<Option<Kept>, DeskError> {
    let Some(sealed) = &order.applicant else {
        return Ok(None);
    };
    let plain = desk.open(order, "applicant", sealed)?;
    let kept = serde_json::from_slice(&plain).map_err(|_| blobs::SealError::Damaged)?;
    Ok(Some(kept))
}

fn report_context(id: AttemptId) -> String {
    format!("report:{id}")
}

pub(crate) fn seal_report(
    desk: &Desk,
    order: &Order,
    id: AttemptId,
    report: &Report,
) -> Result<orders::Sealed, DeskError> {
    let plain = serde_json::to_vec(report).expect("a report is plain data");
    desk.seal(order, &report_context(id), &plain)
}

pub(crate) fn open_report(
    desk: &Desk,
    order: &Order,
    attempt: &Attempt,
) -> Result<Report, DeskError> {
    let plain = desk.open(order, &report_context(attempt.id), &attempt.report)?;
    serde_json::from_slice(&plain).map_err(|_| blobs::SealError::Damaged.into())
}

async fn own_attempt(desk: &Desk, held: &Held, id: AttemptId) -> Result<Attempt, DeskError> {
    let mut tx = desk.read().await?;
    let attempt = tx.attempt(id).await?;
    attempt
        .filter(|attempt| attempt.order == held.order.id)
        .ok_or(DeskError::NotFound)
}

/// The order as it stands now: a page may be older than what happened since.
async fn fresh(tx: &mut dyn Transaction, held: &Held) -> Result<Order, DeskError> {
    tx.order(held.order.id).await?.ok_or(DeskError::NotFound)
}

async fn step(
    desk: &Desk,
    held: &mut Held,
    transition: impl FnOnce(Order, Timestamp) -> Result<Step, Refusal> + Send,
) -> Result<(), DeskError> {
    let now = desk.now();
    let mut tx = desk.write().await?;
    let order = fresh(&mut *tx, held).await?;
    let step = transition(order, now)?;
    held.order = desk.keep(&mut *tx, step, Actor::Applicant, now).await?;
    tx.save().await?;
    desk.changed(held.order.id);
    Ok(())
}
