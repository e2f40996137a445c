//! One order for staff: what happened to it; and, with a reason, whose it is.

use domain::applicant::Email;
use domain::log::LogAction;
use domain::staff::right::FindOrders;
use domain::{Actor, Fitness, LookReason, OrderNumber, TimelineEntry, Timestamp, Verdict};

use super::order_list::{OrderLine, line};
use crate::app::App;
use crate::applicant::open_details;
use crate::error::AppError;
use crate::permit::Permit;

/// An order as staff see it, without its person.
#[derive(Clone, Debug)]
pub struct OrderRecord {
    /// As in the list.
    pub line: OrderLine,
    /// The whole timeline, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What was submitted, oldest first.
    pub submitted: Vec<SubmittedAttempt>,
    /// Whether somebody's details are kept.
    pub has_person: bool,
}

/// A submitted picture and what was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmittedAttempt {
    /// When it was submitted.
    pub at: Timestamp,
    /// Result of the gravest finding.
    pub fitness: Fitness,
    /// Decision, when, and by whom; `None` while there is none.
    pub decided: Option<(Verdict, Timestamp, Actor)>,
    /// Identifiers of rejection reasons.
    pub reasons: Vec<String>,
}

/// Whose an order is, to be reached and to be told apart. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SeenApplicant {
    /// The name, whole.
    pub name: String,
    /// The phone number, whole.
    pub phone: String,
    /// The identity number, its middle hidden.
    pub identity: String,
    /// The e-mail address, its middle hidden.
    pub email: Option<String>,
}

impl std::fmt::Debug for SeenApplicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SeenApplicant")
    }
}

/// The order of this number.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn order_record(
    app: &App,
    _: &Permit<FindOrders>,
    number: OrderNumber,
) -> Result<OrderRecord, AppError> {
    let mut tx = app.read().await?;
    let order = tx.order_by_number(number).await?;
    let order = order.ok_or(AppError::NotFound)?;
    let attempts = tx.attempts_of(order.id).await?.into_iter();
    let submitted = attempts.filter_map(|attempt| {
        let decision = attempt.decision;
        Some(SubmittedAttempt {
            at: attempt.submitted_at?,
            fitness: attempt.fitness,
            decided: decision.as_ref().map(|one| (one.verdict, one.at, one.by)),
            reasons: decision.map_or(Vec::new(), |one| one.reasons),
        })
    });
    Ok(OrderRecord {
        submitted: submitted.collect(),
        timeline: tx.events_of(order.id).await?,
        line: line(app, &mut *tx, &order).await?,
        has_person: order.applicant.is_some() && order.key.is_some(),
    })
}

/// Whose the order of this number is. Logged with the reason.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such order, or nothing is kept of its person;
/// storage.
pub async fn applicant_of(
    app: &App,
    permit: &Permit<FindOrders>,
    number: OrderNumber,
    reason: LookReason,
) -> Result<SeenApplicant, AppError> {
    let mut tx = app.write().await?;
    let order = tx.order_by_number(number).await?;
    let order = order.filter(|order| order.key.is_some());
    let order = order.ok_or(AppError::NotFound)?;
    let kept = open_details(app, &order)?.ok_or(AppError::NotFound)?;
    let (by, subject) = (permit.holder(), number.to_string());
    app.log(
        &mut *tx,
        by,
        LogAction::ApplicantSeen,
        &subject,
        reason.code(),
    )
    .await?;
    tx.save().await?;
    let applicant = kept.applicant;
    Ok(SeenApplicant {
        name: applicant.name.as_str().to_owned(),
        phone: applicant.phone.as_str().to_owned(),
        identity: applicant.identity.masked(),
        email: applicant.email.as_ref().map(Email::masked),
    })
}
