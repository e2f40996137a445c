//! Everything that can keep a picture from becoming a photo.

use imaging::{DecodeError, EncodeError};
use portrait::{MakeError, Shortfall};

/// Why one picture gave no photo.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The bytes are no picture that can be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// There is nobody in the picture, or the networks failed.
    #[error(transparent)]
    Make(#[from] MakeError),
    /// There is a photo, but the picture lacks what the document needs.
    #[error("the picture lacks what the photo needs")]
    Lacks(Vec<Shortfall>),
    /// No file in the document's size window can be made.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A fault of the program, caught so that the other pictures are made.
    #[error("the program failed on this picture")]
    Unexpected,
}

impl Failure {
    /// Stable code, for programs and message files. What a picture lacks has a
    /// code each ([`Shortfall::code`]); the first of them stands for all.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Decode(error) => error.code(),
            Self::Make(MakeError::Engine(error)) => error.code(),
            Self::Make(error) => error.code(),
            Self::Lacks(shortfalls) => shortfalls.first().map_or("unexpected", Shortfall::code),
            Self::Encode(error) => error.code(),
            Self::Unexpected => "unexpected",
        }
    }
}
