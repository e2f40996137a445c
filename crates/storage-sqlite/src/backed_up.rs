//! Rows of any database in a file of their own, for a back-up, and taking such a file into
//! use again.

use std::path::Path;
use std::sync::Arc;

use domain::log::LogEnds;
use storage::StorageError;
use storage_sql::{
    COPIED, Connection, CopiedTable, Restored, SealKeys, TableDigest, Unsealed, begin_copy,
    chain_copied, copy_table, digest_table, empty_for_copy, end_copy, end_restoration,
    waiting_entries,
};

use crate::connection::SqliteConnection;
use crate::{OpenError, SqliteStorage, open};

/// Why rows were not copied into a file.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A table is not the same afterwards.
    #[error("the copy of {table} differs")]
    Differs {
        /// The table.
        table: &'static str,
    },
    /// The file cannot be made.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// One of the databases failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl CopyError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Differs { .. } => "storage-copy-differs",
            Self::Open(error) => error.code(),
            Self::Storage(error) => error.code(),
        }
    }
}

/// What was copied into a file.
#[derive(Clone, Debug)]
pub struct Copied {
    /// Each table as it was read and written.
    pub tables: Vec<(CopiedTable, TableDigest)>,
    /// The ends of the log in the file. Entries that were not chained yet where they were
    /// copied from are chained here.
    pub ends: LogEnds,
}

/// Copies all rows that `from` sees, in one snapshot, into a new file at `path`, and
/// compares them. `from` is let go as soon as it was read once.
///
/// # Errors
/// [`CopyError`]; what is at `path` then is of no use.
pub async fn copy_from(
    mut from: Box<dyn Connection>,
    path: &Path,
    keys: &SealKeys,
) -> Result<Copied, CopyError> {
    let made = SqliteStorage::open(path, keys.clone(), Unsealed::Adopt).await?;
    made.close().await;
    let writer = open::writer(path).await.map_err(OpenError::from)?;
    let mut to = SqliteConnection::writing(&writer).await?;
    begin_copy(&mut to).await?;
    empty_for_copy(&mut to).await?;
    Box::new(to).commit().await?;
    let waiting = waiting_entries(&mut *from, keys).await?;
    let mut read = Vec::new();
    for table in COPIED {
        let mut to = SqliteConnection::writing(&writer).await?;
        read.push((table, copy_table(&mut *from, &mut to, table).await?));
        Box::new(to).commit().await?;
    }
    // Its snapshot holds others up.
    drop(from);
    let mut to = SqliteConnection::writing(&writer).await?;
    for (table, digest) in &read {
        if digest_table(&mut to, *table).await? != *digest {
            return Err(CopyError::Differs { table: table.name });
        }
    }
    end_copy(&mut to).await?;
    let ends = chain_copied(Box::new(to), Arc::new(keys.clone()), &waiting).await?;
    open::one_file(&writer).await.map_err(OpenError::from)?;
    writer.close().await;
    Ok(Copied {
        tables: tables(path).await?,
        ends,
    })
}

/// The digests of all tables of a file, which may be of an older version and lack some.
///
/// # Errors
/// [`CopyError`].
pub async fn tables(path: &Path) -> Result<Vec<(CopiedTable, TableDigest)>, CopyError> {
    let mut rows = crate::reading(path).await?;
    let mut all = Vec::new();
    for table in COPIED {
        if !rows.has_table(table.name).await? {
            continue;
        }
        all.push((table, digest_table(&mut *rows, table).await?));
    }
    Ok(all)
}

/// Takes a file of rows into use that was brought back from a back-up.
///
/// # Errors
/// [`OpenError`]; nothing was changed then.
pub async fn restored(path: &Path, keys: &SealKeys, restored: &Restored) -> Result<(), OpenError> {
    // Its tables as this version has them.
    let opened = SqliteStorage::open(path, keys.clone(), Unsealed::Refuse).await?;
    opened.close().await;
    let writer = open::writer(path).await?;
    let begun = SqliteConnection::writing(&writer).await?;
    end_restoration(Box::new(begun), Arc::new(keys.clone()), restored).await?;
    writer.close().await;
    Ok(())
}
