//! Why a key could not be had from its source. Never contains the key, nor what a
//! command was called with.

use std::io;

use blobs::MasterKeyError;

/// Why a source gave no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeySourceError {
    #[error(transparent)]
    File(#[from] MasterKeyError),
    #[error("the path of the key's file is not absolute")]
    RelativeFile,
    #[error("the environment variable is not set")]
    VariableMissing,
    #[error("$CREDENTIALS_DIRECTORY is not set")]
    NoCredentials,
    #[error("the name of the credential is not that of a file")]
    CredentialName,
    #[error("the credential cannot be read")]
    CredentialUnreadable(#[source] io::Error),
    #[error("the command cannot be started")]
    CommandNotStarted(#[source] io::Error),
    #[error("the command failed")]
    CommandFailed,
    #[error("the command took too long")]
    CommandSlow,
    #[error("what the source gives is not 64 hexadecimal digits")]
    Malformed,
}

impl KeySourceError {
    /// Stable code, for programs and message files.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::RelativeFile => "key-file-relative",
            Self::VariableMissing => "key-variable-missing",
            Self::NoCredentials => "key-credentials-none",
            Self::CredentialName => "key-credential-name",
            Self::CredentialUnreadable(_) => "key-credential-unreadable",
            Self::CommandNotStarted(_) => "key-command-not-started",
            Self::CommandFailed => "key-command-failed",
            Self::CommandSlow => "key-command-slow",
            Self::Malformed => "key-malformed",
        }
    }
}

/// A source that gave no key.
#[derive(Debug, thiserror::Error)]
#[error("no key from {place}")]
pub(crate) struct KeyFault {
    /// The source, as [`KeySource`](super::KeySource) shows it.
    pub(crate) place: String,
    #[source]
    pub(crate) error: KeySourceError,
}
