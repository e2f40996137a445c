//! What a backend gives: a connection within a transaction.

use async_trait::async_trait;
use storage::{GoOn, StorageError, Structure};

use crate::row::SqlRow;
use crate::statement::Statement;

/// The kind of a database, for the statements on which they cannot agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite: one transaction writes at a time.
    Sqlite,
    /// PostgreSQL: transactions write side by side.
    Postgres,
}

/// A connection within a transaction, which is rolled back when this is dropped.
#[async_trait]
pub trait Connection: Send {
    /// The kind of the database.
    fn dialect(&self) -> Dialect;

    /// Runs a statement; gives the number of changed rows.
    async fn execute(&mut self, statement: Statement) -> Result<u64, StorageError>;

    /// Runs a statement that gives rows.
    async fn fetch(&mut self, statement: Statement) -> Result<Vec<SqlRow>, StorageError>;

    /// Runs statements without parameters, divided by semicolons.
    async fn batch(&mut self, sql: &'static str) -> Result<(), StorageError>;

    /// Waits until no other transaction holds this name; then holds it until the
    /// transaction ends. For what has no row yet that could be held.
    async fn hold_name(&mut self, name: &str) -> Result<(), StorageError>;

    /// Whether there is a table of this name.
    async fn has_table(&mut self, name: &'static str) -> Result<bool, StorageError>;

    /// Checks the structure of tables and indexes, as long as `go_on` says so.
    async fn check_structure(&mut self, go_on: GoOn) -> Result<Structure, StorageError>;

    /// Ends the transaction and keeps what it did.
    async fn commit(self: Box<Self>) -> Result<(), StorageError>;
}
