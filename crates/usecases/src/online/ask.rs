//! Asking the payment service what became of a charge: its notice may be late or lost.

use domain::money::{Charge, ChargeStatus};
use domain::timestamp::minutes;
use domain::{ChargeId, Due, Job, Timestamp};
use payments::{Found, Persistence};

use super::offer::failed;
use super::settle::settle;
use crate::app::App;
use crate::error::AppError;

/// How long after its end a charge is asked for while the payment service is silent.
const SILENT: std::time::Duration = domain::timestamp::days(7);

/// The job [`Job::AskCharge`]: settles a charge that was paid, closes one whose time is
/// over, and plans the next time to ask.
pub(crate) async fn ask_charge(app: &App, id: ChargeId) -> Result<(), AppError> {
    let now = app.now();
    let charge = app.read().await?.charge(id).await?;
    let Some(charge) = charge.filter(|charge| charge.status == ChargeStatus::Open) else {
        return Ok(());
    };
    let Some(payer) = app.payer(charge.way) else {
        return plan(app, id, now.plus(minutes(60)), now).await;
    };
    let number = id.to_string();
    match payer.find(&number, now.0).await {
        Ok(Found::Paid(paid)) => settle(app, charge.way, &paid).await,
        // An offer whose answer got lost may have made it all the same, later.
        Ok(Found::Closed | Found::Unknown) if now >= charge.ends_at() => close(app, id).await,
        Ok(Found::Open) if now >= charge.ends_at() => {
            // Closed there first: what is closed here cannot be paid any more.
            payer.close(&number, now.0).await.map_err(failed)?;
            close(app, id).await
        }
        Ok(Found::Closed | Found::Unknown | Found::Open) => {
            let at = next(&charge, now);
            plan(app, id, at, now).await
        }
        Err(error) => {
            let is_over = now >= charge.ends_at().plus(SILENT);
            match failed(error).persistence() {
                Persistence::Permanent if is_over => close(app, id).await,
                _ if is_over => close(app, id).await,
                _ => {
                    let at = next(&charge, now);
                    plan(app, id, at, now).await
                }
            }
        }
    }
}

/// The next time to ask; every hour once its time is over.
fn next(charge: &Charge, now: Timestamp) -> Timestamp {
    let later = now.plus(minutes(60));
    charge.asked_next(now).unwrap_or(later)
}

async fn plan(app: &App, id: ChargeId, at: Timestamp, now: Timestamp) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let job = Job::AskCharge { charge: id };
    app.enqueue(&mut *tx, &Due { job, at }, now).await?;
    tx.save().await?;
    Ok(())
}

/// Notes that a charge cannot be paid any more, unless it was paid meanwhile.
pub(super) async fn close(app: &App, id: ChargeId) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let Some(charge) = tx.charge(id).await? else {
        return Ok(());
    };
    if charge.status == ChargeStatus::Open {
        tx.update_charge(&charge.closed()).await?;
        tx.save().await?;
    }
    Ok(())
}
