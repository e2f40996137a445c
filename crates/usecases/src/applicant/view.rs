//! The read model of an order for its applicant, independent of language: this
//! crate decides what is shown and allowed, the caller words it.

use catalogue::Gives;
use domain::receipt::{ReceiptStatus, RevokedFor, Standing};
use domain::{
    Attempt, AttemptId, Fitness, Order, OrderEvent, Receipt, ReceiptNumber, Status, TimelineEntry,
    Timestamp, Verdict, told,
};
use jiff::civil::Date;

use super::bill::{BillView, bill};
use super::own_order::{FoundOrder, Known, OrderSummary, OwnOrder};
use super::queue_place::{QueuePlace, queue_place};
use crate::app::App;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::note::open_note;
use crate::receipts::gives;
use crate::sealed_report::open_report;

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
    pub(crate) fn new(attempt: Attempt, report: AttemptReport) -> Self {
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
    let seen = view(app, &found.order).await?;
    Ok(FoundView {
        summary: seen.summary.found(),
        place: seen.place,
        reasons: seen
            .rejection
            .map(|rejection| rejection.reasons)
            .unwrap_or_default(),
        bill: seen.bill,
        gives: seen.gives,
        receipt: seen.receipt.map(ReceiptGlance::found),
        timeline: seen.timeline,
        known: found.can_be_proven().then_some(found.known),
    })
}

pub(crate) async fn view(app: &App, order: &Order) -> Result<OrderView, AppError> {
    let now = app.now();
    let status = order.status(now);
    let mut tx = app.read().await?;
    let timeline = tx.events_of(order.id).await?;
    let receipt = tx.receipt_of_order(order.id).await?;
    let place = queue_place(app, &mut *tx, order, now).await?;
    let bill = bill(&mut *tx, order).await?;
    let untold_since = match order.wechat {
        Some(_) => tx.untold_since(order.id).await?,
        None => None,
    };
    let attempts = match order.key {
        Some(_) => tx.attempts_of(order.id).await?,
        None => Vec::new(),
    };
    drop(tx);
    let picture = |attempt: &Attempt| -> Result<PictureView, AppError> {
        let report = open_report(app, order, attempt)?;
        // A decision that can still be undone is hidden.
        let is_told = matches!(status, Status::Approved | Status::Rejected);
        let view = PictureView::new(attempt.clone(), report);
        Ok(PictureView {
            is_decided: view.is_decided && is_told,
            ..view
        })
    };
    let mut last = attempts.iter().rev();
    let current = attempts.iter().find(|one| Some(one.id) == order.attempt);
    let rejection = match status {
        Status::Rejected => last.find_map(|one| Some((one, one.decision.as_ref()?))),
        _ => None,
    };
    let rejection = rejection.filter(|(_, decision)| decision.verdict == Verdict::Rejected);
    let rejection = rejection.map(|(attempt, decision)| {
        Ok::<_, AppError>(Rejection {
            picture: picture(attempt)?,
            reasons: decision.reasons.clone(),
            note: open_note(app, order, attempt)?,
        })
    });
    Ok(OrderView {
        summary: OrderSummary::of(order, now),
        now,
        place,
        bill,
        picture: current.map(picture).transpose()?,
        rejection: rejection.transpose()?,
        // A receipt that was issued before the catalogue changed stays one.
        gives: if receipt.is_some() {
            Gives::Receipt
        } else {
            gives(app, &order.document)
        },
        receipt: receipt.map(|receipt| ReceiptGlance::of(&receipt, now)),
        timeline: told(order, timeline, now),
        untold_since,
    })
}
