//! Why sealed bytes cannot be opened.

use crate::KeyId;

/// Why sealed bytes cannot be opened. Contains nothing of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Sealed under another key.
    #[error("sealed under key {sealed_by}, and the key at hand is {held}")]
    WrongKey {
        /// Id of the key they were sealed under.
        sealed_by: KeyId,
        /// Id of the key that was tried.
        held: KeyId,
    },
    /// Changed, truncated, or sealed for another context.
    #[error("the sealed bytes are damaged or belong elsewhere")]
    Damaged,
    /// A format version that this program does not know.
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
