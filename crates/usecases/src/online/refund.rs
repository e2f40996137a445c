//! Giving back through the payment service what came by it.

use std::time::Duration;

use domain::money::{PayWay, Payment, PaymentStanding, PaymentStep};
use domain::timestamp::{days, minutes};
use domain::{Actor, Due, Job, PaymentId, Timestamp};
use messages::{Args, Locale, text};
use payments::{PayError, Persistence, RefundFound, RefundRequest, RefundState};
use storage::Transaction;

use super::offer::failed;
use crate::app::App;
use crate::error::AppError;
use crate::till::book;

/// What the merchant lacks for a refund is a matter of days: takings come in.
const NOT_ENOUGH: &str = "NOT_ENOUGH";
/// After so long a refund that the service does not make is the operator's to see to.
const GIVEN_UP: Duration = days(7);
/// Longest wait between two tries.
const LONGEST_WAIT: Duration = minutes(360);

/// Plans the refund of a payment that is to be given back, if it came over the internet:
/// what came at the till is given back by a person.
pub(crate) async fn plan_refund(
    app: &App,
    tx: &mut dyn Transaction,
    payment: &Payment,
    now: Timestamp,
) -> Result<(), AppError> {
    if payment.way == PayWay::Till {
        return Ok(());
    }
    let job = Job::Refund {
        payment: payment.id,
    };
    app.enqueue(tx, &Due { job, at: now }, now).await
}

/// The job [`Job::Refund`]. The same refund is asked for under the same number until it is
/// done, so that however often this runs, the money goes back once.
pub(crate) async fn refund(app: &App, id: PaymentId) -> Result<(), AppError> {
    let now = app.now();
    let payment = app.read().await?.payment(id).await?;
    let Some((payment, since)) = payment.and_then(asked_back) else {
        return Ok(());
    };
    let Some(payer) = app.payer(payment.way) else {
        return again(app, id, since, now).await;
    };
    let mut args = Args::new();
    args.set("number", payment.number.to_string());
    let request = RefundRequest {
        number: id.to_string(),
        transaction: payment.reference.clone(),
        amount_fen: payment.amount.0,
        total_fen: payment.amount.0,
        reason: text(Locale::Zh, "pay-refund-reason", &args),
    };
    match payer.refund(&request, now.0).await {
        Ok(found) if found.state == RefundState::Processing => again(app, id, since, now).await,
        Ok(found) => note_refund(app, &found).await,
        Err(error) => {
            let is_over = now >= since.plus(GIVEN_UP);
            let error = failed(error);
            let waits = match &error {
                PayError::Refused { code } => code == NOT_ENOUGH,
                other => other.persistence() == Persistence::Temporary,
            };
            match waits && !is_over {
                true => again(app, id, since, now).await,
                false => {
                    let code = match error.of_service() {
                        "" => error.code(),
                        code => code,
                    };
                    fail(app, id, code).await
                }
            }
        }
    }
}

/// The payment and since when it is to be given back.
fn asked_back(payment: Payment) -> Option<(Payment, Timestamp)> {
    match payment.standing {
        PaymentStanding::RefundAsked { at, .. } => Some((payment, at)),
        _ => None,
    }
}

/// Plans the next try: the waits grow with the time that it takes.
async fn again(app: &App, id: PaymentId, since: Timestamp, now: Timestamp) -> Result<(), AppError> {
    let wait = (now.since(since) / 2).clamp(minutes(1), LONGEST_WAIT);
    let due = Due {
        job: Job::Refund { payment: id },
        at: now.plus(wait),
    };
    let mut tx = app.write().await?;
    app.enqueue(&mut *tx, &due, now).await?;
    tx.save().await?;
    Ok(())
}

/// Notes how a refund stands, as the payment service says in an answer or a notice.
pub(super) async fn note_refund(app: &App, found: &RefundFound) -> Result<(), AppError> {
    let Ok(id) = found.number.parse::<PaymentId>() else {
        tracing::warn!("a refund is under a number that is not ours");
        return Ok(());
    };
    match found.state {
        RefundState::Processing => Ok(()),
        RefundState::Done => {
            let now = app.now();
            let done = |payment: Payment| payment.refunded_online(&found.refund, now);
            change(app, id, done).await
        }
        RefundState::Closed => fail(app, id, "CLOSED").await,
        RefundState::Abnormal => fail(app, id, "ABNORMAL").await,
    }
}

async fn fail(app: &App, id: PaymentId, code: &str) -> Result<(), AppError> {
    tracing::error!(code, "a payment could not be given back");
    let now = app.now();
    change(app, id, |payment| payment.refund_failed(code, now)).await
}

/// Changes a payment that is to be given back; one that was given back stays so.
async fn change(
    app: &App,
    id: PaymentId,
    deed: impl FnOnce(Payment) -> Result<PaymentStep, domain::money::PaymentRefusal>,
) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(payment) = tx.payment(id).await? else {
        return Ok(());
    };
    let Ok(step) = deed(payment) else {
        return Ok(());
    };
    let order = tx.order(step.payment.order).await?;
    let order = order.ok_or(AppError::NotFound)?;
    tx.update_payment(&step.payment).await?;
    book(&mut *tx, &step, &order, Actor::System, now).await?;
    let amount = step.payment.amount;
    let step = match step.moved {
        Some(_) => order.paid_back(amount, now),
        None => order.refund_failed(amount, now),
    };
    let order = app.commit(&mut *tx, step, Actor::System, now).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}
