//! A transaction; the aggregates' traits are implemented in the modules of
//! their rows.

use async_trait::async_trait;
use sqlx::Sqlite;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use storage::{StorageError, Transaction};

use crate::row::{Row, failed};

/// A statement with its bound values.
pub(crate) type Statement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// A transaction; if dropped, it is rolled back before its connection is
/// reused.
pub(crate) struct SqliteTransaction(sqlx::Transaction<'static, Sqlite>);

impl SqliteTransaction {
    /// A read transaction. SQLite takes the snapshot at the first read, so one
    /// is made here.
    pub(crate) async fn reading(
        begun: sqlx::Transaction<'static, Sqlite>,
    ) -> Result<Self, StorageError> {
        let mut transaction = Self(begun);
        transaction
            .run(sqlx::query("SELECT 1 FROM log_root"))
            .await?;
        Ok(transaction)
    }

    /// A write transaction.
    pub(crate) const fn writing(begun: sqlx::Transaction<'static, Sqlite>) -> Self {
        Self(begun)
    }

    /// Runs a statement; gives the number of changed rows.
    pub(crate) async fn changed(&mut self, statement: Statement<'_>) -> Result<u64, StorageError> {
        let done = statement.execute(&mut *self.0).await.map_err(failed)?;
        Ok(done.rows_affected())
    }

    /// Runs a statement.
    pub(crate) async fn run(&mut self, statement: Statement<'_>) -> Result<(), StorageError> {
        self.changed(statement).await?;
        Ok(())
    }

    /// Updates a row; [`StorageError::Conflict`] if no row matches.
    pub(crate) async fn update(&mut self, statement: Statement<'_>) -> Result<(), StorageError> {
        match self.changed(statement).await? {
            0 => Err(StorageError::Conflict),
            _ => Ok(()),
        }
    }

    /// The row of `table` that a query finds, if any, converted by `read`.
    pub(crate) async fn one<T>(
        &mut self,
        query: Statement<'_>,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<Option<T>, StorageError> {
        let row = query.fetch_optional(&mut *self.0).await.map_err(failed)?;
        row.map(|row| read(Row::new(&row, table))).transpose()
    }

    /// All rows of `table` that a query finds, converted by `read`.
    pub(crate) async fn all<T>(
        &mut self,
        query: Statement<'_>,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<Vec<T>, StorageError> {
        let rows = query.fetch_all(&mut *self.0).await.map_err(failed)?;
        rows.iter().map(|row| read(Row::new(row, table))).collect()
    }
}

#[async_trait]
impl Transaction for SqliteTransaction {
    async fn save(self: Box<Self>) -> Result<(), StorageError> {
        self.0.commit().await.map_err(failed)
    }
}
