//! The schema. Takes a connection that writes alone; applies the missing migrations in
//! order, all or none.

use std::sync::Arc;

use domain::log::LogEnds;
use storage::StorageError;

use crate::connection::{Connection, Dialect};
use crate::row::Row;
use crate::row_seal::{SEALED, SealedTable, altered_in, seal_all};
use crate::seal_keys::{SealKeys, Unsealed};
use crate::sealed_under::{Under, mark_sealed, sealed_under};
use crate::statement::query;
use crate::transaction::SqlTransaction;
use crate::upkeep_rows::KEEP_KEY;

/// One change of the tables. Numbers mean the same in every kind of database.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number, from 1.
    pub number: i64,
    /// The statements.
    pub sql: &'static str,
    /// What it leaves as it was.
    pub leaves: Leaves,
}

/// What a migration leaves as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// Nothing that could be relied on: all rows that have seals are sealed again, but those
    /// that were altered before.
    Nothing,
    /// The values of rows that have seals; a new column is NULL in them. Their seals hold,
    /// and tables of any size are migrated in no time.
    Seals,
    /// Seals, and all that programs read and write whose last migration is `since` or a later
    /// one: they go on beside those that know the new tables.
    Programs {
        /// Last migration of the oldest of them.
        since: i64,
    },
}

impl Migration {
    /// The last migration of the oldest program that goes on after this one.
    fn oldest_program(&self) -> i64 {
        match self.leaves {
            Leaves::Nothing | Leaves::Seals => self.number,
            Leaves::Programs { since } => since,
        }
    }
}

/// Why the tables cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The schema is of a newer version of this program.
    #[error("the database has migration {found}, this program knows {known}")]
    Newer {
        /// Newest migration in the database.
        found: i64,
        /// Newest migration of this program.
        known: i64,
    },
    /// Its rows were copied to another database, which is used in its place.
    #[error("the database was moved")]
    Moved,
    /// The rows have no seals though they had been sealed.
    #[error("the seals of the database's rows are missing")]
    SealsMissing,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl SchemaError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Newer { .. } => "storage-newer",
            Self::Moved => "storage-moved",
            Self::SealsMissing => "storage-seals-missing",
            Self::Storage(error) => error.code(),
        }
    }
}

/// The number that a database has as its last migration once it was copied to another: no
/// program opens it, also none of a version that does not know what the number means.
const MOVED: i64 = 9_999;

/// Marks a database as copied to another.
///
/// # Errors
/// [`StorageError`].
pub async fn mark_moved(connection: &mut dyn Connection) -> Result<(), StorageError> {
    connection.execute(query(APPLY).bind(MOVED)).await.map(drop)
}

/// Takes the mark away, so that the database is used again.
///
/// # Errors
/// [`StorageError`].
pub async fn unmark_moved(connection: &mut dyn Connection) -> Result<(), StorageError> {
    connection
        .execute(query(UNAPPLY).bind(MOVED))
        .await
        .map(drop)
}

/// The migration that gave rows their seals.
const SEALS: i64 = 4;

const APPLIED: &str = "CREATE TABLE applied_migrations (number BIGINT PRIMARY KEY)";
const LAST_APPLIED: &str = "SELECT coalesce(max(number), 0) AS number FROM applied_migrations";
const UNAPPLY: &str = "DELETE FROM applied_migrations WHERE number = ?1";
const APPLY: &str = "INSERT INTO applied_migrations (number) VALUES (?1)";
/// The last migration of the oldest program that goes on with the tables; of a database for
/// many, whose programs are replaced one by one.
const OLDEST: &str = "CREATE TABLE oldest_program (migration BIGINT PRIMARY KEY)";
const READ_OLDEST: &str = "SELECT migration FROM oldest_program";
const FORGET_OLDEST: &str = "DELETE FROM oldest_program";
const WRITE_OLDEST: &str = "INSERT INTO oldest_program (migration) VALUES (?1)";

/// Number of the last migration that was applied; 0 for an empty database.
pub(crate) async fn last_applied(connection: &mut dyn Connection) -> Result<i64, StorageError> {
    if !connection.has_table("applied_migrations").await? {
        return Ok(0);
    }
    let rows = connection.fetch(query(LAST_APPLIED)).await?;
    let last = rows.first();
    let last = last.map(|row| Row::new(row, "applied_migrations").get("number"));
    Ok(last.transpose()?.unwrap_or(0))
}

/// The last migration of the oldest program that goes on with the tables; `None` where
/// nothing says so.
async fn oldest_program(connection: &mut dyn Connection) -> Result<Option<i64>, StorageError> {
    if !connection.has_table("oldest_program").await? {
        return Ok(None);
    }
    let rows = connection.fetch(query(READ_OLDEST)).await?;
    let oldest = rows.first();
    let oldest = oldest.map(|row| Row::new(row, "oldest_program").get("migration"));
    oldest.transpose()
}

/// Notes which programs go on after these migrations were applied.
async fn note_oldest(
    connection: &mut dyn Connection,
    applied: impl Iterator<Item = &Migration>,
) -> Result<(), StorageError> {
    let before = oldest_program(connection).await?;
    if !connection.has_table("oldest_program").await? {
        connection.batch(OLDEST).await?;
    }
    let oldest = applied.map(Migration::oldest_program);
    if let Some(oldest) = oldest.chain(before).max() {
        connection.execute(query(FORGET_OLDEST)).await?;
        connection.execute(query(WRITE_OLDEST).bind(oldest)).await?;
    }
    Ok(())
}

