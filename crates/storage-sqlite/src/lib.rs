//! Storage in one SQLite file.
//!
//! Takes the file's path; gives a [`Storage`]. Write-ahead log: readers keep
//! one snapshot while another transaction writes. `synchronous` full: saved
//! changes survive a power loss. `secure_delete` on: deleted keys are
//! overwritten on disk. One connection writes, and writers wait for it in turn,
//! so none fails with "database is locked".

mod attempt_rows;
mod event_rows;
mod figures;
mod job_rows;
mod log_rows;
mod message_rows;
mod open;
mod order_rows;
mod people_rows;
mod receipt_rows;
mod row;
mod schema;
mod sign_in_rows;
mod state_columns;
mod transaction;

use std::path::Path;

use async_trait::async_trait;
use sqlx::SqlitePool;
use storage::{Storage, StorageError, Transaction};

pub use schema::OpenError;

use crate::row::failed;
use crate::transaction::SqliteTransaction;

/// A database in a file.
#[derive(Debug)]
pub struct SqliteStorage {
    writer: SqlitePool,
    readers: SqlitePool,
    /// The directory of a temporary database, deleted with it.
    _directory: Option<tempfile::TempDir>,
}

impl SqliteStorage {
    /// Opens the database in the file `path`, creating it (readable by its
    /// owner only) if missing, and migrates its tables.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        open::owners_only(path).map_err(OpenError::File)?;
        let writer = open::writer(path).await?;
        schema::migrate(&writer, &schema::MIGRATIONS).await?;
        Ok(Self {
            writer,
            readers: open::readers(path),
            _directory: None,
        })
    }

    /// A new database in a temporary file, deleted when dropped. For tests and
    /// trials: SQLite's in-memory databases block readers while one writes.
    /// another writes.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn temporary() -> Result<Self, OpenError> {
        let directory = tempfile::tempdir().map_err(OpenError::File)?;
        let mut storage = Self::open(&directory.path().join("huizhi.db")).await?;
        storage._directory = Some(directory);
        Ok(storage)
    }

    /// Waits for running transactions and closes the file. Not needed for
    /// durability; it merges the write-ahead log into the database file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[async_trait]
impl Storage for SqliteStorage {
    async fn read(&self) -> Result<Box<dyn Transaction>, StorageError> {
        let begun = self.readers.begin().await.map_err(failed)?;
        Ok(Box::new(SqliteTransaction::reading(begun).await?))
    }

    async fn write(&self) -> Result<Box<dyn Transaction>, StorageError> {
        let begun = self.writer.begin_with("BEGIN IMMEDIATE").await;
        Ok(Box::new(SqliteTransaction::writing(begun.map_err(failed)?)))
    }
}

#[cfg(test)]
mod tests;
