//! Known devices: browsers in which somebody signed in before, by a random token
//! in a cookie of its own.

use domain::staff::standing::{DEVICE_KNOWN, MOST_DEVICES};
use domain::{Digest, StaffId};
use storage::Transaction;

use crate::app::App;
use crate::error::AppError;
use crate::token::{digest, token};

/// The digest of the device, if it is known for this account.
pub(super) async fn known(
    app: &App,
    tx: &mut dyn Transaction,
    staff: StaffId,
    device: Option<&str>,
) -> Result<Option<Digest>, AppError> {
    let Some(device) = device.map(digest) else {
        return Ok(None);
    };
    let used = tx.known_device(device, staff).await?;
    let is_known = used.is_some_and(|at| app.now().since(at) < DEVICE_KNOWN);
    Ok(is_known.then_some(device))
}

/// Makes the browser known for the account; gives its new token. The token
/// changes with every sign-in, so that one that somebody planted in the browser
/// beforehand, or copied from it, does not stay good; whoever else is known in
/// this browser stays so.
pub(super) async fn keep(
    app: &App,
    tx: &mut dyn Transaction,
    staff: StaffId,
    device: Option<&str>,
) -> Result<String, AppError> {
    let new = token(&mut *app.randomness());
    if let Some(old) = device {
        tx.rename_device(digest(old), digest(&new)).await?;
    }
    let most = u32::try_from(MOST_DEVICES).unwrap_or(u32::MAX);
    tx.keep_device(digest(&new), staff, app.now(), most).await?;
    Ok(new)
}
