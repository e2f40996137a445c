//! What can go wrong in storage.

/// Why storage did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Someone else changed the same row first; read it again.
    #[error("the row was changed by another")]
    Conflict,
    /// A name or number that must be unique is taken.
    #[error("the value is taken")]
    Taken,
    /// A row does not read as what it should be.
    #[error("a row of {table} does not read")]
    Unreadable {
        /// Which table.
        table: &'static str,
    },
    /// The database failed; the source says how.
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
            Self::Database(_) => "storage-database",
        }
    }
}
