//! A connection to the database, within a transaction.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Column as _, Connection as _, PgPool, Row as _, TypeInfo as _};
use storage::{GoOn, StorageError, Structure};
use storage_sql::{Connection, Dialect, Holds, Kind, SqlRow, Statement, Value};

use crate::begin::{Alone, Begin};
use crate::failed::failed;
use crate::saved::was_saved;
use crate::structure;

/// A transaction; if dropped, it is rolled back before its connection is reused.
pub(crate) struct PgConnection {
    begun: sqlx::Transaction<'static, Postgres>,
    pool: PgPool,
    /// The transaction's number, of one that writes.
    xid: Option<String>,
}

const SHARE: &str = "SELECT pg_advisory_xact_lock_shared($1), pg_current_xact_id()::text";
const TAKE: &str = "SELECT pg_advisory_xact_lock($1), pg_current_xact_id()::text";
const TRY: &str = "SELECT pg_try_advisory_xact_lock($1)";
const HOLD_NAME: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
const HAS_TABLE: &str = "SELECT to_regclass($1) IS NOT NULL";

impl PgConnection {
    /// Begins a transaction.
    pub(crate) async fn begin(pool: &PgPool, begin: Begin) -> Result<Self, StorageError> {
        let begun = pool.begin_with(begin.sql()).await.map_err(failed)?;
        let mut begun = Self {
            begun,
            pool: pool.clone(),
            xid: None,
        };
        begun.xid = match begin {
            Begin::Reading | Begin::Looking => None,
            Begin::Writing => Some(begun.lock(SHARE, Alone::ReplacingKey).await?),
            Begin::Alone(what) => Some(begun.lock(TAKE, what).await?),
        };
        Ok(begun)
    }

    async fn lock(&mut self, sql: &'static str, what: Alone) -> Result<String, StorageError> {
        let lock = sqlx::query(sql).bind(what.lock());
        let row = lock.fetch_one(&mut *self.begun).await.map_err(failed)?;
        row.try_get(1).map_err(failed)
    }

    /// Makes the numbers of a table's next rows go on after the last.
    pub(crate) async fn number_on(&mut self, table: &'static str) -> Result<(), StorageError> {
        const NUMBER_ON: &str = "SELECT setval(pg_get_serial_sequence($1, 'seq'), ";
        let sql = format!("{NUMBER_ON}(SELECT greatest(max(seq), 1) FROM {table}))");
        let done = sqlx::query(AssertSqlSafe(sql)).bind(table);
        let done = done.execute(&mut *self.begun).await;
        done.map(drop).map_err(failed)
    }

    /// Whether nobody else does this; then nobody does until this transaction ends.
    pub(crate) async fn is_first(&mut self, what: Alone) -> Result<bool, StorageError> {
        let lock = sqlx::query_scalar(TRY).bind(what.lock());
        lock.fetch_one(&mut *self.begun).await.map_err(failed)
    }
}

/// The statement as PostgreSQL reads it: `$1` for `?1`, no hint for SQLite's planner, and
/// rows that are to be held are held.
fn translated(statement: &Statement) -> String {
    let mut sql = statement.sql.replace('?', "$");
    while let Some(start) = sql.find(" INDEXED BY ") {
        let name = start + " INDEXED BY ".len();
        let end = sql[name..].find(char::is_whitespace);
        sql.replace_range(start..end.map_or(sql.len(), |end| name + end), "");
    }
    sql.push_str(match statement.holds {
        Holds::Nothing => "",
        Holds::Rows => " FOR NO KEY UPDATE",
        Holds::FreeRows => " FOR NO KEY UPDATE SKIP LOCKED",
    });
    sql
}

fn bound(statement: Statement) -> Query<'static, Postgres, PgArguments> {
    let mut query = sqlx::query(AssertSqlSafe(translated(&statement)));
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

