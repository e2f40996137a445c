//! Approving, rejecting, and undoing decisions.

use domain::log::LogAction;
use domain::staff::right::{OverrulePhoto, Review};
use domain::{Actor, Attempt, Decision, OrderNumber, Overruled, Refusal, Verdict};

use storage::Waited;

use super::case::{CaseView, case_of};
use super::reviewed;
use crate::app::App;
use crate::error::AppError;
use crate::mini_programme::{doubt_about, is_check_awaited};
use crate::note::{fitting_note, seal_note};
use crate::permit::Permit;
use crate::sealed_report::kept_report;

/// A decision to be made.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// Outcome.
    pub verdict: Verdict,
    /// Identifiers of rejection reasons.
    pub reasons: Vec<String>,
    /// Note to the applicant; may be empty.
    pub note: String,
    /// Findings to overrule.
    pub overruling: Option<Overruling>,
}

/// Findings to overrule, with the permit to do so.
#[derive(Clone, Debug)]
pub struct Overruling {
    permit: Permit<OverrulePhoto>,
    findings: Vec<Overruled>,
}

impl Overruling {
    /// Overrules `findings` under this permit.
    #[must_use]
    pub const fn new(permit: Permit<OverrulePhoto>, findings: Vec<Overruled>) -> Self {
        Self { permit, findings }
    }
}

/// Approves or rejects.
///
/// # Errors
/// For a program, [`AppError::PersonNeeded`] where WeChat doubts the photo, and
/// [`AppError::CheckAwaited`] until it has said what it thinks, for an hour at most;
/// [`AppError::OverruleNeeded`] for an approval with failing findings that are
/// not overruled with a class each; [`AppError::UnknownName`] for an unknown
/// reason; [`AppError::Refused`]; storage.
pub async fn decide(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    ruling: Ruling,
) -> Result<CaseView, AppError> {
    let by = reviewer.holder();
    let unknown = |id: &String| app.catalogue().reason(id).is_none();
    if ruling.reasons.iter().any(unknown) {
        return Err(AppError::UnknownName);
    }
    let note = fitting_note(&ruling.note)?;
    let overruled = match ruling.overruling {
        Some(Overruling { permit, findings }) if permit.holder() == by => findings,
        Some(_) | None => Vec::new(),
    };
    let now = app.now();
    let mut tx = app.write().await?;
    let order = reviewed(&mut *tx, reviewer, number).await?;
    let id = order.attempt.ok_or(Refusal::NoPicture)?;
    let mut attempt = tx.attempt(id).await?.ok_or(Refusal::NoPicture)?;
    if let Actor::Program(_) = by {
        if doubt_about(&mut *tx, &order, id).await?.is_some() {
            return Err(AppError::PersonNeeded);
        }
        if is_check_awaited(app, &mut *tx, &order, &attempt).await? {
            return Err(AppError::CheckAwaited);
        }
    }
    if ruling.verdict == Verdict::Approved {
        let mut unexplained = kept_report(&mut *tx, id)
            .await?
            .open(app, &order)?
            .failing();
        unexplained.retain(|id| !overruled.iter().any(|given| given.finding == *id));
        if !unexplained.is_empty() {
            return Err(AppError::OverruleNeeded(unexplained));
        }
    }
    let note = seal_note(app, &order, id, &note)?;
    let step = order.decide(by, ruling.verdict, &ruling.reasons, now)?;
    attempt.decision = Some(Decision {
        verdict: ruling.verdict,
        by,
        at: now,
        reasons: ruling.reasons,
        note,
        overruled: overruled.clone(),
    });
    tx.update_attempt(&attempt).await?;
    let waited = waited(&attempt);
    let order = app.commit(&mut *tx, step, by, now).await?;
    let subject = order.number.to_string();
    for overruled in overruled {
        let detail = format!("{} {}", overruled.finding, overruled.class.code());
        app.log(&mut *tx, by, LogAction::Overruled, &subject, &detail)
            .await?;
    }
    if let Some(waited) = waited {
        tx.count_wait(waited).await?;
    }
    tx.save().await?;
    app.changed(order.id);
    case_of(app, reviewer, order).await
}

/// The wait that a decision ended.
fn waited(attempt: &Attempt) -> Option<Waited> {
    Some(Waited {
        from: attempt.submitted_at?,
        until: attempt.decision.as_ref()?.at,
    })
}

/// Undoes the inspector's own decision within ten seconds, or takes back the order
/// they asked a second opinion on as long as nobody has it.
///
/// # Errors
/// [`AppError::Refused`]; storage.
pub async fn undo(
    app: &App,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<CaseView, AppError> {
    let (by, now) = (reviewer.holder(), app.now());
    let mut tx = app.write().await?;
    let order = reviewed(&mut *tx, reviewer, number).await?;
    let id = order.attempt.ok_or(Refusal::NoPicture)?;
    let mut attempt = tx.attempt(id).await?.ok_or(Refusal::NoPicture)?;
    let waited = waited(&attempt);
    if attempt.decision.take().is_some() {
        tx.update_attempt(&attempt).await?;
    }
    let step = order.undo(by, now)?;
    let order = app.commit(&mut *tx, step, by, now).await?;
    if let Some(waited) = waited {
        tx.uncount_wait(waited).await?;
    }
    tx.save().await?;
    app.changed(order.id);
    case_of(app, reviewer, order).await
}
