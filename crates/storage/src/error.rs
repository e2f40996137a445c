//! Storage errors.

/// Why a storage operation failed.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The row was changed since it was read; read it again.
    #[error("the row was changed by another")]
    Conflict,
    /// A name or number that must be unique is taken.
    #[error("the value is taken")]
    Taken,
    /// A row holds values that cannot be parsed.
    #[error("a row of {table} does not read")]
    Unreadable {
        /// The row's table.
        table: &'static str,
    },
    /// A row was changed by somebody without the key of the rows. It is never
    /// used.
    #[error("a row of {table} was altered")]
    Altered {
        /// The row's table.
        table: &'static str,
    },
    /// Another process replaced the sealing key since the database was opened.
    #[error("the sealing key was replaced meanwhile")]
    KeyReplaced,
    /// The disk has no room for what was to be written; nothing was.
    #[error("the disk is full")]
    Full,
    /// The transaction got into another's way and was ended; nothing was changed. The
    /// same again may succeed.
    #[error("another transaction was in the way")]
    Again,
    /// The database cannot be reached now, or takes no changes; nothing was changed.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The connection broke while the transaction was being saved, and the database could
    /// not be asked afterwards: it was saved whole or not at all.
    #[error("whether the change was saved is not known")]
    Unknown(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database failed; see the source.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StorageError {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict => "storage-conflict",
            Self::Taken => "storage-taken",
            Self::Unreadable { .. } => "storage-unreadable",
            Self::Altered { .. } => "row-altered",
            Self::KeyReplaced => "storage-key-replaced",
            Self::Full => "storage-full",
            Self::Again => "storage-again",
            Self::Unavailable(_) => "storage-unavailable",
            Self::Unknown(_) => "storage-unknown",
            Self::Database(_) => "storage-database",
        }
    }
}