fn value(row: &PgRow, place: usize) -> Result<Value, sqlx::Error> {
    let kind = row.columns()[place].type_info().name();
    Ok(match kind {
        "INT8" => {
            let number: Option<i64> = row.try_get(place)?;
            number.map_or(Value::Null(Kind::Integer), Value::Integer)
        }
        "INT4" => {
            let number: Option<i32> = row.try_get(place)?;
            number.map_or(Value::Null(Kind::Integer), |number| {
                Value::Integer(i64::from(number))
            })
        }
        "BYTEA" => {
            let bytes: Option<Vec<u8>> = row.try_get(place)?;
            bytes.map_or(Value::Null(Kind::Bytes), Value::Bytes)
        }
        _ => {
            let text: Option<String> = row.try_get(place)?;
            text.map_or(Value::Null(Kind::Text), Value::Text)
        }
    })
}

fn rows(found: &[PgRow]) -> Result<Vec<SqlRow>, sqlx::Error> {
    let Some(first) = found.first() else {
        return Ok(Vec::new());
    };
    let columns = first.columns().iter().map(|one| one.name().to_owned());
    let columns: Arc<[String]> = columns.collect();
    let read = |row: &PgRow| {
        let values = (0..columns.len()).map(|place| value(row, place));
        let values = values.collect::<Result<_, _>>()?;
        Ok(SqlRow::new(Arc::clone(&columns), values))
    };
    found.iter().map(read).collect()
}

#[async_trait]
impl Connection for PgConnection {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    async fn execute(&mut self, statement: Statement) -> Result<u64, StorageError> {
        let done = bound(statement).execute(&mut *self.begun).await;
        Ok(done.map_err(failed)?.rows_affected())
    }

    async fn fetch(&mut self, statement: Statement) -> Result<Vec<SqlRow>, StorageError> {
        let found = bound(statement).fetch_all(&mut *self.begun).await;
        rows(&found.map_err(failed)?).map_err(failed)
    }

    async fn batch(&mut self, sql: &'static str) -> Result<(), StorageError> {
        let done = sqlx::raw_sql(sql).execute(&mut *self.begun).await;
        done.map_err(failed)?;
        // It may have changed a table: prepared statements remember its columns.
        let forgotten = self.begun.clear_cached_statements().await;
        forgotten.map_err(failed)
    }

    async fn hold_name(&mut self, name: &str) -> Result<(), StorageError> {
        let hold = sqlx::query(HOLD_NAME).bind(name);
        let held = hold.execute(&mut *self.begun).await;
        held.map(drop).map_err(failed)
    }

    async fn has_table(&mut self, name: &'static str) -> Result<bool, StorageError> {
        let found = sqlx::query_scalar(HAS_TABLE).bind(name);
        found.fetch_one(&mut *self.begun).await.map_err(failed)
    }

    async fn check_structure(&mut self, go_on: GoOn) -> Result<Structure, StorageError> {
        structure::check(&mut self.begun, &go_on).await
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        let Self { begun, pool, xid } = *self;
        let Err(error) = begun.commit().await else {
            return Ok(());
        };
        match (&error, xid) {
            // The database answered: nothing was saved.
            (sqlx::Error::Database(told), _) if !is_of_the_end(told.code().as_deref()) => {
                Err(failed(error))
            }
            (_, None) => Err(failed(error)),
            (_, Some(xid)) => was_saved(&pool, &xid, error).await,
        }
    }
}

/// Whether the database ended the connection, perhaps after it had saved.
fn is_of_the_end(code: Option<&str>) -> bool {
    code.is_some_and(|code| code.starts_with("57P") || code.starts_with("08"))
}

#[cfg(test)]
mod tests {
    use storage_sql::query;

    use super::*;

    #[test]
    fn statements_are_translated() {
        let check = |sql: &'static str, expected: &str| {
            assert_eq!(translated(&query(sql)), expected);
        };
        check(
            "SELECT a FROM b WHERE c = ?1 AND d > ?12",
            "SELECT a FROM b WHERE c = $1 AND d > $12",
        );
        check(
            "SELECT * FROM b INDEXED BY b_c\n    WHERE c = ?1",
            "SELECT * FROM b\n    WHERE c = $1",
        );
    }
}
