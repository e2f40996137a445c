//! The database of an installation: a file in its folder, or PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use storage::Storage;
use storage_postgres::{Address, PostgresStorage};
use storage_sql::{Evidence, SealKeys, Unsealed};
use storage_sqlite::SqliteStorage;

/// The file in the data folder.
pub(crate) const FILE: &str = "huizhi.db";

/// Where a database is.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// In this file; one process serves it.
    File(PathBuf),
    /// In PostgreSQL; many processes serve it.
    Postgres(Address),
}

/// What opening may do to the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Uses them as they are. A file's are made and brought up to date all the same:
    /// nobody else uses it.
    AsTheyAre,
    /// Makes them in an empty database.
    Make,
    /// Brings them up to date.
    Migrate,
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    #[error(transparent)]
    File(#[from] storage_sqlite::OpenError),
    #[error(transparent)]
    Postgres(#[from] storage_postgres::OpenError),
    /// Tables are to be made where there are some.
    #[error("the database is in use already")]
    NotEmpty,
}

impl DatabaseError {
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Postgres(error) => error.code(),
            Self::NotEmpty => "storage-not-empty",
        }
    }
}

impl Place {
    /// The file in this data folder.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self::File(folder.join(FILE))
    }

    /// What the database tells about its keys; `None` where there is none yet and
    /// `opening` may make it.
    ///
    /// # Errors
    /// [`DatabaseError`]: cannot be read, is empty and must not be, is not and must be.
    pub(crate) async fn evidence(
        &self,
        opening: Opening,
    ) -> Result<Option<Evidence>, DatabaseError> {
        let found = match self {
            Self::File(path) if !path.exists() => return Ok(None),
            Self::File(path) => return Ok(Some(storage_sqlite::evidence(path).await?)),
            Self::Postgres(address) => storage_postgres::evidence(address).await?,
        };
        match (found.migration, opening) {
            (0, Opening::Make) => Ok(None),
            (0, _) => Err(storage_postgres::OpenError::Empty.into()),
            (_, Opening::Make) => Err(DatabaseError::NotEmpty),
            _ => Ok(Some(found)),
        }
    }

    /// Opens the database.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) async fn open(
        &self,
        keys: SealKeys,
        unsealed: Unsealed,
        opening: Opening,
    ) -> Result<Arc<dyn Storage>, DatabaseError> {
        Ok(match (self, opening) {
            (Self::File(path), _) => Arc::new(SqliteStorage::open(path, keys, unsealed).await?),
            (Self::Postgres(address), Opening::AsTheyAre) => {
                Arc::new(PostgresStorage::open(address, keys).await?)
            }
            (Self::Postgres(address), Opening::Make | Opening::Migrate) => {
                Arc::new(PostgresStorage::migrate(address, keys).await?)
            }
        })
    }
}
