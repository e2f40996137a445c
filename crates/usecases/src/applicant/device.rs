//! Leaving a device, and recognising one from before cookies were
//! authenticated.

use domain::{Actor, Digest};

use super::own_order::Credentials;
use crate::app::App;
use crate::error::AppError;

/// Orders taken off a device at once.
const PAGE: u32 = 50;

/// Takes every order off a device whose user says that it is not theirs. From
/// then on they open by number and phone, also for whoever kept the device's
/// cookie; on other devices that opened them so nothing changes. Gives how many.
///
/// # Errors
/// Storage.
pub async fn leave(app: &App, shown: &Credentials) -> Result<usize, AppError> {
    let Some(device) = shown.device else {
        return Ok(0);
    };
    let mut left = 0;
    loop {
        let now = app.now();
        let mut tx = app.write().await?;
        let orders = tx.orders_of_device(device, PAGE).await?;
        if orders.is_empty() {
            tx.forget_old_device(device).await?;
            tx.save().await?;
            return Ok(left);
        }
        let mut ids = Vec::with_capacity(orders.len());
        for order in orders {
            ids.push(order.id);
            let step = order.leave_device();
            app.commit(&mut *tx, step, Actor::Applicant, now).await?;
        }
        tx.save().await?;
        left += ids.len();
        for id in ids {
            app.changed(id);
        }
    }
}

/// Whether a device began an order before cookies were authenticated, and still
/// has one: its old cookie is accepted and replaced.
///
/// # Errors
/// Storage.
pub async fn is_old_device(app: &App, device: Digest) -> Result<bool, AppError> {
    Ok(app.read().await?.is_old_device(device).await?)
}
