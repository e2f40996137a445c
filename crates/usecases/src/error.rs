//! Why something was not done.

use domain::Refusal;
use domain::applicant::{Field, FieldError};
use domain::staff::{Forbidden, password::PasswordError};
use storage::StorageError;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The order's rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Two changed one thing at once; read it again.
    #[error("changed by another meanwhile")]
    ChangedMeanwhile,
    /// A name or number that must be unique is taken.
    #[error("the name is taken")]
    NameTaken,
    /// The database failed.
    #[error(transparent)]
    Storage(StorageError),
    /// A file is missing or does not open.
    #[error(transparent)]
    Blob(#[from] blobs::BlobError),
    /// A sealed value does not open.
    #[error(transparent)]
    Seal(#[from] blobs::SealError),
    /// Every engine is at work and the line is full.
    #[error("{place} pictures wait already")]
    Busy {
        /// How many wait.
        place: usize,
    },
    /// The picture cannot be read at all.
    #[error("the picture cannot be read")]
    Picture(studio::Failure, Vec<studio::Wrong>),
    /// There is no such thing, or not for this person.
    #[error("not found")]
    NotFound,
    /// No photo of one's own is accepted there.
    #[error("a photo of one's own is not accepted there")]
    NotAccepted,
    /// The person's roles do not allow it.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The receipt's rules do not allow it.
    #[error(transparent)]
    Receipt(#[from] domain::ReceiptRefusal),
    /// What was typed is no receipt number.
    #[error(transparent)]
    Code(domain::check_code::CodeError),
    /// The code of a paper is not of this service.
    #[error(transparent)]
    Token(#[from] receipts::token::TokenError),
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] receipts::SlipError),
    /// Too many wrong guesses.
    #[error("too many wrong guesses")]
    Locked {
        /// Until then.
        until: domain::Timestamp,
    },
    /// These fields of what an applicant states cannot be taken.
    #[error("{} fields cannot be taken", .0.len())]
    Fields(Vec<(Field, FieldError)>),
    /// These failing findings were overruled without saying why.
    #[error("{} findings were overruled without a reason", .0.len())]
    OverruleNeeded(Vec<String>),
    /// A rejection reason, document or other name that does not exist.
    #[error("an unknown name was given")]
    UnknownName,
    /// A text is empty or too long.
    #[error("a text is empty or too long")]
    Text,
    /// The password is too easy to guess.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Hashing failed; a fault of the program.
    #[error("a password could not be hashed")]
    Hash,
    /// The last operator cannot be removed.
    #[error("somebody must be able to manage staff")]
    LastManager,
    /// The engine stopped; a fault of the program.
    #[error("the engine stopped")]
    EngineStopped,
}

impl AppError {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::ChangedMeanwhile => StorageError::Conflict.code(),
            Self::NameTaken => StorageError::Taken.code(),
            Self::Storage(error) => error.code(),
            Self::Blob(error) => error.code(),
            Self::Seal(error) => error.code(),
            Self::Busy { .. } => "engine-busy",
            Self::Picture(failure, _) => failure.code(),
            Self::NotFound => "not-found",
            Self::NotAccepted => "not-accepted",
            Self::Forbidden(_) => "forbidden",
            Self::Receipt(refusal) => refusal.code(),
            Self::Code(error) => error.code(),
            Self::Token(error) => error.code(),
            Self::Paper(error) => error.code(),
            Self::Locked { .. } => "look-up-locked",
            Self::Fields(_) => "fields",
            Self::OverruleNeeded(_) => "overrule-needs-reason",
            Self::UnknownName => "unknown-name",
            Self::Text => "text-length",
            Self::Password(error) => error.code(),
            Self::Hash => "password-hash",
            Self::LastManager => "last-manager",
            Self::EngineStopped => "engine-stopped",
        }
    }
}

impl From<StorageError> for AppError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Conflict => Self::ChangedMeanwhile,
            StorageError::Taken => Self::NameTaken,
            StorageError::Unreadable { .. } | StorageError::Database(_) => Self::Storage(error),
        }
    }
}
