//! Connections to a database file. Takes its path; gives two pools: one
//! connection for writing, several for reading.

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

/// How long a process waits for another one that writes, such as the command
/// line for the service.
const BUSY: Duration = Duration::from_secs(10);

/// How long a transaction waits for a free connection.
const WAIT: Duration = Duration::from_secs(30);

/// Connections for reading, and so concurrent read transactions.
const READERS: u32 = 8;

/// Creates the file with access for its owner only; SQLite gives its auxiliary
/// files the same mode. An existing file is left as it is.
pub(crate) fn owners_only(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Pool of the connection for writing.
pub(crate) async fn writer(path: &Path) -> Result<SqlitePool, sqlx::Error> {
    pool(1).connect_with(options(path)).await
}

/// Pool of the connections for reading, opened on demand.
pub(crate) fn readers(path: &Path) -> SqlitePool {
    pool(READERS).connect_lazy_with(options(path).pragma("query_only", "ON"))
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("secure_delete", "ON")
}
