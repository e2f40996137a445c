//! Ways into the database.

use async_trait::async_trait;

use crate::{
    ApiKeys, Attempts, Events, Figures, Guesses, Jobs, Log, Messages, Notices, Orders, Receipts,
    Sessions, Staff, StorageError,
};

/// A database.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// A transaction that sees one state of the database and changes nothing.
    ///
    /// # Errors
    /// [`StorageError::Database`].
    async fn read(&self) -> Result<Box<dyn Transaction>, StorageError>;

    /// A transaction that may change rows.
    ///
    /// # Errors
    /// [`StorageError::Database`].
    async fn write(&self) -> Result<Box<dyn Transaction>, StorageError>;
}

/// Everything that is kept, in one state of the database.
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
    + Send
{
    /// Makes every change of this transaction last, or none.
    ///
    /// # Errors
    /// [`StorageError::Database`], and then nothing was changed.
    async fn save(self: Box<Self>) -> Result<(), StorageError>;
}
