//! Reading the log, and going along its chain.

use domain::log::{Broken, ChainedEntry, LogAction, Verifier};
use domain::staff::right::ReadLog;
use storage::LogFilter;

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Which entries are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// Only entries before this number.
    pub before: Option<i64>,
    /// Only entries whose action's code contains this; empty for all.
    pub action: String,
}

/// A stretch of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogPage {
    /// Newest first.
    pub entries: Vec<ChainedEntry>,
    /// What `before` goes on with; `None` where there are no more.
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

/// Why the log is not what was written, or could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LogFault {
    /// An entry was changed or is missing.
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

/// Entries that are read at once to verify them.
const STRETCH: u32 = 1000;

/// Goes along the whole log; gives how many entries it holds.
///
/// # Errors
/// Where the chain is broken; storage.
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
