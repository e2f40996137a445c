//! Storage in one SQLite file.
//!
//! Takes the file's path; gives a [`Storage`]. Write-ahead log: readers keep
//! one snapshot while another transaction writes. `synchronous` full: saved
//! changes survive a power loss. `secure_delete` on: deleted keys are
//! overwritten in the file, and [`Storage::purge`] empties the write-ahead log,
//! which still holds them. One connection writes, and writers wait for it in turn,
//! so none fails with "database is locked". Statements and seals are `storage-sql`'s.

mod backed_up;
mod connection;
mod evidence;
mod failed;
mod migrations;
mod moving;
mod open;
mod open_error;
mod refusals;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use domain::Digest;
use domain::log::{LogEntry, LogKey};
use sqlx::SqlitePool;
use storage::{Derive, Purged, Rewrap, Rotated, Storage, StorageError, Stretch, Transaction};
use storage_sql::{SqlTransaction, end_key_change, migrate, open_writing, rewrap_orders, rotate};

pub use backed_up::{Copied, CopyError, copy_from, restored, tables};
pub use evidence::evidence;
pub use migrations::LAST_MIGRATION;
pub use moving::{Use, mark, reading};
pub use open_error::OpenError;
pub use refusals::SaveRefused;
pub use storage_sql::{Evidence, SchemaError, SealKeys, Unsealed};

use crate::connection::SqliteConnection;
use crate::failed::failed;
use crate::refusals::Refusals;

/// A database in a file.
#[derive(Debug)]
pub struct SqliteStorage {
    writer: SqlitePool,
    readers: SqlitePool,
    keys: Arc<SealKeys>,
    refusals: Arc<Refusals>,
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
        let writer = open::writer(path).await?;
        let begun = SqliteConnection::writing(&writer).await?;
        migrate(Box::new(begun), &migrations::MIGRATIONS, &keys, unsealed).await?;
        Ok(Self {
            writer,
            readers: open::readers(path),
            keys: Arc::new(keys),
            refusals: Arc::default(),
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

    async fn begin_writing(&self) -> Result<SqlTransaction, StorageError> {
        let begun = SqliteConnection::writing(&self.writer).await?;
        let begun = begun.refused_by(&self.refusals);
        open_writing(Box::new(begun), Arc::clone(&self.keys)).await
    }

    /// Adds a device of an older version, as a migration alone does otherwise. For
    /// tests.
    ///
    /// # Errors
    /// [`StorageError::Database`].
    pub async fn add_old_device(&self, device: Digest) -> Result<(), StorageError> {
        let add = sqlx::query("INSERT INTO old_devices (device) VALUES (?1)");
        let added = add.bind(device.0.to_vec()).execute(&self.writer).await;
        added.map(drop).map_err(failed)
    }

    /// Lets `pass` transactions be saved, and refuses to save as many as `refuse` after
    /// them. For tests.
    pub fn refuse_saves(&self, pass: u32, refuse: u32, with: SaveRefused) {
        self.refusals.plan(pass, refuse, with);
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
        let begun = SqliteConnection::reading(&self.readers).await?;
        Ok(Box::new(SqlTransaction::reading(Box::new(begun), keys)))
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
        rotate(self.begin_writing().await?, derive, rewrap, entry).await
    }

    fn hold_keys(&self, ids: Vec<String>) {
        self.keys.hold(ids);
    }

    async fn rewrap_orders(
        &self,
        after: &str,
        rewrap: &mut dyn Rewrap,
    ) -> Result<Stretch, StorageError> {
        rewrap_orders(self.begin_writing().await?, after, rewrap).await
    }

    async fn end_key_change(
        &self,
        since: &str,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError> {
        end_key_change(self.begin_writing().await?, since, rewrap, entry).await
    }
}

#[cfg(test)]
mod tests;
