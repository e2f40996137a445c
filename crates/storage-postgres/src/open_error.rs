//! Why a database cannot be opened.

use storage::StorageError;
use storage_sql::SchemaError;

use crate::failed::{Refusal, refused};

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
    /// It takes no changes: it is a standby, or set to be read only.
    #[error("the database takes no changes")]
    ReadOnly,
    /// The server has no database of that name.
    #[error("there is no such database")]
    NoDatabase(#[source] StorageError),
    /// The server refuses the user.
    #[error("the database refuses the user")]
    Refused(#[source] StorageError),
    /// Its tables cannot be used, or it cannot be reached.
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

impl From<StorageError> for OpenError {
    fn from(error: StorageError) -> Self {
        match refused(&error) {
            Some(Refusal::NoDatabase) => Self::NoDatabase(error),
            Some(Refusal::User) => Self::Refused(error),
            None => Self::Schema(error.into()),
        }
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
            Self::ReadOnly => "storage-read-only",
            Self::NoDatabase(_) => "storage-no-database",
            Self::Refused(_) => "storage-refused",
            Self::Schema(error) => error.code(),
        }
    }
}
