//! A transaction as a value; the traits of its aggregates are implemented in
//! the modules of their rows.

use async_trait::async_trait;
use sqlx::{Sqlite, SqliteConnection};
use storage::{StorageError, Transaction};

use crate::row::failed;

/// A transaction; dropped, it is rolled back before its connection is used
/// again.
pub(crate) struct SqliteTransaction(sqlx::Transaction<'static, Sqlite>);

impl SqliteTransaction {
    /// One that reads. SQLite settles which state it sees at its first look, so
    /// it takes one now.
    pub(crate) async fn reading(
        begun: sqlx::Transaction<'static, Sqlite>,
    ) -> Result<Self, StorageError> {
        let mut transaction = Self(begun);
        sqlx::query("SELECT 1 FROM log_root")
            .execute(transaction.connection())
            .await
            .map_err(failed)?;
        Ok(transaction)
    }

    /// One that writes.
    pub(crate) const fn writing(begun: sqlx::Transaction<'static, Sqlite>) -> Self {
        Self(begun)
    }

    /// Where its queries go.
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

#[async_trait]
impl Transaction for SqliteTransaction {
    async fn save(self: Box<Self>) -> Result<(), StorageError> {
        self.0.commit().await.map_err(failed)
    }
}
