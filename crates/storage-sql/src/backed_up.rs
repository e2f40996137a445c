//! What a back-up needs besides the rows: entries of the log that were not chained yet,
//! and what is done to rows that were brought back.

use std::sync::Arc;

use domain::Sealed;
use domain::log::{LogEnds, LogEntry};
use storage::{StorageError, Transaction as _};

use crate::connection::Connection;
use crate::copy::{PROGRESS, end_copy};
use crate::log_rows;
use crate::seal_keys::SealKeys;
use crate::statement::query;
use crate::transaction::SqlTransaction;

/// Entries of the log that were left to be chained, the oldest first.
///
/// # Errors
/// [`StorageError::Altered`] if one was written or changed by somebody else.
pub async fn waiting_entries(
    from: &mut dyn Connection,
    keys: &SealKeys,
) -> Result<Vec<LogEntry>, StorageError> {
    match from.has_table(log_rows::INBOX).await? {
        true => log_rows::all_waiting(from, keys).await,
        false => Ok(Vec::new()),
    }
}

/// Chains entries to the log of a copy, which nobody else has open; gives its ends.
///
/// # Errors
/// [`StorageError`].
pub async fn chain_copied(
    connection: Box<dyn Connection>,
    keys: Arc<SealKeys>,
    entries: &[LogEntry],
) -> Result<LogEnds, StorageError> {
    let mut transaction = SqlTransaction::writing(connection, keys);
    if !entries.is_empty() {
        transaction.chain(entries).await?;
    }
    let ends = transaction.ends().await?;
    Box::new(transaction).save().await?;
    Ok(ends)
}

/// What rows that were brought back from a back-up begin with.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The log's first entry here.
    pub entry: LogEntry,
    /// Kept keys that are other ones from here on.
    pub kept: Vec<(&'static str, Sealed)>,
}

/// Sessions end: one that was ended since the back-up would live again.
const END_SESSIONS: &str = "DELETE FROM sessions";
/// Nobody works at what was being done then: it can be taken at once.
const END_LEASES: &str = "UPDATE jobs SET ready_at = 0 WHERE state = 'leased'";
const KEEP_KEY: &str = "INSERT INTO kept_keys (name, sealed) VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET sealed = ?2";

/// Ends a restoration, in a transaction that has the database for itself: what was true
/// of the processes of then ends, the log says what happened, and the database can be used.
///
/// # Errors
/// [`StorageError`]; nothing was changed then.
pub async fn end_restoration(
    connection: Box<dyn Connection>,
    keys: Arc<SealKeys>,
    restored: &Restored,
) -> Result<(), StorageError> {
    let mut transaction = SqlTransaction::writing(connection, keys);
    let connection = transaction.connection();
    connection.execute(query(END_SESSIONS)).await?;
    connection.execute(query(END_LEASES)).await?;
    for (name, sealed) in &restored.kept {
        let keep = query(KEEP_KEY).bind(*name).bind(sealed.0.clone());
        connection.execute(keep).await?;
    }
    if connection.has_table(PROGRESS).await? {
        end_copy(connection).await?;
    }
    transaction
        .chain(std::slice::from_ref(&restored.entry))
        .await?;
    Box::new(transaction).save().await
}
