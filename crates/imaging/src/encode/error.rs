//! Why a picture could not be written.

/// Why a picture could not be written as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// Longer than the format's 65 535 pixels a side.
    #[error("a picture of {width}×{height} is too large for a JPEG file")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// No settings make the file as long as the smallest allowed; nothing is
    /// padded to get there.
    #[error("the file has {best} bytes at the best quality, below {min_bytes}")]
    BelowWindow {
        /// The longest file that fits below the window, in bytes.
        best: usize,
        /// The window's lower end.
        min_bytes: usize,
    },
    /// Even the lowest quality allowed makes the file too long.
    #[error("the file has {best} bytes at the lowest quality, above {max_bytes}")]
    AboveWindow {
        /// The shortest file, in bytes.
        best: usize,
        /// The window's upper end.
        max_bytes: usize,
    },
    /// The window's ends are in the wrong order, or the quality is not 1–100.
    #[error("the size window or the quality is not possible")]
    BadTarget,
    /// An alpha plane of another size than its picture.
    #[error("the alpha plane and the picture differ in size")]
    AlphaSize,
    /// The format's encoder failed.
    #[error("the writer failed")]
    Writer,
}

impl EncodeError {
    /// A stable name for programs and message files.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "encode-too-large",
            Self::BelowWindow { .. } => "encode-below-window",
            Self::AboveWindow { .. } => "encode-above-window",
            Self::BadTarget => "encode-bad-target",
            Self::AlphaSize => "encode-alpha-size",
            Self::Writer => "encode-writer",
        }
    }
}
