//! The read model of an order for its applicant, independent of language: this
//! crate decides what is shown and allowed, the caller words it.

use catalogue::Gives;
use domain::receipt::{ReceiptStatus, RevokedFor, Standing};
use domain::{
    Attempt, AttemptId, Decision, Fitness, Order, OrderEvent, Receipt, ReceiptNumber, Status,
    TimelineEntry, Timestamp, Verdict, told,
};
use jiff::civil::Date;
use storage::Transaction;

use super::bill::{BillView, bill};
use super::own_order::{FoundOrder, Known, OrderSummary, OwnOrder};
use super::queue_place::{QueuePlace, queue_place};
use crate::app::App;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::note::open_note;
use crate::pictures::{Unmade, unmade};
use crate::receipts::gives;
use crate::sealed_report::kept_report;

/// An order as its applicant may see it.
#[derive(Clone, Debug)]
pub struct OrderView {
    /// Main data.
    pub summary: OrderSummary,
    /// When the view was taken.
    pub now: Timestamp,
    /// Position in the queue; `None` if it is not waiting.
    pub place: Option<QueuePlace>,
    /// The picture last put to it.
    pub picture: Option<PictureView>,
    /// The rejection; `None` in any other status.
    pub rejection: Option<Rejection>,
    /// What it costs and how that stands; `None` if it is free.
    pub bill: Option<BillView>,
    /// What an approval of it gives.
    pub gives: Gives,
    /// How its receipt stands; `None` while it has none.
    pub receipt: Option<ReceiptGlance>,
    /// The entries of its timeline that are shown, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Since when its applicant took no 服务通知 that was due: WeChat has not told them.
    pub untold_since: Option<Timestamp>,
    /// A picture put to it after `picture`, that is no photo yet.
    pub unmade: Option<Unmade>,
}

/// How an order's receipt stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptGlance {
    /// Its number; `None` for whoever only found the order.
    pub number: Option<ReceiptNumber>,
    /// Its status.
    pub status: ReceiptStatus,
    /// Last day of validity, in China.
    pub valid_until: Date,
    /// When it was used or revoked.
    pub ended_at: Option<Timestamp>,
    /// Why it was revoked.
    pub revoked_for: Option<RevokedFor>,
}

impl ReceiptGlance {
    pub(crate) fn of(receipt: &Receipt, now: Timestamp) -> Self {
        let (ended_at, revoked_for) = match receipt.standing {
            Standing::Good => (None, None),
            Standing::Used { at, .. } => (Some(at), None),
            Standing::Revoked { at, why, .. } => (Some(at), Some(why)),
        };
        Self {
            number: Some(receipt.number),
            status: receipt.status(now),
            valid_until: receipt.valid_until,
            ended_at,
            revoked_for,
        }
    }

    /// Whether it is good for nothing any more: used, expired or revoked.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        match self.status {
            ReceiptStatus::Valid | ReceiptStatus::Sample => false,
            ReceiptStatus::Used | ReceiptStatus::Expired | ReceiptStatus::Revoked => true,
        }
    }

    fn found(self) -> Self {
        Self {
            number: None,
            ..self
        }
    }
}

/// Whether an order of this timeline ended because the service did not finish it in
/// time.
#[must_use]
pub fn was_unfinished(timeline: &[TimelineEntry]) -> bool {
    timeline.iter().any(|entry| {
        matches!(
            entry.event,
            OrderEvent::LapsedUndecided | OrderEvent::LapsedUnissued
        )
    })
}

/// Whether an order of this timeline ended because it was not paid in time.
#[must_use]
pub fn was_unpaid(timeline: &[TimelineEntry]) -> bool {
    let mut happened = timeline.iter();
    happened.any(|entry| entry.event == OrderEvent::LapsedUnpaid)
}

/// An order as whoever knows its number and phone may see it: how it stands,
/// what happened, and what to do next. Nothing of the person.
#[derive(Clone, Debug)]
pub struct FoundView {
    /// Main data; without picture, and with nothing to do.
    pub summary: OrderSummary,
    /// Position in the queue; `None` if it is not waiting.
    pub place: Option<QueuePlace>,
    /// Identifiers of the reasons of a rejection; without the inspector's note.
    pub reasons: Vec<String>,
    /// What it costs and how that stands; `None` if it is free.
    pub bill: Option<BillView>,
    /// What an approval of it gives.
    pub gives: Gives,
    /// How its receipt stands, without its number; `None` while it has none.
    pub receipt: Option<ReceiptGlance>,
    /// The entries of its timeline that are shown, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What of the applicant is known, while the other opens more; `None` where
    /// there is no more.
    pub known: Option<Known>,
}

/// A picture and its check results.
#[derive(Clone, Debug)]
pub struct PictureView {
    /// The attempt.
    pub attempt: AttemptId,
    /// Result of the gravest finding.
    pub fitness: Fitness,
    /// Whether the uploaded picture is still stored.
    pub has_original: bool,
    /// Whether there is a photo.
    pub has_photo: bool,
    /// Whether a decision on it is shown.
    pub is_decided: bool,
    /// Findings, measured lines and provenance.
    pub report: AttemptReport,
}

/// A rejection, as shown to the applicant.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// The rejected picture.
    pub picture: PictureView,
    /// Identifiers of rejection reasons.
    pub reasons: Vec<String>,
    /// The inspector's note; may be empty.
    pub note: String,
}

