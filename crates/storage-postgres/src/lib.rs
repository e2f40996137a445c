//! Storage in PostgreSQL (15 or later), for many processes at once.
//!
//! Takes an address and the seal keys; gives a [`Storage`]. Statements and seals are
//! `storage-sql`'s; here is what is PostgreSQL's own: connections, tables, errors.
//!
//! Transactions write side by side at READ COMMITTED: whole rows that one reads to change
//! are held until it ends, so no change is lost; two that wait for each other are told
//! [`StorageError::Again`]. A read transaction sees one snapshot. Entries of the log are
//! left in `log_inbox` and chained by [`Storage::chain_log`]. An answer to COMMIT that
//! never came is asked for on another connection (`saved.rs`).

mod address;
mod begin;
mod connection;
mod copy;
mod failed;
mod migrations;
mod open_error;
mod pool;
mod saved;
mod structure;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::Timestamp;
use domain::log::LogEntry;
use storage::{
    Chained, Derive, LogChaining, Purged, Rewrap, Rotated, Storage, StorageError, Stretch,
    Transaction,
};
use storage_sql::{
    Evidence, Lanes, SealKeys, SqlTransaction, Unsealed, end_key_change, migrate, open_writing,
    rewrap_orders, rotate,
};

pub use address::{Address, AddressError, Pooler};
pub use copy::{CopyError, Then, copy_from, snapshot};
pub use open_error::OpenError;

use crate::begin::{Alone, Begin};
use crate::connection::PgConnection;
use crate::failed::failed;
use crate::pool::{Pool, within};

/// How long the server may take to tell the time.
const TIME: Duration = Duration::from_secs(3);

/// A database in PostgreSQL.
#[derive(Debug)]
pub struct PostgresStorage {
    pool: Pool,
    keys: Arc<SealKeys>,
    lanes: Arc<Lanes>,
}

impl PostgresStorage {
    /// Opens a database whose tables are there and of this program's version.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(address: &Address, keys: SealKeys) -> Result<Self, OpenError> {
        let pool = address.pool();
        let mut looking = PgConnection::begin(&pool, Begin::Looking).await?;
        if !looking.takes_changes().await? {
            return Err(OpenError::ReadOnly);
        }
        let found = storage_sql::evidence(&mut looking).await?;
        drop(looking);
        if found.is_half_copied {
            return Err(OpenError::HalfCopied);
        }
        match found.migration {
            0 => return Err(OpenError::Empty),
            found if found < migrations::LAST => {
                return Err(OpenError::Older {
                    found,
                    known: migrations::LAST,
                });
            }
            _ => {}
        }
        Self::migrated(pool, keys).await
    }

    /// Applies the migrations that are missing, all of them in an empty database, and
    /// opens it. Whether the keys are those of this database is asked before, by
    /// [`evidence`].
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn migrate(address: &Address, keys: SealKeys) -> Result<Self, OpenError> {
        Self::migrated(address.pool(), keys).await
    }

    /// Checks version and seals, and applies what is missing.
    async fn migrated(pool: Pool, keys: SealKeys) -> Result<Self, OpenError> {
        let begun = PgConnection::begin(&pool, Begin::Alone(Alone::Migrating)).await?;
        let unsealed = Unsealed::Refuse;
        migrate(Box::new(begun), &migrations::MIGRATIONS, &keys, unsealed).await?;
        const NAME: &str = "SELECT gen_random_uuid()::text";
        let mut lent = pool.lend().await?;
        let name = sqlx::query_scalar(NAME).persistent(false);
        let name = within(Some(TIME), name.fetch_one(lent.ask()?)).await;
        let lanes = Arc::new(Lanes::new(lent.heard(name).map_err(failed)?));
        drop(lent);
        let keys = Arc::new(keys);
        Ok(Self { pool, keys, lanes })
    }

    async fn begin_writing(&self, begin: Begin) -> Result<SqlTransaction, StorageError> {
        let begun = PgConnection::begin(&self.pool, begin).await?;
        let opened = open_writing(Box::new(begun), Arc::clone(&self.keys)).await?;
        Ok(opened.in_lanes(&self.lanes))
    }

    /// Waits for running transactions and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// What the database tells about its keys; changes nothing.
///
/// # Errors
/// [`OpenError::Schema`].
pub async fn evidence(address: &Address) -> Result<Evidence, OpenError> {
    let pool = address.pool();
    let mut looking = PgConnection::begin(&pool, Begin::Looking).await?;
    let found = storage_sql::evidence(&mut looking).await?;
    drop(looking);
    pool.close().await;
    Ok(found)
}

#[async_trait]
impl Storage for PostgresStorage {
    async fn read(&self) -> Result<Box<dyn Transaction>, StorageError> {
        let begun = PgConnection::begin(&self.pool, Begin::Reading).await?;
        let keys = Arc::clone(&self.keys);
        Ok(Box::new(SqlTransaction::reading(Box::new(begun), keys)))
    }

    async fn write(&self) -> Result<Box<dyn Transaction>, StorageError> {
        Ok(Box::new(self.begin_writing(Begin::Writing).await?))
    }

    async fn time(&self) -> Result<Option<Timestamp>, StorageError> {
        const NOW: &str = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";
        let mut lent = self.pool.lend().await?;
        let now = sqlx::query_scalar(NOW).persistent(false);
        let now = within(Some(TIME), now.fetch_one(lent.ask()?)).await;
        Ok(Some(Timestamp(lent.heard(now).map_err(failed)?)))
    }

    fn log_chaining(&self) -> LogChaining {
        LogChaining::Later
    }

    async fn chain_log(&self) -> Result<Chained, StorageError> {
        let mut begun = PgConnection::begin(&self.pool, Begin::Writing).await?;
        if !begun.is_first(Alone::ChainingLog).await? {
            return Ok(Chained::default());
        }
        let keys = Arc::clone(&self.keys);
        let mut transaction = open_writing(Box::new(begun), keys).await?;
        let chained = transaction.chain_waiting().await?;
        Box::new(transaction).save().await?;
        Ok(chained)
    }

    /// Nothing that could be done: PostgreSQL's own vacuum makes the places of deleted rows
    /// free to be overwritten, and until they are, and in its write-ahead log and backups,
    /// the bytes remain. What was deleted is sealed under keys that are deleted with it; the
    /// operator's disks are to be encrypted (docs/several-machines.md).
    async fn purge(&self) -> Result<Purged, StorageError> {
        Ok(Purged::Gone)
    }

    async fn rotate_sealing(
        &self,
        derive: Derive<'_>,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError> {
        let begin = Begin::Alone(Alone::ReplacingKey);
        rotate(self.begin_writing(begin).await?, derive, rewrap, entry).await
    }

    fn hold_keys(&self, ids: Vec<String>) {
        self.keys.hold(ids);
    }

    async fn rewrap_orders(
        &self,
        after: &str,
        rewrap: &mut dyn Rewrap,
    ) -> Result<Stretch, StorageError> {
        let begun = self.begin_writing(Begin::Writing).await?;
        rewrap_orders(begun, after, rewrap).await
    }

    async fn end_key_change(
        &self,
        since: &str,
        rewrap: &mut dyn Rewrap,
        entry: &LogEntry,
    ) -> Result<Rotated, StorageError> {
        let begun = self
            .begin_writing(Begin::Alone(Alone::ReplacingKey))
            .await?;
        end_key_change(begun, since, rewrap, entry).await
    }
}
