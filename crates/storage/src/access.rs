//! Access to the database through transactions.

use async_trait::async_trait;

use crate::{
    ApiKeys, Attempts, Consents, Events, Figures, Guesses, Jobs, KnownDevices, Log, Messages,
    Notices, OldDevices, Orders, Passkeys, Purged, Receipts, SealedPhotos, Sessions, SignInCounts,
    Staff, StorageError, Terms, Upkeep, Windows,
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
    /// [`StorageError::Database`].
    async fn write(&self) -> Result<Box<dyn Transaction>, StorageError>;

    /// Removes what saved transactions deleted or replaced from every file of
    /// the database, so that it cannot be read back from the disk.
    ///
    /// # Errors
    /// [`StorageError::Database`].
    async fn purge(&self) -> Result<Purged, StorageError>;
}

/// One transaction over all aggregates.
#[async_trait]
pub trait Transaction:
    Orders
    + Attempts
    + Events
    + Jobs
    + Log
    + Messages
    + Notices
    + Staff
    + Sessions
    + ApiKeys
    + Figures
    + Receipts
    + Guesses
    + Terms
    + Consents
    + OldDevices
    + SignInCounts
    + KnownDevices
    + Passkeys
    + Upkeep
    + Windows
    + SealedPhotos
    + Send
{
    /// Commits every change of this transaction, or none.
    ///
    /// # Errors
    /// [`StorageError::Database`]; nothing was changed then.
    async fn save(self: Box<Self>) -> Result<(), StorageError>;
}
