//! Access to the database through transactions.

use async_trait::async_trait;
use domain::log::LogEntry;

use crate::{
    ApiKeys, Attempts, BillChecks, BlobDeletes, Charges, Consents, Derive, Events, Figures,
    Guesses, Jobs, KnownDevices, Letters, Log, Messages, Money, Motions, Notices, OldDevices,
    Orders, Passkeys, Purged, Pushes, Receipts, Reports, Rewrap, Rotated, SafetyChecks,
    SealedPhotos, Sessions, SignInCounts, Staff, StorageError, Subscriptions, Terms, Upkeep, Waits,
    Windows,
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
    + Upkeep
    + Windows
    + SealedPhotos
    + Subscriptions
    + Pushes
    + Letters
    + SafetyChecks
    + Send
{
    /// Commits every change of this transaction, or none.
    ///
    /// # Errors
    /// [`StorageError::Database`]; nothing was changed then.
    async fn save(self: Box<Self>) -> Result<(), StorageError>;
}
