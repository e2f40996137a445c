//! Why a database file cannot be opened.

use storage::StorageError;
use storage_sql::SchemaError;

/// Why a database file cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file could not be created.
    #[error("the database file cannot be made")]
    File(#[source] std::io::Error),
    /// Its tables cannot be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// SQLite failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
}

impl From<StorageError> for OpenError {
    fn from(error: StorageError) -> Self {
        Self::Schema(error.into())
    }
}

impl OpenError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "storage-file",
            Self::Schema(error) => error.code(),
            Self::Database(_) => "storage-database",
        }
    }
}
