//! Connections to a database file. Takes its path; gives two pools: one
//! connection for writing, several for reading.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Row as _, SqlitePool};
use storage::Purged;

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

/// Pool of one connection that only reads and changes no setting of the file.
pub(crate) fn looker(path: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(path);
    pool(1).connect_lazy_with(options.pragma("query_only", "ON"))
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT)
        .idle_timeout(None)
        .max_lifetime(None)
        // On a full disk and other faults SQLite ends a transaction by itself
        // (<https://www.sqlite.org/lang_transaction.html>, section 3), which sqlx does
        // not notice: it would begin no other on that connection, for ever.
        .before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_free) })
        })
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("secure_delete", "ON")
        // Sorting spills nothing to a file that would outlive an erasure.
        .pragma("temp_store", "MEMORY")
}

/// Leaves one file without a write-ahead log, which can be read where nothing can be
/// written.
pub(crate) async fn one_file(writer: &SqlitePool) -> Result<(), sqlx::Error> {
    let mut connection = writer.acquire().await?;
    let changed = sqlx::raw_sql("PRAGMA journal_mode = DELETE");
    changed.execute(&mut *connection).await.map(drop)
}

/// How long emptying the write-ahead log waits for readers. Writers wait behind
/// it, so it is short; the job that follows an erasure tries again.
const PURGE_WAIT_MS: u64 = 1_000;

/// Writes the write-ahead log into the database and cuts it to nothing: it holds
/// pages as they were before a deletion.
pub(crate) async fn truncate_wal(connection: &mut SqliteConnection) -> Result<Purged, sqlx::Error> {
    let wait = |ms: u64| sqlx::AssertSqlSafe(format!("PRAGMA busy_timeout = {ms}"));
    sqlx::raw_sql(wait(PURGE_WAIT_MS))
        .execute(&mut *connection)
        .await?;
    let done = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&mut *connection)
        .await;
    let usual = u64::try_from(BUSY.as_millis()).unwrap_or(PURGE_WAIT_MS);
    sqlx::raw_sql(wait(usual)).execute(connection).await?;
    let is_busy: i64 = done?.try_get(0)?;
    Ok(if is_busy == 0 {
        Purged::Gone
    } else {
        Purged::HeldUp
    })
}
