//! Errors of PostgreSQL as errors of the storage
//! (<https://www.postgresql.org/docs/15/errcodes-appendix.html>).

use storage::StorageError;

/// An error as a [`StorageError`].
pub(crate) fn failed(error: sqlx::Error) -> StorageError {
    match &error {
        sqlx::Error::Database(told) => match told.code().as_deref() {
            Some(code) => by_code(code)(error),
            None => StorageError::Database(Box::new(error)),
        },
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => StorageError::Unavailable(Box::new(error)),
        _ => StorageError::Database(Box::new(error)),
    }
}

fn by_code(code: &str) -> fn(sqlx::Error) -> StorageError {
    match code {
        // Unique violation.
        "23505" => |_| StorageError::Taken,
        // Serialization failure, deadlock, lock not available, statement timeout.
        "40001" | "40P01" | "55P03" | "57014" => |_| StorageError::Again,
        // Disk full.
        "53100" => |_| StorageError::Full,
        // Shutting down or starting; too many connections; read-only, as a standby is;
        // ended while it waited for the program.
        "57P01" | "57P02" | "57P03" | "53300" | "25006" | "25P03" => {
            |error| StorageError::Unavailable(Box::new(error))
        }
        // Connection exceptions.
        _ if code.starts_with("08") => |error| StorageError::Unavailable(Box::new(error)),
        _ => |error| StorageError::Database(Box::new(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_apart() {
        let check = |code: &str, expected: &str| {
            let error = by_code(code)(sqlx::Error::PoolClosed);
            assert_eq!(error.code(), expected, "{code}");
        };
        check("23505", "storage-taken");
        check("40001", "storage-again");
        check("40P01", "storage-again");
        check("55P03", "storage-again");
        check("57014", "storage-again");
        check("53100", "storage-full");
        check("57P01", "storage-unavailable");
        check("25006", "storage-unavailable");
        check("08006", "storage-unavailable");
        check("22P02", "storage-database");
        let gone = failed(sqlx::Error::PoolTimedOut);
        assert_eq!(gone.code(), "storage-unavailable");
    }
}
