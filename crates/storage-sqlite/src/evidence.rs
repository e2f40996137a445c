//! What a database file tells about its keys before anything in it is changed.

use std::path::Path;

use storage_sql::Evidence;

use crate::OpenError;
use crate::connection::SqliteConnection;
use crate::open;

/// Reads the evidence of the database at `path`, which exists; changes nothing.
///
/// # Errors
/// [`OpenError::Schema`].
pub async fn evidence(path: &Path) -> Result<Evidence, OpenError> {
    let reader = open::looker(path);
    let mut connection = SqliteConnection::looking(&reader).await?;
    let found = storage_sql::evidence(&mut connection).await?;
    drop(connection);
    reader.close().await;
    Ok(found)
}
