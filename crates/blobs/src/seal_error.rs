//! Why sealed bytes do not open.

use crate::KeyId;

/// Why sealed bytes do not open. Says nothing about what is in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Sealed under another key.
    #[error("sealed under key {sealed_by}, and the key at hand is {held}")]
    WrongKey {
        /// The key it was sealed under.
        sealed_by: KeyId,
        /// The key that was tried.
        held: KeyId,
    },
    /// Changed, cut short, or sealed for another place.
    #[error("the sealed bytes are damaged or belong elsewhere")]
    Damaged,
    /// Written in a format that this version does not know.
    #[error("the sealed bytes have the unknown format {0}")]
    UnknownVersion(u8),
}

impl SealError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongKey { .. } => "wrong-key",
            Self::Damaged => "damaged",
            Self::UnknownVersion(_) => "unknown-version",
        }
    }
}
