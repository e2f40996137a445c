//! Why a database cannot be opened.

use storage::StorageError;
use storage_sql::SchemaError;

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It has no tables of this program.
    #[error("the database is empty")]
    Empty,
    /// Its tables are of an older version of this program.
    #[error("the database has migration {found}, this program needs {known}")]
    Older {
        /// Newest migration in the database.
        found: i64,
        /// Newest migration of this program.
        known: i64,
    },
    /// A copy into it is not finished.
    #[error("the copy into the database is not finished")]
    HalfCopied,
    /// Its tables cannot be used, or it cannot be reached.
    #[error(transparent)]
    Schema(#[from] SchemaError),
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
            Self::Empty => "storage-empty",
            Self::HalfCopied => "storage-half-copied",
            Self::Older { .. } => "storage-older",
            Self::Schema(error) => error.code(),
        }
    }
}
