//! Everything that can keep a command from doing what it was asked.

use std::io;
use std::path::PathBuf;

use catalogue::{LoadError, LookupError, Text};
use imaging::{DecodeError, EncodeError};
use portrait::{MakeError, SheetError};

use crate::exit_status::ExitStatus;
use crate::installation_error::InstallationError;
use crate::models::ModelError;

/// Why a command, or one picture of it, came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The picture gave no photo.
    #[error(transparent)]
    Photo(#[from] studio::Failure),
    #[error(transparent)]
    Sheet(#[from] SheetError),
    #[error(transparent)]
    Lookup(#[from] LookupError),
    #[error(transparent)]
    Catalogue(#[from] LoadError),
    /// The document is issued by cities and none was named.
    #[error("a city must be named for this document")]
    CityNeeded { document: Text },
    /// The document has no receipts.
    #[error("this document has no photo receipt")]
    NoReceipt { document: Text },
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// A receipt that cannot be drawn.
    #[error(transparent)]
    Slip(#[from] receipts::SlipError),
    /// A receipt's code that is not genuine.
    #[error(transparent)]
    Token(#[from] receipts::token::TokenError),
    /// A network of the operator's.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The service's data folder, or something done in it.
    #[error(transparent)]
    Installation(#[from] InstallationError),
}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Self::Photo(error.into())
    }
}

impl From<MakeError> for Failure {
    fn from(error: MakeError) -> Self {
        Self::Photo(error.into())
    }
}

impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Self {
        Self::Photo(error.into())
    }
}

/// A file that cannot be read or written. Paths are those the user gave.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("cannot read {}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("cannot write {}", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("{} exists", path.display())]
    Exists { path: PathBuf },
    #[error("{} is the picture itself", path.display())]
    IsInput { path: PathBuf },
    #[error("{} holds no pictures", path.display())]
    NoPictures { path: PathBuf },
}

impl FileError {
    /// Stable code, for programs and message files.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                "file-not-found"
            }
            Self::Unreadable { .. } => "file-unreadable",
            Self::Unwritable { .. } => "file-unwritable",
            Self::Exists { .. } => "file-exists",
            Self::IsInput { .. } => "file-is-input",
            Self::NoPictures { .. } => "folder-without-pictures",
        }
    }
}

/// A command line that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UsageError {
    #[error("'{argument}' is not an argument here")]
    UnknownArgument { argument: String },
    #[error("'{command}' is not a command here")]
    UnknownCommand { command: String },
    #[error("{argument} is missing")]
    Missing { argument: String },
    #[error("'{value}' does not suit {argument}")]
    BadValue { argument: String, value: String },
    #[error("{argument} and {other} exclude each other")]
    Conflict { argument: String, other: String },
    /// What the parser can complain about besides.
    #[error("the command is not understood")]
    Other,
    #[error("'{value}' is not a colour")]
    BadColour { value: String },
    #[error("several pictures need a folder")]
    OutNotAFolder,
    #[error("the file's ending does not suit its format")]
    OutEnding { ending: &'static str },
    #[error("stdin can be read once and alone")]
    StdinAmongOthers,
    #[error("stdout cannot hold two things")]
    StdoutTaken,
    #[error("one annotated file cannot hold several pictures")]
    AnnotateOneFile,
    #[error("stdout has nothing to lie beside")]
    NothingBeside,
    /// The file of `--edit`.
    #[error("the edit cannot be read")]
    Edit { wrong: String },
    #[error("an edit is of one picture")]
    EditOnePicture,
}

impl UsageError {
    /// Stable code, for programs and message files.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::UnknownArgument { .. } => "usage-unknown-argument",
            Self::UnknownCommand { .. } => "usage-unknown-command",
            Self::Missing { .. } => "usage-missing",
            Self::BadValue { .. } => "usage-bad-value",
            Self::Conflict { .. } => "usage-conflict",
            Self::Other => "usage",
            Self::BadColour { .. } => "usage-colour",
            Self::OutNotAFolder => "usage-out-not-a-folder",
            Self::OutEnding { .. } => "usage-out-ending",
            Self::StdinAmongOthers => "usage-stdin-among-others",
            Self::StdoutTaken => "usage-stdout-taken",
            Self::AnnotateOneFile => "usage-annotate-one-file",
            Self::NothingBeside => "usage-nothing-beside",
            Self::Edit { .. } => "usage-edit",
            Self::EditOnePicture => "usage-edit-one-picture",
        }
    }
}

impl Failure {
    /// How a command that ends with this ends.
    pub(crate) fn status(&self) -> ExitStatus {
        match self {
            Self::Photo(failure) => of_photo(failure),
            Self::Lookup(_) | Self::Catalogue(_) => ExitStatus::Specification,
            Self::Sheet(_) | Self::CityNeeded { .. } | Self::NoReceipt { .. } | Self::Usage(_) => {
                ExitStatus::Usage
            }
            Self::File(_) => ExitStatus::Files,
            Self::Model(error) => of_model(error),
            Self::Slip(_) | Self::Token(_) => ExitStatus::NotUsable,
            Self::Installation(error) => error.status(),
        }
    }
}

fn of_model(error: &ModelError) -> ExitStatus {
    use ModelError as M;
    match error {
        M::Name { .. } | M::NotThere { .. } | M::UnknownLike { .. } => ExitStatus::Usage,
        M::Exists { .. }
        | M::FormFile { .. }
        | M::Altered { .. }
        | M::TooLarge
        | M::Fetch { .. }
        | M::OtherFile { .. }
        | M::Unfit(_)
        | M::File(_) => ExitStatus::Files,
    }
}

fn of_photo(failure: &studio::Failure) -> ExitStatus {
    use studio::Failure as F;
    match failure {
        F::Make(MakeError::Engine(_)) | F::Unexpected => ExitStatus::Unexpected,
        F::Decode(_) | F::Make(_) | F::Lacks(_) => ExitStatus::NotUsable,
        F::Encode(error) => match error {
            EncodeError::BelowWindow { .. }
            | EncodeError::AboveWindow { .. }
            | EncodeError::TooLarge { .. } => ExitStatus::NotUsable,
            EncodeError::BadTarget => ExitStatus::Specification,
            _ => ExitStatus::Unexpected,
        },
    }
}