impl PictureView {
    pub(crate) fn new(attempt: &Attempt, report: AttemptReport) -> Self {
        Self {
            attempt: attempt.id,
            fitness: attempt.fitness,
            has_original: attempt.original.is_some(),
            has_photo: attempt.photo.is_some(),
            is_decided: attempt.decision.is_some(),
            report,
        }
    }
}

/// The order as its applicant may see it now.
///
/// # Errors
/// Storage, or a value that cannot be opened.
pub async fn show(app: &App, own: &OwnOrder) -> Result<OrderView, AppError> {
    view(app, &own.order).await
}

/// The order as whoever found it may see it now.
///
/// # Errors
/// Storage, or a value that cannot be opened.
pub async fn glance(app: &App, found: &FoundOrder) -> Result<FoundView, AppError> {
    let order = &found.order;
    let seen = stand(app, &mut *app.read().await?, order).await?;
    let rejected = seen.rejected(order);
    Ok(FoundView {
        summary: OrderSummary::of(order, seen.now).found(),
        reasons: rejected
            .map(|(_, decision)| decision.reasons.clone())
            .unwrap_or_default(),
        place: seen.place,
        bill: seen.bill,
        gives: seen.gives,
        receipt: seen.receipt.map(ReceiptGlance::found),
        timeline: seen.timeline,
        known: found.can_be_proven().then_some(found.known),
    })
}

pub(crate) async fn view(app: &App, order: &Order) -> Result<OrderView, AppError> {
    let mut tx = app.read().await?;
    let seen = stand(app, &mut *tx, order).await?;
    let current = seen.attempts.iter();
    let current = current.rev().find(|one| Some(one.id) == order.attempt);
    let rejected = seen.rejected(order);
    let mut kept = Vec::new();
    for attempt in current.into_iter().chain(rejected.map(|(one, _)| one)) {
        // The picture that was rejected mostly is the one last put to the order.
        if kept.iter().all(|(of, _)| *of != attempt.id) {
            kept.push((attempt.id, kept_report(&mut *tx, attempt.id).await?));
        }
    }
    drop(tx);
    let mut pictures = Vec::new();
    for (of, report) in kept {
        pictures.push((of, report.open(app, order)?));
    }
    let picture = |attempt: &Attempt| {
        let mut reports = pictures.iter();
        let (_, report) = reports.find(|(of, _)| *of == attempt.id)?;
        let view = PictureView::new(attempt, report.clone());
        Some(PictureView {
            // A decision that can still be undone is hidden.
            is_decided: view.is_decided && seen.is_told(order),
            ..view
        })
    };
    let rejection = match rejected {
        None => None,
        Some((attempt, decision)) => Some(Rejection {
            picture: picture(attempt).ok_or(AppError::NotFound)?,
            reasons: decision.reasons.clone(),
            note: open_note(app, order, attempt)?,
        }),
    };
    let picture = current.and_then(picture);
    Ok(OrderView {
        summary: OrderSummary::of(order, seen.now),
        now: seen.now,
        place: seen.place,
        bill: seen.bill,
        picture,
        rejection,
        gives: seen.gives,
        receipt: seen.receipt,
        timeline: seen.timeline,
        untold_since: seen.untold_since,
        unmade: unmade(app, order).await?,
    })
}

/// How an order stands: what both views are made of, without a report.
struct Stand {
    now: Timestamp,
    place: Option<QueuePlace>,
    bill: Option<BillView>,
    gives: Gives,
    receipt: Option<ReceiptGlance>,
    timeline: Vec<TimelineEntry>,
    untold_since: Option<Timestamp>,
    attempts: Vec<Attempt>,
}

impl Stand {
    /// The last rejection with its attempt; `None` in any other status.
    fn rejected(&self, order: &Order) -> Option<(&Attempt, &Decision)> {
        if order.status(self.now) != Status::Rejected {
            return None;
        }
        let mut last = self.attempts.iter().rev();
        let decided = last.find_map(|one| Some((one, one.decision.as_ref()?)));
        decided.filter(|(_, decision)| decision.verdict == Verdict::Rejected)
    }

    /// Whether the applicant is told of the decision.
    fn is_told(&self, order: &Order) -> bool {
        let status = order.status(self.now);
        matches!(status, Status::Approved | Status::Rejected)
    }
}

async fn stand(app: &App, tx: &mut dyn Transaction, order: &Order) -> Result<Stand, AppError> {
    let now = app.now();
    let timeline = tx.events_of(order.id).await?;
    let receipt = tx.receipt_of_order(order.id).await?;
    Ok(Stand {
        now,
        place: queue_place(app, tx, order, now).await?,
        bill: bill(tx, order).await?,
        // A receipt that was issued before the catalogue changed stays one.
        gives: match receipt {
            Some(_) => Gives::Receipt,
            None => gives(app, &order.document),
        },
        receipt: receipt.map(|receipt| ReceiptGlance::of(&receipt, now)),
        timeline: told(order, timeline, now),
        untold_since: match order.wechat {
            Some(_) => tx.untold_since(order.id).await?,
            None => None,
        },
        attempts: match order.key {
            Some(_) => tx.attempts_of(order.id).await?,
            None => Vec::new(),
        },
    })
}
