//! The clearing of what nothing refers to any more.

use std::time::Duration;

use domain::timestamp::days;
use domain::{Due, Job, Timestamp};

use super::fault::Fault;
use crate::app::App;
use crate::bucket_owner::{BucketFault, own_bucket};
use crate::error::AppError;
use crate::operator::{keep_days, lapse_motions, tally};
use crate::sign_in::stale;
use crate::sweep_round::Round;

/// A younger file may belong to a transaction that is not saved yet.
const SWEEP_AGE: Duration = days(1);

/// Counts what pages show of big tables; deletes expired sessions, devices that are no longer known, old counts of guesses, and
/// of the files that no row refers to those whose turn it is.
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
    tx.forget_failed_pictures(now.minus(domain::retention::FAILED_PICTURE))
        .await?;
    lapse_motions(app, &mut *tx).await?;
    tx.save().await?;
    tally(app).await?;
    keep_days(app).await?;
    let round = Round::at(now);
    // Files of another installation are none that no row refers to.
    match own_bucket(app).await {
        Ok(()) => {
            for first_byte in round.first_bytes() {
                sweep_files(app, first_byte, now.minus(SWEEP_AGE)).await?;
            }
        }
        Err(BucketFault::App(error)) => return Err(error.into()),
        Err(fault) => tracing::error!(code = fault.code(), "the bucket is not swept: {fault}"),
    }
    let (job, at) = (Job::Sweep, round.next_at());
    let mut tx = app.write().await?;
    app.enqueue(&mut *tx, &Due { job, at }, now).await?;
    Ok(app.conclude(tx).await?)
}

/// Deletes the files that no row refers to among those written before `before` whose
/// keys begin with `first_byte`.
async fn sweep_files(app: &App, first_byte: u8, before: Timestamp) -> Result<(), AppError> {
    let blobs = &app.parts().blobs;
    for stored in blobs.written_before(first_byte, before.0).await? {
        let name = domain::BlobRef(stored.key.to_string());
        let used = app.read().await?.blob_in_use(&name).await?;
        if !used {
            blobs.delete(&stored.key).await?;
        }
    }
    blobs.remove_unfinished(first_byte, before.0).await?;
    Ok(())
}
