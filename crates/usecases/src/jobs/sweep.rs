//! The daily clearing of what nothing refers to any more.

use std::time::Duration;

use domain::Job;
use domain::timestamp::days;

use super::daily::plan_tomorrow;
use super::fault::Fault;
use crate::app::App;
use crate::error::AppError;
use crate::operator::lapse_motions;
use crate::sign_in::stale;

/// A younger file may belong to a transaction that is not saved yet.
const SWEEP_AGE: Duration = days(1);

/// Deletes files that no row refers to, expired sessions, devices that are no
/// longer known, and old counts of guesses.
pub(super) async fn sweep(app: &App) -> Result<(), Fault> {
    let now = app.now();
    // First what needs no file, so that a folder that fails keeps none of it.
    let mut tx = app.write().await?;
    tx.delete_sessions_unused_since(stale(now)).await?;
    tx.forget_guesses(now.minus(domain::retention::GUESSES))
        .await?;
    tx.forget_sign_in_counts(now.minus(domain::retention::GUESSES))
        .await?;
    tx.delete_letters(now.minus(domain::retention::LETTERS))
        .await?;
    tx.forget_pushes(now.minus(domain::retention::PUSHES))
        .await?;
    tx.forget_devices_unused_since(now.minus(domain::retention::DEVICES))
        .await?;
    lapse_motions(app, &mut *tx).await?;
    tx.save().await?;
    let before = now.minus(SWEEP_AGE).0;
    let blobs = &app.parts().blobs;
    let fault = |error: blobs::BlobError| Fault::from(AppError::from(error));
    for stored in blobs.written_before(before).await.map_err(fault)? {
        let name = domain::BlobRef(stored.key.to_string());
        let used = app.read().await?.blob_in_use(&name).await?;
        if !used {
            blobs.delete(&stored.key).await.map_err(fault)?;
        }
    }
    blobs.remove_unfinished(before).await.map_err(fault)?;
    plan_tomorrow(app, Job::Sweep, now).await
}
