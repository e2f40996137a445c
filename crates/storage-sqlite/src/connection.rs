//! A connection to a database file, within a transaction.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{
    AssertSqlSafe, Column as _, Connection as _, Row as _, Sqlite, SqlitePool, TypeInfo as _,
    ValueRef as _,
};
use storage::{GoOn, StorageError, Structure};
use storage_sql::{Connection, Dialect, Kind, SqlRow, Statement, Value};

use crate::failed::failed;
use crate::refusals::Refusals;

/// A transaction on one connection; if dropped, it is rolled back before its connection
/// is reused.
pub(crate) struct SqliteConnection(sqlx::Transaction<'static, Sqlite>, Option<Arc<Refusals>>);

impl SqliteConnection {
    /// A transaction that sees one snapshot. SQLite takes it at the first read, so one is
    /// made here.
    pub(crate) async fn reading(readers: &SqlitePool) -> Result<Self, StorageError> {
        let mut begun = Self(readers.begin().await.map_err(failed)?, None);
        let first = sqlx::query("SELECT 1 FROM log_root");
        let read = first.fetch_optional(&mut *begun.0).await;
        read.map_err(failed)?;
        Ok(begun)
    }

    /// A transaction that writes, alone in the database.
    pub(crate) async fn writing(writer: &SqlitePool) -> Result<Self, StorageError> {
        let begun = writer.begin_with("BEGIN IMMEDIATE").await;
        Ok(Self(begun.map_err(failed)?, None))
    }

    /// The same, refused at its end where these say so.
    pub(crate) fn refused_by(self, refusals: &Arc<Refusals>) -> Self {
        Self(self.0, Some(Arc::clone(refusals)))
    }

    /// A transaction on a connection that only reads.
    pub(crate) async fn looking(readers: &SqlitePool) -> Result<Self, StorageError> {
        Ok(Self(readers.begin().await.map_err(failed)?, None))
    }
}

fn bound(statement: Statement) -> Query<'static, Sqlite, SqliteArguments> {
    let mut query = sqlx::query(AssertSqlSafe(statement.sql.into_owned()));
    for value in statement.values {
        query = match value {
            Value::Null(Kind::Integer) => query.bind(None::<i64>),
            Value::Null(Kind::Text) => query.bind(None::<String>),
            Value::Null(Kind::Bytes) => query.bind(None::<Vec<u8>>),
            Value::Integer(number) => query.bind(number),
            Value::Text(text) => query.bind(text),
            Value::Bytes(bytes) => query.bind(bytes),
        };
    }
    query
}

fn value(row: &SqliteRow, place: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null(Kind::Text));
    }
    let kind = raw.type_info().name().to_owned();
    Ok(match kind.as_str() {
        "INTEGER" => Value::Integer(row.try_get_unchecked(place)?),
        "BLOB" => Value::Bytes(row.try_get_unchecked(place)?),
        _ => Value::Text(row.try_get_unchecked(place)?),
    })
}

fn rows(found: &[SqliteRow]) -> Result<Vec<SqlRow>, sqlx::Error> {
    let Some(first) = found.first() else {
        return Ok(Vec::new());
    };
    let columns = first.columns().iter().map(|one| one.name().to_owned());
    let columns: Arc<[String]> = columns.collect();
    let read = |row: &SqliteRow| {
        let values = (0..columns.len()).map(|place| value(row, place));
        Ok(SqlRow::new(
            Arc::clone(&columns),
            values.collect::<Result<_, _>>()?,
        ))
    };
    found.iter().map(read).collect()
}

#[async_trait]
impl Connection for SqliteConnection {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    async fn execute(&mut self, statement: Statement) -> Result<u64, StorageError> {
        let done = bound(statement).execute(&mut *self.0).await;
        Ok(done.map_err(failed)?.rows_affected())
    }

    async fn fetch(&mut self, statement: Statement) -> Result<Vec<SqlRow>, StorageError> {
        let found = bound(statement).fetch_all(&mut *self.0).await;
        rows(&found.map_err(failed)?).map_err(failed)
    }

    async fn batch(&mut self, sql: &'static str) -> Result<(), StorageError> {
        let done = sqlx::raw_sql(sql).execute(&mut *self.0).await;
        done.map_err(failed)?;
        // It may have changed a table: prepared statements remember its columns.
        let forgotten = self.0.clear_cached_statements().await;
        forgotten.map_err(failed)
    }

    /// Nothing to do: no other transaction writes.
    async fn hold_name(&mut self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }

    async fn has_table(&mut self, name: &'static str) -> Result<bool, StorageError> {
        const FIND: &str = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        let found = sqlx::query(FIND).bind(name).fetch_optional(&mut *self.0);
        Ok(found.await.map_err(failed)?.is_some())
    }

    async fn check_structure(&mut self, go_on: GoOn) -> Result<Structure, StorageError> {
        /// SQLite's instructions between two questions: some microseconds.
        const INSTRUCTIONS: i32 = 10_000;
        let asked = Arc::clone(&go_on);
        let connection = &mut *self.0;
        let handle = connection.lock_handle().await;
        handle
            .map_err(failed)?
            .set_progress_handler(INSTRUCTIONS, move || asked());
        let mut found = 0;
        let mut is_finished = true;
        for check in ["PRAGMA quick_check(100)", "PRAGMA foreign_key_check"] {
            match sqlx::query(check).fetch_all(&mut *connection).await {
                Ok(rows) => {
                    let fault = |row: &&SqliteRow| !matches!(row.try_get::<&str, _>(0), Ok("ok"));
                    found += rows.iter().filter(fault).count();
                }
                Err(_) if !go_on() => is_finished = false,
                // A page that cannot be read at all.
                Err(sqlx::Error::Database(_)) => found += 1,
                Err(error) => return Err(failed(error)),
            }
        }
        let handle = connection.lock_handle().await;
        handle.map_err(failed)?.remove_progress_handler();
        Ok(match (found, is_finished) {
            (0, true) => Structure::Whole,
            (0, false) => Structure::NotFinished,
            (count, _) => Structure::Damaged(u32::try_from(count).unwrap_or(u32::MAX)),
        })
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        if let Some(refusals) = &self.1 {
            refusals.admit_next()?;
        }
        self.0.commit().await.map_err(failed)
    }
}
