//! Why a network cannot be added, found or used.

use std::path::PathBuf;

use vision::AddedModelError;

use crate::failure::FileError;

/// Why a network cannot be added, found or used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ModelError {
    #[error("'{name}' is no name for a network")]
    Name { name: String },
    #[error("a network '{name}' is there")]
    Exists { name: String },
    #[error("there is no network '{name}'")]
    NotThere {
        name: String,
        there_are: Vec<String>,
    },
    #[error("no network is known as '{like}'")]
    UnknownLike { like: String },
    #[error("{} does not read: {reason}", path.display())]
    FormFile { path: PathBuf, reason: String },
    #[error("the file of '{name}' is not the one that was added")]
    Altered { name: String },
    #[error("the file is larger than a gigabyte")]
    TooLarge,
    #[error("cannot get {address}: {reason}")]
    Fetch { address: String, reason: String },
    #[error("the file has the checksum {found}, not {expected}")]
    OtherFile { expected: String, found: String },
    #[error(transparent)]
    Unfit(#[from] AddedModelError),
    #[error(transparent)]
    File(#[from] FileError),
}

impl ModelError {
    /// Stable code, for programs and message files.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Name { .. } => "model-name",
            Self::Exists { .. } => "model-exists",
            Self::NotThere { .. } => "model-not-there",
            Self::UnknownLike { .. } => "model-unknown-like",
            Self::FormFile { .. } => "model-form-file",
            Self::Altered { .. } => "model-altered",
            Self::TooLarge => "model-too-large",
            Self::Fetch { .. } => "model-fetch",
            Self::OtherFile { .. } => "model-other-file",
            Self::Unfit(error) => error.code(),
            Self::File(error) => error.code(),
        }
    }
}
