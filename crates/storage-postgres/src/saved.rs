//! Whether a transaction was saved whose COMMIT was not answered: the connection broke
//! between. PostgreSQL remembers what became of recent transactions
//! (<https://www.postgresql.org/docs/15/functions-info.html>, `pg_xact_status`).

use std::time::Duration;

use storage::StorageError;

use crate::failed::failed;
use crate::pool::{Pool, within};

/// How long it is asked, since pages have 15 s, and the wait before each question.
const ASKED_FOR: Duration = Duration::from_secs(4);
const WAIT: Duration = Duration::from_millis(250);

const STATUS: &str = "SELECT pg_xact_status(CAST($1 AS xid8))";

/// What became of the transaction `xid`, after COMMIT failed with `error`.
///
/// # Errors
/// [`StorageError::Again`] if it was rolled back; [`StorageError::Unknown`] if the
/// database cannot be asked.
pub(crate) async fn was_saved(
    pool: &Pool,
    xid: &str,
    error: sqlx::Error,
) -> Result<(), StorageError> {
    let known = tokio::time::timeout(ASKED_FOR, async {
        loop {
            tokio::time::sleep(WAIT).await;
            match status(pool, xid).await {
                Ok(Some(status)) if status == "committed" => return Some(Ok(())),
                Ok(Some(status)) if status == "aborted" => return Some(Err(StorageError::Again)),
                // In progress: the server has not noticed yet that the connection is gone.
                Ok(_) | Err(StorageError::Unavailable(_)) => {}
                Err(_) => return None,
            }
        }
    });
    let unknown = || Err(StorageError::Unknown(Box::new(error)));
    known.await.ok().flatten().unwrap_or_else(unknown)
}

async fn status(pool: &Pool, xid: &str) -> Result<Option<String>, StorageError> {
    let status = sqlx::query_scalar::<_, Option<String>>(STATUS).bind(xid);
    let mut lent = pool.lend().await?;
    let asked = status.persistent(false).fetch_one(lent.ask()?);
    let status = within(Some(ASKED_FOR), asked).await;
    lent.heard(status).map_err(failed)
}
