//! Access to the database through transactions.

use async_trait::async_trait;
use domain::Timestamp;
use domain::log::LogEntry;

use crate::{
    ApiKeys, Attempts, BillChecks, BlobDeletes, Charges, Consents, Derive, Events, Figures,
    Guesses, Jobs, KnownDevices, Letters, Log, Messages, Money, Motions, Nodes, Notices,
    OldDevices, Orders, Passkeys, Pictures, Purged, Pushes, Receipts, Remains, Reports, Rewrap,
    Rotated, SafetyChecks, SealedPhotos, Sessions, SignInCounts, Staff, StorageError, Stretch,
    Subscriptions, Terms, Upkeep, Waits, Windows,
};

/// A database.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// A read transaction: sees one consistent snapshot and changes nothing.
    ///
    /// # Errors
    /// [`StorageError::Database`].
    async fn read(&self) -> Result<Box<dyn Transaction>, StorageError>;

    /// A write transaction.
    ///
    /// # Errors
    /// [`StorageError::Database`]; [`StorageError::KeyReplaced`] if another
    /// process replaced the sealing key since this database was opened.
    async fn write(&self) -> Result<Box<dyn Transaction>, StorageError>;

    /// The time that all processes which use the database go by; `None` where that is the
    /// clock of the machine.
    ///
    /// # Errors
    /// [`StorageError::Database`], [`StorageError::Unavailable`].
    async fn time(&self) -> Result<Option<Timestamp>, StorageError> {
        Ok(None)
    }

    /// When entries of the log are chained.
    fn log_chaining(&self) -> LogChaining {
        LogChaining::AtOnce
    }

    /// Chains entries of the log that saved transactions left, the oldest first; none where
    /// another process does it just now. Called again until none is
    /// left, some times a second. None are left where entries are chained as they are
    /// written.
    ///
    /// # Errors
    /// [`StorageError::Altered`] if an entry was written or changed by somebody else:
    /// nothing is chained past it.
    async fn chain_log(&self) -> Result<Chained, StorageError> {
        Ok(Chained::default())
    }

    /// Removes what saved transactions deleted or replaced from every file of
    /// the database, so that it cannot be read back from the disk.
    ///
    /// # Errors
    /// [`StorageError::Database`].
    async fn purge(&self) -> Result<Purged, StorageError>;

    /// Replaces the sealing key, in one transaction: everything under it is
    /// sealed anew by `rewrap`, the backend's own keys are derived anew, and
    /// `entry` is the log's first under its new key. Rows that were altered stay
    /// refused. Afterwards this database writes nothing until it is opened again.
    ///
    /// # Errors
    /// [`StorageError`]; nothing was changed then.
    async fn rotate_sealing(
        &self,
        derive: Derive<'_>,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError>;

    /// Says under which sealing keys this process wraps, by their public ids: where all of
    /// them were replaced it writes nothing any more. Until it is said, nothing is asked.
    fn hold_keys(&self, ids: Vec<String>);

    /// Wraps the keys of the next orders after `after` anew that are under the old key of
    /// the replacement that is going on; other processes go on meanwhile. An order's
    /// version grows with it. Rows that were altered stay as they are.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if none is going on; [`StorageError`].
    async fn rewrap_orders(
        &self,
        after: &str,
        rewrap: &mut dyn Rewrap,
    ) -> Result<Stretch, StorageError>;

    /// Ends the replacement of the sealing key that is going on, alone in the database:
    /// wraps anew what is left of orders from `since` on, second factors and the service's
    /// keys. Afterwards a process that holds the old key alone writes nothing.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if none is going on; [`StorageError`]. Nothing was changed
    /// then.
    async fn end_key_change(
        &self,
        since: &str,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError>;
}

/// Entries of the log that were chained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chained {
    /// How many.
    pub count: u64,
    /// How many more somebody deleted before they were chained; an entry says so.
    pub missing: u64,
}

/// When entries of the log are chained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogChaining {
    /// As they are written.
    AtOnce,
    /// By [`Storage::chain_log`].
    Later,
}

/// One transaction over all aggregates.
#[async_trait]
pub trait Transaction:
    Orders
    + Attempts
    + Reports
    + BlobDeletes
    + Events
    + Jobs
    + Log
    + Messages
    + Notices
    + Staff
    + Sessions
    + ApiKeys
    + Figures
    + Waits
    + Receipts
    + Guesses
    + Terms
    + Consents
    + OldDevices
    + SignInCounts
    + KnownDevices
    + Passkeys
    + Motions
    + Money
    + Charges
    + BillChecks
    + Remains
    + Upkeep
    + Windows
    + SealedPhotos
    + Subscriptions
    + Pushes
    + Letters
    + SafetyChecks
    + Nodes
    + Pictures
    + Send
{
    /// Commits every change of this transaction, or none.
    ///
    /// # Errors
    /// [`StorageError::Database`]; nothing was changed then.
    async fn save(self: Box<Self>) -> Result<(), StorageError>;
}
