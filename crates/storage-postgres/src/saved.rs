//! Whether a transaction was saved whose COMMIT was not answered: the connection broke
//! between. PostgreSQL remembers what became of recent transactions
//! (<https://www.postgresql.org/docs/15/functions-info.html>, `pg_xact_status`).

use std::time::Duration;

use sqlx::PgPool;
use storage::StorageError;

use crate::failed::failed;

/// Questions until it is given up, and the wait before each: 3 s in all, since pages
/// have 15.
const QUESTIONS: u32 = 12;
const WAIT: Duration = Duration::from_millis(250);

const STATUS: &str = "SELECT pg_xact_status(CAST($1 AS xid8))";

/// What became of the transaction `xid`, after COMMIT failed with `error`.
///
/// # Errors
/// [`StorageError::Again`] if it was rolled back; [`StorageError::Unknown`] if the
/// database cannot be asked.
pub(crate) async fn was_saved(
    pool: &PgPool,
    xid: &str,
    error: sqlx::Error,
) -> Result<(), StorageError> {
    for _ in 0..QUESTIONS {
        tokio::time::sleep(WAIT).await;
        let status = sqlx::query_scalar::<_, Option<String>>(STATUS).bind(xid);
        let status = status.persistent(false).fetch_one(pool).await;
        match status {
            Ok(Some(status)) if status == "committed" => return Ok(()),
            Ok(Some(status)) if status == "aborted" => return Err(StorageError::Again),
            // In progress: the server has not noticed yet that the connection is gone.
            Ok(_) => {}
            Err(error) => match failed(error) {
                StorageError::Unavailable(_) => {}
                _ => break,
            },
        }
    }
    Err(StorageError::Unknown(Box::new(error)))
}
