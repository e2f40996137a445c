//! Access to the database through transactions.

use async_trait::async_trait;
use domain::Timestamp;
use domain::log::LogEntry;

use crate::{
    ApiKeys, Attempts, BillChecks, BlobDeletes, Charges, Consents, Derive, Events, Figures,
    Guesses, Jobs, KnownDevices, Letters, Log, Messages, Money, Motions, Nodes, Notices,
    OldDevices, Orders, Passkeys, Purged, Pushes, Receipts, Remains, Reports, Rewrap, Rotated,
    SafetyChecks, SealedPhotos, Sessions, SignInCounts, Staff, StorageError, Subscriptions, Terms,
    Upkeep, Waits, Windows,
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

    /// Chains entries of the log that saved transactions left, the oldest first; gives how
    /// many, and 0 where another process does it just now. Called again until none is
    /// left, some times a second. None are left where entries are chained as they are
    /// written.
    ///
    /// # Errors
    /// [`StorageError::Altered`] if an entry was written or changed by somebody else:
    /// nothing is chained past it.
    async fn chain_log(&self) -> Result<u64, StorageError> {
        Ok(0)
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
    + Send
{
    /// Commits every change of this transaction, or none.
    ///
    /// # Errors
    /// [`StorageError::Database`]; nothing was changed then.
    async fn save(self: Box<Self>) -> Result<(), StorageError>;
}
