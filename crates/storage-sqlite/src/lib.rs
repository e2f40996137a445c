//! Storage in one SQLite file.
//!
//! Takes the file's path; gives a [`Storage`]. Write-ahead log: readers keep
//! one snapshot while another transaction writes. `synchronous` full: saved
//! changes survive a power loss. `secure_delete` on: deleted keys are
//! overwritten in the file, and [`Storage::purge`] empties the write-ahead log,
//! which still holds them. Rows that decide access are sealed (`row_seal.rs`). One connection writes, and writers wait for it in turn,
//! so none fails with "database is locked".

mod attempt_rows;
mod bill_check_rows;
mod charge_rows;
mod consent_rows;
mod device_rows;
mod event_rows;
mod evidence;
mod figures;
mod job_rows;
mod letter_rows;
mod log_rows;
mod message_rows;
mod money_rows;
mod motion_rows;
mod open;
mod order_rows;
mod people_rows;
mod receipt_rows;
mod rotation;
mod row;
mod row_seal;
mod safety_rows;
mod schema;
mod seal_keys;
mod sealed_photo_rows;
mod sign_in_rows;
mod state_columns;
mod subscription_rows;
mod terms_rows;
mod transaction;
mod upkeep_rows;
mod window_rows;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use domain::Digest;
use domain::log::{LogEntry, LogKey};
use sqlx::SqlitePool;
use storage::{Derive, Purged, Rewrap, Rotated, Storage, StorageError, Transaction};

pub use evidence::{Evidence, evidence};
pub use schema::OpenError;
pub use seal_keys::{SealKeys, Unsealed};

use crate::row::failed;
use crate::transaction::SqliteTransaction;

/// A database in a file.
#[derive(Debug)]
pub struct SqliteStorage {
    writer: SqlitePool,
    readers: SqlitePool,
    keys: Arc<SealKeys>,
    /// The directory of a temporary database, deleted with it.
    _directory: Option<tempfile::TempDir>,
}

impl SqliteStorage {
    /// Opens the database in the file `path`, creating it (readable by its
    /// owner only) if missing, and migrates its tables. Whether the keys are
    /// those of this database is asked before, by [`evidence`].
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(path: &Path, keys: SealKeys, unsealed: Unsealed) -> Result<Self, OpenError> {
        open::owners_only(path).map_err(OpenError::File)?;
        let is_migrated = Arc::new(AtomicBool::new(false));
        let writer = open::writer(path, Arc::clone(&is_migrated)).await?;
        schema::migrate(&writer, &schema::MIGRATIONS, &keys, unsealed).await?;
        row_seal::watch_writes(&mut *writer.acquire().await?).await?;
        is_migrated.store(true, Ordering::Release);
        Ok(Self {
            writer,
            readers: open::readers(path),
            keys: Arc::new(keys),
            _directory: None,
        })
    }

    /// A new database in a temporary file, deleted when dropped. For tests and
    /// trials: SQLite's in-memory databases block readers while one writes. Its
    /// seal keys are zeros.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn temporary() -> Result<Self, OpenError> {
        let directory = tempfile::tempdir().map_err(OpenError::File)?;
        let mut storage = Self::open(
            &directory.path().join("huizhi.db"),
            SealKeys::new([0; 32], LogKey::from_bytes([0; 32])),
            Unsealed::Adopt,
        )
        .await?;
        storage._directory = Some(directory);
        Ok(storage)
    }

    /// A write transaction, if the rows are still sealed by the keys at hand:
    /// with others it would write rows that nobody reads.
    async fn begin_writing(&self) -> Result<SqliteTransaction, StorageError> {
        let begun = self.writer.begin_with("BEGIN IMMEDIATE").await;
        let mut begun = begun.map_err(failed)?;
        let sealed = schema::are_sealed_by(&mut begun, &self.keys).await;
        if !sealed.map_err(failed)? {
            return Err(StorageError::KeyReplaced);
        }
        Ok(SqliteTransaction::writing(begun, Arc::clone(&self.keys)))
    }

    /// Adds a device of an older version, as a migration alone does otherwise. For
    /// tests.
    ///
    /// # Errors
    /// [`StorageError::Database`].
    pub async fn add_old_device(&self, device: Digest) -> Result<(), StorageError> {
        device_rows::add(&self.writer, device).await
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
        let keys = Arc::clone(&self.keys);
        let begun = self.readers.begin().await.map_err(failed)?;
        Ok(Box::new(SqliteTransaction::reading(begun, keys).await?))
    }

    async fn write(&self) -> Result<Box<dyn Transaction>, StorageError> {
        Ok(Box::new(self.begin_writing().await?))
    }

    async fn purge(&self) -> Result<Purged, StorageError> {
        let mut writer = self.writer.acquire().await.map_err(failed)?;
        open::truncate_wal(&mut writer).await.map_err(failed)
    }

    async fn rotate_sealing(
        &self,
        derive: Derive<'_>,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError> {
        rotation::rotate(self, derive, rewrap, entry).await
    }
}

#[cfg(test)]
mod tests;
