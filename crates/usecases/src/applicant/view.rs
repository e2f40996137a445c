//! An order as its owner may see it, in no language: what is told and what is
//! allowed is decided here, words are for whoever shows it.

use domain::{Attempt, AttemptId, Fitness, Order, Status, TimelineEntry, Timestamp, Verdict, told};

use super::own_order::{OrderSummary, OwnOrder};
use super::queue_place::{QueuePlace, queue_place};
use crate::app::App;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::sealed_report::open_report;

/// An order as its owner may see it.
#[derive(Clone, Debug)]
pub struct OrderView {
    /// What stands of it.
    pub summary: OrderSummary,
    /// When it was so.
    pub now: Timestamp,
    /// Where it is in the queue, while it waits.
    pub place: Option<QueuePlace>,
    /// The picture last put to it.
    pub picture: Option<PictureView>,
    /// Why it was rejected, while it stands rejected.
    pub rejection: Option<Rejection>,
    /// Whether it has a receipt.
    pub has_receipt: bool,
    /// What is told of its timeline, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A picture and what the engine said of it.
#[derive(Clone, Debug)]
pub struct PictureView {
    /// Which one.
    pub attempt: AttemptId,
    /// The gravest finding.
    pub fitness: Fitness,
    /// Whether the picture as it came is kept still.
    pub has_original: bool,
    /// Whether there is a photo.
    pub has_photo: bool,
    /// Whether it was decided on, as far as that is told.
    pub is_decided: bool,
    /// Findings, lines and provenance.
    pub report: AttemptReport,
}

/// A rejection, as it is told.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// The picture that was rejected.
    pub picture: PictureView,
    /// Identifiers of the reasons.
    pub reasons: Vec<String>,
    /// What the inspector added; may be empty.
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

/// The order as its owner may see it now.
///
/// # Errors
/// Storage, or a value that does not open.
pub async fn show(app: &App, own: &OwnOrder) -> Result<OrderView, AppError> {
    view(app, &own.order).await
}

pub(crate) async fn view(app: &App, order: &Order) -> Result<OrderView, AppError> {
    let now = app.now();
    let status = order.status(now);
    let mut tx = app.read().await?;
    let timeline = tx.events_of(order.id).await?;
    let has_receipt = tx.receipt_of_order(order.id).await?.is_some();
    let place = queue_place(&mut *tx, order, now).await?;
    let attempts = match order.key {
        Some(_) => tx.attempts_of(order.id).await?,
        None => Vec::new(),
    };
    drop(tx);
    let picture = |attempt: &Attempt| -> Result<PictureView, AppError> {
        let report = open_report(app, order, attempt)?;
        // A decision that can still be taken back is not told.
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
            note: decision.note.clone(),
        })
    });
    Ok(OrderView {
        summary: OrderSummary::of(order, now),
        now,
        place,
        picture: current.map(picture).transpose()?,
        rejection: rejection.transpose()?,
        has_receipt,
        timeline: told(order, timeline, now),
    })
}
