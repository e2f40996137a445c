//! One order before an inspector, in no language.

use catalogue::{DivisionCode, DocumentId};
use domain::staff::right::Review;
use domain::{Attempt, Fitness, Order, OrderNumber, PhotoHash, State, Status, Timestamp};

use super::queue::Holding;
use super::reviewed;
use crate::app::App;
use crate::applicant::open_details;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::masked::MaskedApplicant;
use crate::permit::Permit;
use crate::sealed_report::open_report;

/// One order before an inspector.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// Its number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Where it is issued.
    pub city: Option<DivisionCode>,
    /// Where it stands, as its applicant is told.
    pub status: Status,
    /// Since when it waits; when it last changed where it waits no more.
    pub since: Timestamp,
    /// How often it was handed in.
    pub submissions: u16,
    /// Who has it.
    pub holding: Holding,
    /// Whether the inspector may take it.
    pub may_be_taken: bool,
    /// Whose it is.
    pub applicant: MaskedApplicant,
    /// Which submission the picture is, from 1.
    pub submission: u16,
    /// The gravest finding.
    pub fitness: Fitness,
    /// What the engine said of the picture.
    pub report: AttemptReport,
    /// Whether the picture as it came is kept still.
    pub has_original: bool,
    /// Hash of the photo's file.
    pub photo_hash: Option<PhotoHash>,
    /// Decisions on earlier pictures, the newest first.
    pub earlier: Vec<EarlierDecision>,
    /// When it was so.
    pub now: Timestamp,
}

/// A decision on an earlier picture of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierDecision {
    /// Identifiers of the reasons; empty for an approval.
    pub reasons: Vec<String>,
    /// What the inspector added.
    pub note: String,
}

/// Shows an order that was handed in.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn look(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<CaseView, AppError> {
    let mut tx = app.read().await?;
    let order = reviewed(&mut *tx, reviewer, number).await?;
    drop(tx);
    case_of(app, reviewer, order).await
}

/// The case of an order as it was just read or saved.
pub(super) async fn case_of(
    app: &App,
    reviewer: &Permit<Review>,
    order: Order,
) -> Result<CaseView, AppError> {
    let mut attempts = app.read().await?.attempts_of(order.id).await?;
    attempts.retain(|attempt| attempt.submitted_at.is_some());
    let attempt = attempts.pop().ok_or(AppError::NotFound)?;
    case_with(app, reviewer, &order, attempt, attempts)
}

fn case_with(
    app: &App,
    reviewer: &Permit<Review>,
    order: &Order,
    attempt: Attempt,
    earlier: Vec<Attempt>,
) -> Result<CaseView, AppError> {
    let now = app.now();
    let me = reviewer.holder();
    let (holding, may_be_taken, since) = match order.state {
        State::Claimed { by, since, .. } if by == me => (Holding::Mine, false, since),
        State::Claimed { since, .. } => (Holding::Others, true, since),
        State::Waiting { since, asked_by } => (Holding::Free, asked_by != Some(me), since),
        State::Decided { since, .. } => (Holding::Free, false, since),
        State::Draft | State::Cancelled { .. } | State::Lapsed { .. } => {
            (Holding::Free, false, order.updated_at)
        }
    };
    let details = open_details(app, order)?.ok_or(AppError::NotFound)?;
    let earlier = earlier.into_iter().rev();
    Ok(CaseView {
        number: order.number,
        document: order.document.clone(),
        city: order.city,
        status: order.status(now),
        since,
        submissions: order.submissions,
        holding,
        may_be_taken,
        applicant: MaskedApplicant::of(&details.applicant),
        submission: attempt.ordinal,
        fitness: attempt.fitness,
        report: open_report(app, order, &attempt)?,
        has_original: attempt.original.is_some(),
        photo_hash: attempt.photo_hash,
        earlier: earlier
            .filter_map(|attempt| attempt.decision)
            .map(|decision| EarlierDecision {
                reasons: decision.reasons,
                note: decision.note,
            })
            .collect(),
        now,
    })
}
