//! A connection to the database, within a transaction.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Column as _, Connection as _, Row as _, TypeInfo as _};
use storage::{GoOn, StorageError, Structure};
use storage_sql::{Connection, Dialect, Holds, Kind, SqlRow, Statement, Value};

use crate::begin::{Alone, Begin};
use crate::failed::{failed, is_of_connection};
use crate::pool::{Lent, Pool, within};
use crate::saved::was_saved;
use crate::structure;

/// A transaction; if dropped, it is rolled back before its connection is reused.
pub(crate) struct PgConnection {
    lent: Lent,
    pool: Pool,
    begin: Begin,
    /// The transaction's number, of one that writes.
    xid: Option<String>,
}

/// How long the server may take to begin a transaction.
const BEGINNING: Duration = Duration::from_secs(4);
/// How long it may take to save one: it waits for its disk, and for a standby's.
const SAVING: Duration = Duration::from_secs(6);

/// Waits for an answer as long as the transaction does, and hears it.
macro_rules! asked {
    ($connection:expr, $on:ident => $question:expr) => {
        asked!($connection, $connection.begin.patience(), $on => $question)
    };
    ($connection:expr, $patience:expr, $on:ident => $question:expr) => {{
        let patience = $patience;
        let $on = $connection.lent.ask()?;
        let answer = within(patience, $question).await;
        $connection.lent.heard(answer)
    }};
}

const SHARE: &str = "SELECT pg_advisory_xact_lock_shared($1), pg_current_xact_id()::text";
const TAKE: &str = "SELECT pg_advisory_xact_lock($1), pg_current_xact_id()::text";
const TRY: &str = "SELECT pg_try_advisory_xact_lock($1)";
const HOLD_NAME: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
const TAKES_CHANGES: &str = "SELECT NOT pg_is_in_recovery()
    AND current_setting('default_transaction_read_only') = 'off'";
const HAS_TABLE: &str = "SELECT to_regclass($1) IS NOT NULL";

impl PgConnection {
    /// Begins a transaction. On a connection that turns out to be broken nothing has begun,
    /// and another is taken.
    pub(crate) async fn begin(pool: &Pool, begin: Begin) -> Result<Self, StorageError> {
        match Self::begin_on(pool.lend().await?, pool, begin).await? {
            Ok(begun) => Ok(begun),
            // A second wait would be longer than a page has.
            Err(error) if is_silence(&error) => Err(failed(error)),
            Err(error) if is_of_connection(&error) => {
                let begun = Self::begin_on(pool.lend().await?, pool, begin).await?;
                begun.map_err(failed)
            }
            Err(error) => Err(failed(error)),
        }
    }

    async fn begin_on(
        mut lent: Lent,
        pool: &Pool,
        begin: Begin,
    ) -> Result<Result<Self, sqlx::Error>, StorageError> {
        lent.begun();
        let mut begun = Self {
            lent,
            pool: pool.clone(),
            begin,
            xid: None,
        };
        let done = asked!(begun, Some(BEGINNING), on => sqlx::raw_sql(begin.sql()).execute(on));
        let what = match (done, begin) {
            (Err(error), _) => return Ok(Err(error)),
            (Ok(_), Begin::Reading | Begin::Looking) => return Ok(Ok(begun)),
            (Ok(_), Begin::Writing) => (SHARE, Alone::ReplacingKey),
            (Ok(_), Begin::Alone(what)) => (TAKE, what),
        };
        Ok(match begun.lock(what.0, what.1).await? {
            Ok(xid) => {
                begun.xid = Some(xid);
                Ok(begun)
            }
            Err(error) => Err(error),
        })
    }

    async fn lock(
        &mut self,
        sql: &'static str,
        what: Alone,
    ) -> Result<Result<String, sqlx::Error>, StorageError> {
        let lock = sqlx::query(sql).bind(what.lock());
        let row = asked!(self, on => lock.fetch_one(on));
        Ok(row.and_then(|row| row.try_get(1)))
    }

    /// Whether the database can be written to.
    pub(crate) async fn takes_changes(&mut self) -> Result<bool, StorageError> {
        let asked = sqlx::query_scalar(TAKES_CHANGES);
        asked!(self, on => asked.fetch_one(on)).map_err(failed)
    }

    /// Makes the numbers of a table's next rows go on after the last.
    pub(crate) async fn number_on(&mut self, table: &'static str) -> Result<(), StorageError> {
        const NUMBER_ON: &str = "SELECT setval(pg_get_serial_sequence($1, 'seq'), ";
        let sql = format!("{NUMBER_ON}(SELECT greatest(max(seq), 1) FROM {table}))");
        let number = sqlx::query(AssertSqlSafe(sql)).bind(table);
        let done = asked!(self, on => number.execute(on));
        done.map(drop).map_err(failed)
    }

    /// Whether nobody else does this; then nobody does until this transaction ends.
    pub(crate) async fn is_first(&mut self, what: Alone) -> Result<bool, StorageError> {
        let lock = sqlx::query_scalar(TRY).bind(what.lock());
        asked!(self, on => lock.fetch_one(on)).map_err(failed)
    }
}

/// Whether no answer came.
fn is_silence(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::TimedOut)
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
        let done = asked!(self, on => bound(statement).execute(on));
        Ok(done.map_err(failed)?.rows_affected())
    }

    async fn fetch(&mut self, statement: Statement) -> Result<Vec<SqlRow>, StorageError> {
        let found = asked!(self, on => bound(statement).fetch_all(on));
        rows(&found.map_err(failed)?).map_err(failed)
    }

    async fn batch(&mut self, sql: &'static str) -> Result<(), StorageError> {
        asked!(self, on => sqlx::raw_sql(sql).execute(on)).map_err(failed)?;
        // It may have changed a table: prepared statements remember its columns.
        let forgotten = self.lent.ask()?.clear_cached_statements().await;
        forgotten.map_err(failed)
    }

    async fn hold_name(&mut self, name: &str) -> Result<(), StorageError> {
        let hold = sqlx::query(HOLD_NAME).bind(name);
        let held = asked!(self, on => hold.execute(on));
        held.map(drop).map_err(failed)
    }

    async fn has_table(&mut self, name: &'static str) -> Result<bool, StorageError> {
        let found = sqlx::query_scalar(HAS_TABLE).bind(name);
        asked!(self, on => found.fetch_one(on)).map_err(failed)
    }

    async fn check_structure(&mut self, go_on: GoOn) -> Result<Structure, StorageError> {
        structure::check(self.lent.ask()?, &go_on).await
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StorageError> {
        let saving = self.begin.patience().map(|_| SAVING);
        let saved = asked!(self, saving, on => sqlx::raw_sql("COMMIT").execute(on));
        let Err(error) = saved else {
            self.lent.ended();
            return Ok(());
        };
        let Self {
            lent, pool, xid, ..
        } = *self;
        // A place for the connection that asks what became of it.
        drop(lent);
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
