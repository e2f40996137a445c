//! The read model of one order under review, independent of language.

use catalogue::{DivisionCode, DocumentId};
use domain::log::LogAction;
use domain::staff::right::Review;
use domain::{
    Attempt, Fitness, Order, OrderNumber, PhotoHash, SafetyCheck, State, Status, Timestamp,
};

use super::queue::Holding;
use super::reviewed;
use super::second_opinion::{Question, question_of, somebody_else_reviews};
use crate::app::App;
use crate::applicant::open_details;
use crate::attempt_report::AttemptReport;
use crate::error::AppError;
use crate::masked::MaskedApplicant;
use crate::mini_programme::doubt_about;
use crate::note::open_note;
use crate::permit::Permit;
use crate::sealed_report::{KeptReport, kept_report};

/// One order under review.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// The status shown to the applicant.
    pub status: Status,
    /// Waiting since when; the last change if it is not waiting.
    pub since: Timestamp,
    /// How often it was submitted.
    pub submissions: u16,
    /// Who holds it.
    pub holding: Holding,
    /// Whether the inspector may claim it.
    pub may_be_taken: bool,
    /// Whether the inspector may take back that they asked for a second opinion.
    pub may_be_taken_back: bool,
    /// Whether somebody else could give a second opinion.
    pub has_second: bool,
    /// The second opinion that was asked for; `None` if none was, or it is given.
    pub question: Option<Question>,
    /// The applicant, masked.
    pub applicant: MaskedApplicant,
    /// Number of the submission shown, from 1.
    pub submission: u16,
    /// Result of the gravest finding.
    pub fitness: Fitness,
    /// Check results of the picture.
    pub report: AttemptReport,
    /// Whether the uploaded picture is still stored.
    pub has_original: bool,
    /// What WeChat says of the photo, where it doubts it or holds it for forbidden.
    pub doubt: Option<SafetyCheck>,
    /// Hash of the photo's file.
    pub photo_hash: Option<PhotoHash>,
    /// Decisions on earlier attempts, newest first.
    pub earlier: Vec<EarlierDecision>,
    /// When the view was taken.
    pub now: Timestamp,
}

/// A decision on an earlier attempt of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierDecision {
    /// Identifiers of the reasons; empty for an approval.
    pub reasons: Vec<String>,
    /// The inspector's note.
    pub note: String,
}

/// Shows a submitted order, without claiming it. The look is logged.
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
    let case = case_of(app, reviewer, order).await?;
    let mut tx = app.write().await?;
    let (by, subject) = (reviewer.holder(), number.to_string());
    app.log(&mut *tx, by, LogAction::CaseSeen, &subject, "")
        .await?;
    tx.save().await?;
    Ok(case)
}

/// The view of an order just read or saved.
pub(super) async fn case_of(
    app: &App,
    reviewer: &Permit<Review>,
    order: Order,
) -> Result<CaseView, AppError> {
    let mut tx = app.read().await?;
    let mut attempts = tx.attempts_of(order.id).await?;
    let question = question_of(app, &mut *tx, &order).await?;
    let me = reviewer.holder();
    let has_second = somebody_else_reviews(&mut *tx, &order, me, app.now()).await?;
    attempts.retain(|attempt| attempt.submitted_at.is_some());
    let attempt = attempts.pop().ok_or(AppError::NotFound)?;
    let doubt = doubt_about(&mut *tx, &order, attempt.id).await?;
    let report = kept_report(&mut *tx, attempt.id).await?;
    drop(tx);
    let case = case_with(app, reviewer, &order, (attempt, report), attempts)?;
    Ok(CaseView {
        question,
        has_second,
        doubt,
        ..case
    })
}

fn case_with(
    app: &App,
    reviewer: &Permit<Review>,
    order: &Order,
    (attempt, report): (Attempt, KeptReport),
    earlier: Vec<Attempt>,
) -> Result<CaseView, AppError> {
    let now = app.now();
    let me = reviewer.holder();
    let (holding, may_be_taken, since) = match order.state {
        State::Claimed { by, since, .. } if by == me => (Holding::Mine, false, since),
        State::Claimed { since, .. } => (Holding::Others, true, since),
        State::Waiting { since, asked_by } => match asked_by == Some(me) {
            true => (Holding::Asked, false, since),
            false => (Holding::Free, true, since),
        },
        State::Decided { since, .. } => (Holding::Free, false, since),
        State::Draft | State::Unpaid { .. } | State::Cancelled { .. } | State::Lapsed { .. } => {
            (Holding::Free, false, order.updated_at)
        }
    };
    let details = open_details(app, order)?.ok_or(AppError::NotFound)?;
    let earlier = earlier.into_iter().rev().filter_map(|attempt| {
        let decision = attempt.decision.as_ref()?;
        let reasons = decision.reasons.clone();
        let note = open_note(app, order, &attempt);
        Some(note.map(|note| EarlierDecision { reasons, note }))
    });
    Ok(CaseView {
        number: order.number,
        document: order.document.clone(),
        city: order.city,
        status: order.status(now),
        since,
        submissions: order.submissions,
        holding,
        may_be_taken,
        may_be_taken_back: order.state.asked_by().is_some() && order.clone().undo(me, now).is_ok(),
        has_second: false,
        question: None,
        applicant: MaskedApplicant::of(&details.applicant),
        submission: attempt.ordinal,
        fitness: attempt.fitness,
        report: report.open(app, order)?,
        has_original: attempt.original.is_some(),
        doubt: None,
        photo_hash: attempt.photo_hash,
        earlier: earlier.collect::<Result<_, AppError>>()?,
        now,
    })
}