/// Applies the migrations that are missing and ends the transaction. `connection` has
/// the database for itself, so processes that start together do so one after the other.
///
/// Rows are sealed again after a migration that changes their values; those that were
/// altered before stay refused. Not after one that leaves them as they are: tables of any
/// size are migrated in no time, and older processes are at work, and wait for every row that
/// is held.
///
/// A database for many may have newer tables with which this program goes on.
///
/// # Errors
/// [`SchemaError`]; nothing was changed then.
pub async fn migrate(
    mut connection: Box<dyn Connection>,
    migrations: &[Migration],
    keys: &SealKeys,
    unsealed: Unsealed,
) -> Result<(), SchemaError> {
    if !connection.has_table("applied_migrations").await? {
        connection.batch(APPLIED).await?;
    }
    let found = last_applied(&mut *connection).await?;
    let known = migrations.last().map_or(0, |last| last.number);
    if found == MOVED {
        return Err(SchemaError::Moved);
    }
    let is_for_many = connection.dialect() == Dialect::Postgres;
    if found > known {
        let oldest = match is_for_many {
            true => oldest_program(&mut *connection).await?,
            false => None,
        };
        if oldest.is_none_or(|oldest| oldest > known) {
            return Err(SchemaError::Newer { found, known });
        }
    }
    if found >= SEALS {
        if sealed_under(&mut *connection, keys).await?.is_none() {
            return Err(SchemaError::SealsMissing);
        }
    } else if found > 0 && unsealed == Unsealed::Refuse {
        return Err(SchemaError::SealsMissing);
    }
    if found >= known {
        return Ok(connection.commit().await?);
    }
    let missing = || migrations.iter().filter(|one| one.number > found);
    let seals_again = missing().any(|one| one.leaves == Leaves::Nothing);
    let mut altered = Vec::new();
    for table in SEALED.into_iter().filter(|_| found >= SEALS && seals_again) {
        let in_table = match connection.has_table(table.name).await? {
            true => altered_in(&mut *connection, &keys.rows, table).await?,
            false => Vec::new(),
        };
        altered.push((table.name, in_table));
    }
    for migration in missing() {
        connection.batch(migration.sql).await?;
        let applied = query(APPLY).bind(migration.number);
        connection.execute(applied).await?;
    }
    if found == 0 {
        for (name, key) in &keys.begin_with {
            let keep = query(KEEP_KEY).bind(*name).bind(key.0.as_slice());
            connection.execute(keep).await?;
        }
    }
    if known >= SEALS && seals_again {
        if found < SEALS {
            adopt(&mut *connection, keys).await?;
        }
        for table in SEALED {
            seal_again(&mut *connection, keys, table, &altered).await?;
        }
    }
    if is_for_many {
        note_oldest(&mut *connection, missing()).await?;
    }
    Ok(connection.commit().await?)
}

async fn seal_again(
    connection: &mut dyn Connection,
    keys: &SealKeys,
    table: SealedTable,
    altered: &[(&str, Vec<String>)],
) -> Result<(), StorageError> {
    let not = altered.iter().find(|(name, _)| *name == table.name);
    let not = not.map_or(&[][..], |(_, rows)| rows);
    seal_all(connection, &keys.rows, table, not).await
}

/// A write transaction, if the rows are still sealed by the keys at hand, and wrapped under
/// one of the sealing keys at hand: with others it would write rows that nobody reads.
///
/// # Errors
/// [`StorageError::KeyReplaced`].
pub async fn open_writing(
    mut connection: Box<dyn Connection>,
    keys: Arc<SealKeys>,
) -> Result<SqlTransaction, StorageError> {
    match sealed_under(&mut *connection, &keys).await? {
        Some(under) if under.takes_any_of(&keys.held()) => {
            Ok(SqlTransaction::writing(connection, keys).wrapping_under(under))
        }
        Some(_) | None => Err(StorageError::KeyReplaced),
    }
}

const LOG_OF_BEFORE: &str = "SELECT root.seq AS root, root.hash AS root_hash,
        coalesce(last.seq, root.seq) AS head, coalesce(last.hash, root.hash) AS head_hash
    FROM log_root AS root LEFT JOIN log AS last ON last.seq = (SELECT max(seq) FROM log)";

/// Takes over the log of an older version: what it holds is attested as it is,
/// and the next entry is the first under the key.
async fn adopt(connection: &mut dyn Connection, keys: &SealKeys) -> Result<(), StorageError> {
    let table = "log";
    mark_sealed(connection, keys, &Under::default()).await?;
    let found = connection.fetch(query(LOG_OF_BEFORE)).await?;
    let row = found.first().ok_or(StorageError::Unreadable { table })?;
    let row = Row::new(row, table);
    let ends = LogEnds {
        root: row.get("root")?,
        root_hash: row.hash("root_hash")?,
        head: row.get("head")?,
        head_hash: row.hash("head_hash")?,
    };
    crate::log_rows::write_ends(connection, &ends, &keys.log).await?;
    crate::log_rows::begin_epoch(connection, &ends, &keys.log).await
}
