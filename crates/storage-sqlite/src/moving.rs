//! What a copy to another database needs of a file: its rows as they are, and the mark
//! that it is not used any more.

use std::path::Path;

use storage_sql::{Connection, mark_moved, unmark_moved};

use crate::OpenError;
use crate::connection::SqliteConnection;
use crate::open;

/// A connection that reads the database at `path` as it stands now.
///
/// # Errors
/// [`OpenError::Schema`].
pub async fn reading(path: &Path) -> Result<Box<dyn Connection>, OpenError> {
    let reader = open::looker(path);
    Ok(Box::new(SqliteConnection::looking(&reader).await?))
}

/// Whether the database is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Its rows were copied to another, which is used in its place.
    Moved,
    /// It is.
    Here,
}

/// Marks the database at `path`, which nobody has open.
///
/// # Errors
/// [`OpenError`].
pub async fn mark(path: &Path, whether: Use) -> Result<(), OpenError> {
    let writer = open::writer(path).await?;
    let mut connection = SqliteConnection::writing(&writer).await?;
    match whether {
        Use::Moved => mark_moved(&mut connection).await?,
        Use::Here => unmark_moved(&mut connection).await?,
    }
    Box::new(connection).commit().await?;
    writer.close().await;
    Ok(())
}
