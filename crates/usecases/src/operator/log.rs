//! Reading the audit log, and verifying its chain.

use domain::log::{Broken, ChainedEntry, LogAction, Verifier};
use domain::staff::right::ReadLog;
use storage::LogFilter;

use crate::app::App;
use crate::error::AppError;
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

/// Verifies the whole log; gives the number of entries.
///
/// # Errors
/// The first fault in the chain; storage.
pub async fn verify_log(app: &App, _: &Permit<ReadLog>) -> Result<u64, LogFault> {
    let mut tx = app.read().await?;
    let (root, hash) = tx.log_root().await?;
    let mut verifier = Verifier::after(root, hash);
    let mut last = root;
    let mut count = 0;
    loop {
        let entries = tx.log_after(last, STRETCH).await?;
        let Some(end) = entries.last() else {
            return Ok(count);
        };
        last = end.seq;
        for entry in &entries {
            verifier.take(entry)?;
            count += 1;
        }
    }
}
