//! Reading the audit log, and verifying its chain.

use std::collections::HashMap;

use domain::log::{Broken, ChainedEntry, Epoch, LogAction, Verifier};
use domain::staff::right::ReadLog;
use storage::{KeptEpoch, LogFilter};

use crate::app::App;
use crate::checkpoints::Checkpoint;
use crate::error::AppError;
use crate::kept_checkpoints::genuine;
use crate::keys::open_log_key;
use crate::permit::Permit;

/// Which entries to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// Only entries before this sequence number.
    pub before: Option<i64>,
    /// Only entries whose action's code contains this; empty for all.
    pub action: String,
}

/// A page of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogPage {
    /// Newest first.
    pub entries: Vec<ChainedEntry>,
    /// Value of `before` for the next page; `None` if this is the last.
    pub next: Option<i64>,
}

/// Entries of the log, newest first, at most `most`.
///
/// # Errors
/// Storage.
pub async fn log(
    app: &App,
    _: &Permit<ReadLog>,
    query: &LogQuery,
    most: u32,
) -> Result<LogPage, AppError> {
    let named = |action: &LogAction| action.code().contains(&query.action);
    let actions = LogAction::ALL.into_iter().filter(named);
    let filter = LogFilter {
        before: query.before,
        actions: (!query.action.is_empty()).then(|| actions.collect()),
    };
    let entries = app.read().await?.log_newest(&filter, most).await?;
    let is_full = entries.len() >= most as usize;
    let oldest = entries.last().map(|entry| entry.seq);
    Ok(LogPage {
        next: oldest.filter(|seq| is_full && *seq > 1),
        entries,
    })
}

/// Why the log could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum LogFault {
    /// The chain is broken.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// It could not be read.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<storage::StorageError> for LogFault {
    fn from(error: storage::StorageError) -> Self {
        Self::App(error.into())
    }
}

/// Entries read at once for verification.
const STRETCH: u32 = 1000;

/// Verifies the whole log, its ends, and that it agrees with `attested`; gives the
/// number of entries.
///
/// # Errors
/// The first fault in the chain; storage.
pub async fn verify_log(
    app: &App,
    _: &Permit<ReadLog>,
    attested: &[Checkpoint],
) -> Result<u64, LogFault> {
    verify(app, attested).await
}

/// How often entries were deleted before they were chained, as the log says itself, up to
/// a hundred.
///
/// # Errors
/// Storage.
pub async fn deleted_entries(app: &App, _: &Permit<ReadLog>) -> Result<usize, AppError> {
    let filter = LogFilter {
        actions: Some(vec![LogAction::EntriesMissing]),
        ..LogFilter::default()
    };
    Ok(app.read().await?.log_newest(&filter, 100).await?.len())
}

pub(crate) async fn verify(app: &App, attested: &[Checkpoint]) -> Result<u64, LogFault> {
    let mut tx = app.read().await?;
    let ends = tx.log_ends().await.map_err(ends_fault)?;
    let epochs = tx.log_epochs().await.map_err(ends_fault)?;
    let epochs: Result<Vec<Epoch>, LogFault> =
        epochs.into_iter().map(|epoch| opened(app, epoch)).collect();
    let mut verifier = Verifier::after(ends.root, ends.root_hash, epochs?);
    let mut count = 0;
    let mut known: HashMap<i64, [u8; 32]> = HashMap::new();
    for kept in tx.checkpoints(u32::MAX).await? {
        let attested = genuine(app, &kept).ok_or(Broken::NotAsAttested(kept.seq))?;
        known.insert(attested.seq, attested.hash);
    }
    for one in attested {
        if known
            .insert(one.seq, one.hash)
            .is_some_and(|hash| hash != one.hash)
        {
            return Err(Broken::NotAsAttested(one.seq).into());
        }
    }
    let at_root = known.get(&ends.root);
    if ends.root > 0 && at_root.is_some_and(|hash| *hash != ends.root_hash) {
        return Err(Broken::NotAsAttested(ends.root).into());
    }
    let later = known.keys().any(|seq| *seq > ends.head);
    loop {
        let entries = tx.log_after(verifier.reached().0, STRETCH).await?;
        if entries.is_empty() {
            break;
        }
        for entry in &entries {
            verifier.take(entry)?;
            if known
                .get(&entry.seq)
                .is_some_and(|hash| *hash != entry.hash)
            {
                return Err(Broken::NotAsAttested(entry.seq).into());
            }
            count += 1;
        }
    }
    verifier.end(&ends)?;
    if later {
        return Err(Broken::Cut(ends.head).into());
    }
    Ok(count)
}

/// An epoch with its key: the one in use, or an earlier one that was kept when the
/// sealing key was replaced.
fn opened(app: &App, epoch: KeptEpoch) -> Result<Epoch, LogFault> {
    let key = match &epoch.key {
        None => app.parts().log_key.clone(),
        Some(kept) => app
            .sealing()
            .keys()
            .opened(|key| open_log_key(key, epoch.first, kept))
            .map_err(|_| LogFault::from(Broken::Ends))?,
    };
    Ok(Epoch {
        first: epoch.first,
        before: epoch.before,
        key,
    })
}

/// Ends that do not read are a fault of the log, not of the database.
fn ends_fault(error: storage::StorageError) -> LogFault {
    match error {
        storage::StorageError::Altered { .. } => Broken::Ends.into(),
        other => other.into(),
    }
}
