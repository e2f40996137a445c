//! A transaction; the aggregates' traits are implemented in the modules of
//! their rows.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::Sqlite;
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use storage::{StorageError, Transaction};

use crate::row::{Row, failed};
use crate::row_seal::{seal_written, sealed_table};
use crate::seal_keys::SealKeys;

/// A statement with its bound values.
pub(crate) type Statement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// A transaction; if dropped, it is rolled back before its connection is
/// reused.
pub(crate) struct SqliteTransaction {
    begun: sqlx::Transaction<'static, Sqlite>,
    keys: Arc<SealKeys>,
    access: Access,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Reading,
    Writing,
}

impl SqliteTransaction {
    /// A read transaction. SQLite takes the snapshot at the first read, so one
    /// is made here.
    pub(crate) async fn reading(
        begun: sqlx::Transaction<'static, Sqlite>,
        keys: Arc<SealKeys>,
    ) -> Result<Self, StorageError> {
        let access = Access::Reading;
        let mut transaction = Self {
            begun,
            keys,
            access,
        };
        let first = sqlx::query("SELECT 1 FROM log_root");
        let read = first.fetch_optional(transaction.connection()).await;
        read.map_err(failed)?;
        Ok(transaction)
    }

    /// A write transaction.
    pub(crate) const fn writing(
        begun: sqlx::Transaction<'static, Sqlite>,
        keys: Arc<SealKeys>,
    ) -> Self {
        let access = Access::Writing;
        Self {
            begun,
            keys,
            access,
        }
    }

    /// The same transaction under other keys, once it has sealed all rows by
    /// them.
    pub(crate) fn under(self, keys: Arc<SealKeys>) -> Self {
        Self { keys, ..self }
    }

    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.begun
    }

    pub(crate) fn keys(&self) -> &SealKeys {
        &self.keys
    }

    /// Runs a statement; gives the number of changed rows, which are sealed.
    pub(crate) async fn changed(&mut self, statement: Statement<'_>) -> Result<u64, StorageError> {
        let done = statement.execute(&mut *self.begun).await.map_err(failed)?;
        let changed = done.rows_affected();
        if changed > 0 && self.access == Access::Writing {
            seal_written(&mut self.begun, &self.keys.rows).await?;
        }
        Ok(changed)
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

    /// The row of `table` that a query finds, if any, converted by `read`. The
    /// row of a sealed table has to be whole, and its seal right.
    pub(crate) async fn one<T>(
        &mut self,
        query: Statement<'_>,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<Option<T>, StorageError> {
        let row = query.fetch_optional(&mut *self.begun).await;
        let row = row.map_err(failed)?;
        row.map(|row| self.read(&row, table, read)).transpose()
    }

    /// All rows of `table` that a query finds, converted by `read`; as
    /// [`Self::one`].
    pub(crate) async fn all<T>(
        &mut self,
        query: Statement<'_>,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<Vec<T>, StorageError> {
        let rows = query.fetch_all(&mut *self.begun).await.map_err(failed)?;
        let rows = rows.iter().map(|row| self.read(row, table, read));
        rows.collect()
    }

    fn read<T>(
        &self,
        row: &SqliteRow,
        table: &'static str,
        read: fn(Row<'_>) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        if sealed_table(table).is_some() && !self.keys.rows.holds(table, row)? {
            return Err(StorageError::Altered { table });
        }
        read(Row::new(row, table))
    }
}

#[async_trait]
impl Transaction for SqliteTransaction {
    async fn save(mut self: Box<Self>) -> Result<(), StorageError> {
        if self.access == Access::Writing {
            seal_written(&mut self.begun, &self.keys.rows).await?;
        }
        self.begun.commit().await.map_err(failed)
    }
}
