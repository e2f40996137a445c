//! Errors of PostgreSQL as errors of the storage
//! (<https://www.postgresql.org/docs/15/errcodes-appendix.html>).

use sqlx::postgres::PgDatabaseError;
use storage::StorageError;

/// An error as a [`StorageError`].
pub(crate) fn failed(error: sqlx::Error) -> StorageError {
    match &error {
        sqlx::Error::Database(told) => match told.code().as_deref() {
            Some(code) if is_of_old_plan(&error, code) => StorageError::Again,
            Some(code) => by_code(code)(error),
            None => StorageError::Database(Box::new(error)),
        },
        // Protocol: what a proxy leaves that takes a connection and ends it.
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => StorageError::Unavailable(Box::new(error)),
        _ => StorageError::Database(Box::new(error)),
    }
}

/// Whether the connection is of no use after this error: it broke, the server ends it, or
/// takes no changes any more, as a standby does that was the primary.
pub(crate) fn is_of_connection(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(told) => told
            .code()
            .is_some_and(|code| is_of_the_end(&code) || is_of_old_plan(error, &code)),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

/// Whether a statement that the connection keeps prepared was of a table as it was before a
/// migration: `0A000`, "cached plan must not change result type", a sentence that may be in
/// another language.
fn is_of_old_plan(error: &sqlx::Error, code: &str) -> bool {
    let told = error.as_database_error();
    let told = told.and_then(|told| told.try_downcast_ref::<PgDatabaseError>());
    code == "0A000" && told.and_then(PgDatabaseError::routine) == Some("RevalidateCachedQuery")
}

/// Whether the server ended the connection, or is not the one to be used.
fn is_of_the_end(code: &str) -> bool {
    code.starts_with("57P") || code.starts_with("08") || matches!(code, "25006" | "25P03")
}

/// Why the server lets nobody in, which is not over by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such database.
    NoDatabase,
    /// The user or the password is wrong, or the user may not enter or use it.
    User,
}

fn refusal(code: &str) -> Option<Refusal> {
    match code {
        "3D000" => Some(Refusal::NoDatabase),
        "28000" | "28P01" | "42501" => Some(Refusal::User),
        _ => None,
    }
}

/// Whether an error is one.
pub(crate) fn refused(error: &StorageError) -> Option<Refusal> {
    let StorageError::Unavailable(source) = error else {
        return None;
    };
    let told = source.downcast_ref::<sqlx::Error>()?.as_database_error()?;
    refusal(&told.code()?)
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
        // The user is refused, or has no rights; there is no such database.
        _ if refusal(code).is_some() => |error| StorageError::Unavailable(Box::new(error)),
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
        check("3D000", "storage-unavailable");
        check("28P01", "storage-unavailable");
        check("42501", "storage-unavailable");
        check("22P02", "storage-database");
        for (code, expected) in [
            ("57P01", true),
            ("08006", true),
            ("25006", true),
            ("25P03", true),
            ("40001", false),
            ("23505", false),
            ("53100", false),
        ] {
            assert_eq!(is_of_the_end(code), expected, "{code}");
        }
        let gone = failed(sqlx::Error::PoolTimedOut);
        assert_eq!(gone.code(), "storage-unavailable");
    }
}
