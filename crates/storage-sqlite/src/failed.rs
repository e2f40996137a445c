//! Errors of SQLite as errors of the storage.

use storage::StorageError;

/// What SQLite says on a full disk (<https://www.sqlite.org/rescode.html>): `SQLITE_FULL`;
/// `SQLITE_IOERR_SHMSIZE`, where the index of the write-ahead log cannot grow.
const FULL: [&str; 2] = ["13", "4874"];

/// An SQLite error as a [`StorageError`].
pub(crate) fn failed(error: sqlx::Error) -> StorageError {
    match &error {
        sqlx::Error::Database(known) if known.is_unique_violation() => StorageError::Taken,
        sqlx::Error::Database(known) if is_full(known.code().as_deref()) => StorageError::Full,
        _ => StorageError::Database(Box::new(error)),
    }
}

fn is_full(code: Option<&str>) -> bool {
    code.is_some_and(|code| FULL.contains(&code))
}
