//! Checkpoints that the service keeps by itself: one every ten minutes, in the database,
//! where anybody can fetch them, and in the bucket, where there is one. Whoever kept one
//! finds out what was rewritten before it.

use std::time::Duration;

use domain::timestamp::minutes;
use storage::KeptCheckpoint;

use crate::app::App;
use crate::checkpoints::{self, Checkpoint, Destination, NotACheckpoint};
use crate::error::AppError;
use crate::supervise::supervise_endless;

/// Time between two checkpoints, where the log grew.
const EVERY: Duration = minutes(10);
/// Time between two looks.
const LOOK: Duration = minutes(1);
/// The folder of the bucket.
const FOLDER: &str = "checkpoints";
/// The newest ones of the bucket that are read; of those before, each so manieth.
const NEWEST: usize = 200;
const EACH: usize = 100;

/// Keeps checkpoints until `shutdown` completes.
pub async fn keep_attesting<S>(app: &App, shutdown: impl Fn() -> S)
where
    S: Future<Output = ()> + Send + 'static,
{
    supervise_endless(app, shutdown, attesting).await;
}

async fn attesting(app: App) {
    loop {
        tokio::time::sleep(LOOK).await;
        if let Err(error) = attest(&app).await {
            tracing::error!(code = error.code(), "no checkpoint of the log was kept");
        }
    }
}

/// Keeps a checkpoint, if the log grew and the last one is ten minutes old, whichever process
/// took it.
///
/// # Errors
/// Storage; a bucket that cannot be reached, into which the next one goes.
pub async fn attest(app: &App) -> Result<(), AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let newest = tx.checkpoints(1).await?.into_iter().next();
    let ends = tx.log_ends().await?;
    drop(tx);
    let is_due = |last: &KeptCheckpoint| last.seq < ends.head && now.since(last.at) >= EVERY;
    if newest.is_some_and(|last| !is_due(&last)) {
        return Ok(());
    }
    let kept = KeptCheckpoint {
        seq: ends.head,
        at: now,
        line: checkpoints::attest(app, &ends),
    };
    let mut tx = app.write().await?;
    tx.keep_checkpoint(&kept).await?;
    tx.save().await?;
    let blobs = &app.parts().blobs;
    if !blobs.is_bucket() {
        return Ok(());
    }
    let name = format!("{FOLDER}/{:020}", kept.seq);
    let put = blobs.put_note(&name, &format!("{}\n", kept.line)).await;
    match put {
        Ok(()) => app.health().reached(Destination::Bucket),
        Err(_) => app.health().missed(Destination::Bucket),
    }
    Ok(put?)
}

/// The last checkpoints, the newest first, one a line.
///
/// # Errors
/// Storage.
pub async fn published(app: &App, limit: u32) -> Result<String, AppError> {
    let kept = app.read().await?.checkpoints(limit).await?;
    Ok(kept
        .into_iter()
        .map(|one| format!("{}\n", one.line))
        .collect())
}

/// A checkpoint as it was kept; `None` for a line that nobody signed here, or that says
/// something else than where it stands.
pub(crate) fn genuine(app: &App, kept: &KeptCheckpoint) -> Option<Checkpoint> {
    match checkpoints::read(app, &kept.line).as_deref() {
        Ok([one]) if one.seq == kept.seq => Some(*one),
        _ => None,
    }
}

/// The checkpoints in the bucket, which whoever has the database alone cannot change: the
/// newest, and some of those before.
///
/// # Errors
/// That the bucket cannot be read.
pub async fn in_bucket(app: &App) -> Result<Result<Vec<Checkpoint>, NotACheckpoint>, AppError> {
    let blobs = &app.parts().blobs;
    if !blobs.is_bucket() {
        return Ok(Ok(Vec::new()));
    }
    let names = blobs.notes(FOLDER).await?;
    let newest = names.len().saturating_sub(NEWEST);
    let mut found = Vec::new();
    for (n, name) in names.iter().enumerate() {
        if n < newest && n % EACH != 0 {
            continue;
        }
        let Some(text) = blobs.note(name).await? else {
            continue;
        };
        match checkpoints::read(app, &text) {
            Ok(read) => found.extend(read),
            Err(fault) => return Ok(Err(fault)),
        }
    }
    Ok(Ok(found))
}
