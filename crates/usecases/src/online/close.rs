//! Closing what nobody is to pay any more.

use domain::money::ChargeStatus;
use domain::{Due, Job, OrderId, Timestamp};
use payments::{Found, PayError};
use storage::Transaction;

use super::ask::close;
use super::offer::failed;
use super::settle::settle;
use crate::app::App;
use crate::error::AppError;

/// Plans that an order's open charges are closed, if there are any: it is paid, and nobody
/// is to pay it once more.
pub(crate) async fn plan_close(
    app: &App,
    tx: &mut dyn Transaction,
    order: OrderId,
    now: Timestamp,
) -> Result<(), AppError> {
    let mut charges = tx.charges_of(order).await?.into_iter();
    if charges.any(|charge| charge.status == ChargeStatus::Open) {
        let job = Job::CloseCharges { order };
        app.enqueue(tx, &Due { job, at: now }, now).await?;
    }
    Ok(())
}

/// The job [`domain::Job::CloseCharges`]: closes the order's open charges at the payment
/// service. One that was paid at the same instant is settled, and given back where nothing
/// is to be paid.
pub(crate) async fn close_charges(app: &App, order: OrderId) -> Result<(), AppError> {
    let now = app.now();
    let charges = app.read().await?.charges_of(order).await?.into_iter();
    for charge in charges.filter(|charge| charge.status == ChargeStatus::Open) {
        let Some(payer) = app.payer(charge.way) else {
            continue;
        };
        let number = charge.id.to_string();
        match payer.close(&number, now.0).await {
            Ok(()) => close(app, charge.id).await?,
            Err(PayError::Refused { .. }) => {
                match payer.find(&number, now.0).await.map_err(failed)? {
                    Found::Paid(paid) => settle(app, charge.way, &paid).await?,
                    Found::Closed => close(app, charge.id).await?,
                    // An offer on its way may still make it: asked for later.
                    Found::Unknown | Found::Open => {}
                }
            }
            Err(error) => return Err(failed(error).into()),
        }
    }
    Ok(())
}
