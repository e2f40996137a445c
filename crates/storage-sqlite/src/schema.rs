//! The schema. Takes a write connection; applies the missing migrations in
//! order, all or none.

use domain::log::LogEnds;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Row as _, SqlitePool};
use storage::StorageError;

use crate::row_seal::{SEALED, SealedTable, altered_in, seal_all};
use crate::seal_keys::{SealKeys, Unsealed};

/// All migrations in order; number n is the n-th. A released migration is never
/// changed.
pub(crate) const MIGRATIONS: [&str; 16] = [
    include_str!("../migrations/0001_orders.sql"),
    include_str!("../migrations/0002_receipts.sql"),
    include_str!("../migrations/0003_actors.sql"),
    include_str!("../migrations/0004_seals.sql"),
    include_str!("../migrations/0005_sign_ins.sql"),
    include_str!("../migrations/0006_rights.sql"),
    include_str!("../migrations/0007_sealed_photos.sql"),
    include_str!("../migrations/0008_motions.sql"),
    include_str!("../migrations/0009_second_opinions.sql"),
    include_str!("../migrations/0010_order_search.sql"),
    include_str!("../migrations/0011_money.sql"),
    include_str!("../migrations/0012_charges.sql"),
    include_str!("../migrations/0013_wechat.sql"),
    include_str!("../migrations/0014_bill_checks.sql"),
    include_str!("../migrations/0015_wechat_words.sql"),
    include_str!("../migrations/0016_wechat_union.sql"),
];

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file could not be created.
    #[error("the database file cannot be made")]
    File(#[source] std::io::Error),
    /// The schema is of a newer version of this program.
    #[error("the database has migration {found}, this program knows {known}")]
    Newer {
        /// Newest migration in the file.
        found: i64,
        /// Newest migration of this program.
        known: i64,
    },
    /// The rows have no seals though they had been sealed.
    #[error("the seals of the database's rows are missing")]
    SealsMissing,
    /// Sealing the rows failed.
    #[error("the rows could not be sealed")]
    Sealing(#[from] StorageError),
    /// SQLite failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
}

impl OpenError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "storage-file",
            Self::Newer { .. } => "storage-newer",
            Self::SealsMissing => "storage-seals-missing",
            Self::Sealing(error) => error.code(),
            Self::Database(_) => "storage-database",
        }
    }
}

/// The migration that gave rows their seals.
const SEALS: i64 = 4;

/// Applies the migrations that are missing. Processes that start together do so
/// one after the other.
///
/// Rows are sealed again after a migration, since it may change columns; those
/// that were altered before stay refused.
pub(crate) async fn migrate(
    writer: &SqlitePool,
    migrations: &[&'static str],
    keys: &SealKeys,
    unsealed: Unsealed,
) -> Result<(), OpenError> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::raw_sql(
        "CREATE TABLE IF NOT EXISTS applied_migrations (number INTEGER PRIMARY KEY) STRICT",
    )
    .execute(&mut *transaction)
    .await?;
    let found: i64 = sqlx::query_scalar("SELECT coalesce(max(number), 0) FROM applied_migrations")
        .fetch_one(&mut *transaction)
        .await?;
    let known = (1_i64..).zip(migrations.iter().copied());
    let last = known.clone().map(|(number, _)| number).last().unwrap_or(0);
    if found > last {
        return Err(OpenError::Newer { found, known: last });
    }
    if found >= SEALS {
        check_sealed(&mut transaction, keys).await?;
    } else if found > 0 && unsealed == Unsealed::Refuse {
        return Err(OpenError::SealsMissing);
    }
    if found == last {
        return Ok(transaction.commit().await?);
    }
    let mut altered = Vec::new();
    for table in SEALED.into_iter().filter(|_| found >= SEALS) {
        let in_table = match exists(&mut transaction, table).await? {
            true => altered_in(&mut transaction, &keys.rows, table).await?,
            false => Vec::new(),
        };
        altered.push((table.name, in_table));
    }
    for (number, sql) in known.filter(|(number, _)| *number > found) {
        sqlx::raw_sql(sql).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO applied_migrations (number) VALUES (?1)")
            .bind(number)
            .execute(&mut *transaction)
            .await?;
    }
    if last >= SEALS {
        if found < SEALS {
            adopt(&mut transaction, keys).await?;
        }
        for table in SEALED {
            let not = altered.iter().find(|(name, _)| *name == table.name);
            let not = not.map_or(&[][..], |(_, rows)| rows);
            seal_all(&mut transaction, &keys.rows, table, not).await?;
        }
    }
    Ok(transaction.commit().await?)
}

/// Whether a sealed table is there; a later migration may add one.
async fn exists(
    connection: &mut SqliteConnection,
    table: SealedTable,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")
        .bind(table.name)
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}

/// What `row_seals` vouches for.
const ROWS_ARE_SEALED: &str = "the rows of this database are sealed";

async fn check_sealed(connection: &mut SqliteConnection, keys: &SealKeys) -> Result<(), OpenError> {
    match are_sealed_by(connection, keys).await? {
        true => Ok(()),
        false => Err(OpenError::SealsMissing),
    }
}

/// Whether the rows are sealed by these keys.
pub(crate) async fn are_sealed_by(
    connection: &mut SqliteConnection,
    keys: &SealKeys,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query("SELECT mac FROM row_seals").fetch_optional(connection);
    Ok(match found.await? {
        Some(row) => row.try_get::<Vec<u8>, _>(0)? == keys.rows.of_text(ROWS_ARE_SEALED),
        None => false,
    })
}

/// Writes that the rows are sealed.
pub(crate) async fn mark_sealed(
    connection: &mut SqliteConnection,
    keys: &SealKeys,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT OR REPLACE INTO row_seals (only, mac) VALUES (1, ?1)")
        .bind(keys.rows.of_text(ROWS_ARE_SEALED))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes over the log of an older version: what it holds is attested as it is,
/// and the next entry is the first under the key.
async fn adopt(connection: &mut SqliteConnection, keys: &SealKeys) -> Result<(), OpenError> {
    mark_sealed(connection, keys).await?;
    let sql = "SELECT root.seq AS root, root.hash AS root_hash,
            coalesce(last.seq, root.seq) AS head, coalesce(last.hash, root.hash) AS head_hash
        FROM log_root AS root LEFT JOIN log AS last ON last.seq = (SELECT max(seq) FROM log)";
    let row = sqlx::query(sql).fetch_one(&mut *connection).await?;
    let hash = |column: &str| -> Result<[u8; 32], OpenError> {
        let bytes: Vec<u8> = row.try_get(column)?;
        let table = "log";
        let bytes = bytes.try_into();
        Ok(bytes.map_err(|_| StorageError::Unreadable { table })?)
    };
    let ends = LogEnds {
        root: row.try_get("root")?,
        root_hash: hash("root_hash")?,
        head: row.try_get("head")?,
        head_hash: hash("head_hash")?,
    };
    crate::log_rows::write_ends(connection, &ends, &keys.log).await?;
    crate::log_rows::begin_epoch(connection, &ends, &keys.log).await?;
    Ok(())
}
