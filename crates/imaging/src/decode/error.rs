//! Why a file did not become a picture.

use super::feature::Feature;
use super::format::{ForeignFormat, Format};

/// Why a file could not be decoded. Holds no content of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// The file is longer than [`Limits::max_bytes`](crate::Limits::max_bytes).
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooManyBytes {
        /// Length of the file.
        bytes: usize,
        /// The limit it broke.
        limit: usize,
    },
    /// The header claims more pixels than allowed.
    #[error("the picture is {width}×{height}, more than {limit} pixels")]
    TooManyPixels {
        /// Claimed width.
        width: u32,
        /// Claimed height.
        height: u32,
        /// The limit it broke.
        limit: u64,
    },
    /// The header claims a side that is too long.
    #[error("the picture is {width}×{height}, with a side over {limit} pixels")]
    SideTooLong {
        /// Claimed width.
        width: u32,
        /// Claimed height.
        height: u32,
        /// The limit it broke.
        limit: u32,
    },
    /// The structure asks for more work than the picture is worth.
    #[error("decoding takes {visits} visits of blocks, more than {limit}")]
    TooMuchWork {
        /// Visits of blocks, or what takes as long.
        visits: u64,
        /// The limit it broke.
        limit: u64,
    },
    /// A moving picture: an animation, a sequence, a burst.
    #[error("the picture has more than {limit} frame(s)")]
    Animated {
        /// The limit it broke.
        limit: u32,
    },
    /// A known format that is not read here.
    #[error("{0} files are not read")]
    ForeignFormat(ForeignFormat),
    /// Nothing that looks like a picture.
    #[error("the file is in no known picture format")]
    UnknownFormat,
    /// A format that is read, in a variant that is not.
    #[error("this {format} file uses {feature}, which is not read")]
    UnsupportedVariant {
        /// The format.
        format: Format,
        /// What it uses.
        feature: Feature,
    },
    /// The file ends before the picture does.
    #[error("the {format} file ends too early")]
    Truncated {
        /// The format.
        format: Format,
    },
    /// The content breaks the rules of its format.
    #[error("the {format} file is damaged")]
    Damaged {
        /// The format.
        format: Format,
    },
}

impl DecodeError {
    /// A stable name for programs and message files.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "image-empty",
            Self::TooManyBytes { .. } => "image-too-many-bytes",
            Self::TooManyPixels { .. } => "image-too-many-pixels",
            Self::SideTooLong { .. } => "image-side-too-long",
            Self::TooMuchWork { .. } => "image-too-much-work",
            Self::Animated { .. } => "image-animated",
            Self::ForeignFormat(_) => "image-format-not-read",
            Self::UnknownFormat => "image-format-unknown",
            Self::UnsupportedVariant { .. } => "image-variant-not-read",
            Self::Truncated { .. } => "image-truncated",
            Self::Damaged { .. } => "image-damaged",
        }
    }
}
