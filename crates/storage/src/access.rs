//! Access to the database through transactions.

use async_trait::async_trait;

use crate::{
    ApiKeys, Attempts, Events, Figures, Guesses, Jobs, KnownDevices, Log, Messages, Notices,
    Orders, Passkeys, Receipts, Sessions, SignInCounts, Staff, StorageError,
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
    + SignInCounts
    + KnownDevices
    + Passkeys
    + Send
{
    /// Commits every change of this transaction, or none.
    ///
    /// # Errors
    /// [`StorageError::Database`]; nothing was changed then.
    async fn save(self: Box<Self>) -> Result<(), StorageError>;
}
