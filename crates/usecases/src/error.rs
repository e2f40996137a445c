//! Errors of the use cases.

use domain::Refusal;
use domain::applicant::{Field, FieldError};
use domain::staff::{Forbidden, password::PasswordError};
use storage::StorageError;

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The order's rules do not allow the transition.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A concurrent change came first; read it again.
    #[error("changed by another meanwhile")]
    ChangedMeanwhile,
    /// A name or number that must be unique is taken.
    #[error("the name is taken")]
    NameTaken,
    /// Another's transaction was in the way; nothing was changed.
    #[error("another's change was in the way")]
    Again,
    /// The database cannot be reached now, or takes no changes; nothing was changed.
    #[error("the database cannot be reached")]
    DatabaseUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The connection broke while the change was being saved: it may have been saved.
    #[error("whether the change was saved is not known")]
    OutcomeUnknown(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database failed.
    #[error(transparent)]
    Storage(StorageError),
    /// A stored file is missing or cannot be opened.
    #[error(transparent)]
    Blob(blobs::BlobError),
    /// A sealed value cannot be opened.
    #[error(transparent)]
    Seal(#[from] blobs::SealError),
    /// All photo workers are busy and their queue is full.
    #[error("{place} pictures wait already")]
    Busy {
        /// Number of pictures waiting.
        place: usize,
    },
    /// This requester stored as much as it may for now.
    #[error("too much was stored in the last hour")]
    Quota {
        /// Time until there is room.
        wait: std::time::Duration,
    },
    /// What is not submitted takes as much of the disk as it may.
    #[error("what is not submitted fills its part of the disk")]
    StoreFull,
    /// The disk is full; nothing was changed.
    #[error("the disk is full")]
    DiskFull,
    /// Too many passwords wait to be hashed.
    #[error("too many passwords wait to be hashed")]
    HashingBusy,
    /// The picture cannot be processed.
    #[error("the picture cannot be read")]
    Picture(Vec<studio::Wrong>),
    /// Photos are made by processes of their own, and none of them is there.
    #[error("no process makes photos now")]
    EngineAway,
    /// The photo of the picture last put to the order is still being made.
    #[error("the photo is still being made")]
    PictureMaking,
    /// It does not exist, or not for this person.
    #[error("not found")]
    NotFound,
    /// Photos taken by applicants are not accepted there.
    #[error("a photo of one's own is not accepted there")]
    NotAccepted,
    /// The person's roles do not include the right.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The receipt's rules do not allow the change.
    #[error(transparent)]
    Receipt(#[from] domain::ReceiptRefusal),
    /// The payment's rules do not allow the change.
    #[error(transparent)]
    Payment(#[from] domain::money::PaymentRefusal),
    /// The payment service failed.
    #[error(transparent)]
    Pay(#[from] payments::PayError),
    /// WeChat failed, or refused.
    #[error(transparent)]
    Wechat(#[from] wechat::WechatError),
    /// The text is not a receipt number.
    #[error(transparent)]
    Code(domain::check_code::CodeError),
    /// The token is not one of this service.
    #[error(transparent)]
    Token(#[from] receipts::token::TokenError),
    /// A sealed photo is not given.
    #[error(transparent)]
    SealedPhoto(#[from] crate::sealed_photos::SealedRefusal),
    /// The receipt cannot be drawn.
    #[error(transparent)]
    Paper(#[from] receipts::SlipError),
    /// The photo that a receipt vouches for is missing or damaged.
    #[error("the receipt's photo is missing or damaged")]
    PhotoLost,
    /// A file waited too long for its row; nothing was changed. Again, it may do.
    #[error("too long passed since a file was stored")]
    TookTooLong,
    /// Too many wrong guesses.
    #[error("too many wrong guesses")]
    Locked {
        /// When the lock ends.
        until: domain::Timestamp,
    },
    /// Refused fields of an applicant's form, with the reasons.
    #[error("{} fields cannot be taken", .0.len())]
    Fields(Vec<(Field, FieldError)>),
    /// Failing findings that were not overruled with a class of reason.
    #[error("{} findings were overruled without a reason", .0.len())]
    OverruleNeeded(Vec<String>),
    /// An unknown rejection reason, document or other identifier.
    #[error("an unknown name was given")]
    UnknownName,
    /// A text is empty or too long, or a name holds control characters.
    #[error("a text is empty or too long")]
    Text,
    /// A text that nobody's name or identity number can be.
    #[error("a text is neither a name nor an identity number")]
    Person,
    /// The end given is not in the future.
    #[error("the end has passed")]
    EndPassed,
    /// The password is too easy to guess.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Password hashing failed; a fault of the program.
    #[error("a password could not be hashed")]
    Hash,
    /// No other account or program could give a second opinion.
    #[error("nobody else could give a second opinion")]
    NobodyElse,
    /// WeChat doubts the photo: a person decides, not a program.
    #[error("a person has to decide")]
    PersonNeeded,
    /// WeChat has not said yet what it thinks of the photo: a program decides after it.
    #[error("a check is awaited")]
    CheckAwaited,
    /// The last member of staff who can manage staff cannot lose that right.
    #[error("somebody must be able to manage staff")]
    LastManager,
    /// The deed gives rights, and needs a second operator's approval.
    #[error("a second operator has to approve it")]
    SecondNeeded,
    /// There is no second operator who could approve it.
    #[error("there is no second operator")]
    NoSecond,
    /// The file of the log's checkpoints could not be written.
    #[error("the log's checkpoint could not be written")]
    CheckpointUnwritable,
    /// The new key is the one in use, or an earlier one.
    #[error("the key is not a new one")]
    KeyNotNew,
    /// The photos do not fit on the sheet.
    #[error(transparent)]
    Sheet(#[from] portrait::SheetError),
    /// The photo workers stopped; a fault of the program.
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
            Self::Again => StorageError::Again.code(),
            Self::DatabaseUnavailable(_) => "storage-unavailable",
            Self::OutcomeUnknown(_) => "storage-unknown",
            Self::Storage(error) => error.code(),
            Self::Blob(error) => error.code(),
            Self::Seal(error) => error.code(),
            Self::Busy { .. } => "engine-busy",
            Self::Quota { .. } => "upload-quota",
            Self::StoreFull => "store-full",
            Self::DiskFull => "disk-full",
            Self::HashingBusy => "hashing-busy",
            Self::Picture(_) => "picture-refused",
            Self::EngineAway => "engine-away",
            Self::PictureMaking => "picture-making",
            Self::NotFound => "not-found",
            Self::NotAccepted => "not-accepted",
            Self::Forbidden(_) => "forbidden",
            Self::Receipt(refusal) => refusal.code(),
            Self::Payment(refusal) => refusal.code(),
            Self::Pay(error) => error.code(),
            Self::Wechat(error) => error.code(),
            Self::Code(error) => error.code(),
            Self::Token(error) => error.code(),
            Self::SealedPhoto(refusal) => refusal.code(),
            Self::Paper(error) => error.code(),
            Self::PhotoLost => "receipt-photo-lost",
            Self::TookTooLong => "took-too-long",
            Self::Locked { .. } => "look-up-locked",
            Self::Fields(_) => "fields",
            Self::OverruleNeeded(_) => "overrule-needs-reason",
            Self::UnknownName => "unknown-name",
            Self::Text => "text-length",
            Self::Person => "person-unreadable",
            Self::EndPassed => "end-passed",
            Self::Password(error) => error.code(),
            Self::Hash => "password-hash",
            Self::NobodyElse => "second-opinion-nobody",
            Self::CheckAwaited => "check-awaited",
            Self::PersonNeeded => "person-needed",
            Self::LastManager => "last-manager",
            Self::SecondNeeded => "second-operator-needed",
            Self::NoSecond => "no-second-operator",
            Self::CheckpointUnwritable => "checkpoint-unwritable",
            Self::KeyNotNew => "key-not-new",
            Self::Sheet(error) => error.code(),
            Self::EngineStopped => "engine-stopped",
        }
    }
}

impl AppError {
    /// Whether the files cannot be reached now, which says nothing about the file.
    pub(crate) const fn is_unreachable(&self) -> bool {
        matches!(self, Self::Blob(error) if error.is_for_now())
    }
}

impl From<blobs::BlobError> for AppError {
    fn from(error: blobs::BlobError) -> Self {
        if error.is_full() {
            Self::DiskFull
        } else {
            Self::Blob(error)
        }
    }
}

impl From<StorageError> for AppError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Conflict => Self::ChangedMeanwhile,
            StorageError::Taken => Self::NameTaken,
            StorageError::Full => Self::DiskFull,
            StorageError::Again => Self::Again,
            StorageError::Unavailable(source) => Self::DatabaseUnavailable(source),
            StorageError::Unknown(source) => Self::OutcomeUnknown(source),
            StorageError::Unreadable { .. }
            | StorageError::Altered { .. }
            | StorageError::KeyReplaced
            | StorageError::Database(_) => Self::Storage(error),
        }
    }
}
