//! Untrusted bytes → an upright sRGB picture, under [`Limits`].

mod error;
mod flatten;
mod format;
#[cfg(feature = "heic")]
mod heic;
mod jpeg;
mod jpeg_structure;
mod png;
mod webp;

pub use error::DecodeError;
pub use format::{ForeignFormat, Format};

use self::flatten::Alpha;
use self::format::{Sniffed, sniff};
use crate::orientation::Orientation;
use crate::profile::Profile;
use crate::{Limits, RgbImage};

/// A decoded picture and what its file was.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Upright, sRGB.
    pub image: RgbImage,
    /// The file it came from.
    pub source: Source,
}

/// What a picture's file was like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What the bytes are, whatever the file's name said.
    pub format: Format,
    /// Width as stored, before the orientation was applied, in pixels.
    pub stored_width: u32,
    /// Height as stored, in pixels.
    pub stored_height: u32,
    /// The turn that was applied: from Exif, or from HEIC's own properties.
    pub orientation: Orientation,
    /// What the colours meant.
    pub profile: Profile,
    /// There were transparent pixels; they were laid over white.
    pub alpha: bool,
    /// Bits a sample, as stored: 1–16.
    pub bit_depth: u8,
    /// The file holds lightness only.
    pub grey: bool,
    /// Length of the file.
    pub bytes: usize,
}

/// A picture as its format's reader hands it over.
struct Stored {
    /// Upright, sRGB.
    image: RgbImage,
    stored_size: (u32, u32),
    orientation: Orientation,
    profile: Profile,
    alpha: Alpha,
    bit_depth: u8,
    grey: bool,
}

/// Decodes a JPEG, PNG, WebP or HEIC file. The bytes decide which it is.
///
/// # Errors
/// Every way in which a file can fail to be a whole, still picture within the
/// limits has its own [`DecodeError`].
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, DecodeError> {
    if bytes.is_empty() {
        return Err(DecodeError::Empty);
    }
    limits.check_bytes(bytes.len())?;
    let format = match sniff(bytes) {
        Sniffed::Ours(format) => format,
        Sniffed::HeicSequence => {
            return Err(DecodeError::Animated {
                limit: limits.max_frames,
            });
        }
        Sniffed::Foreign(format) => return Err(DecodeError::ForeignFormat(format)),
        Sniffed::Unknown => return Err(DecodeError::UnknownFormat),
    };
    let stored = match format {
        Format::Jpeg => jpeg::decode(bytes, limits)?,
        Format::Png => png::decode(bytes, limits)?,
        Format::WebP => webp::decode(bytes, limits)?,
        #[cfg(feature = "heic")]
        Format::Heic => heic::decode(bytes, limits)?,
        #[cfg(not(feature = "heic"))]
        Format::Heic => return Err(DecodeError::ForeignFormat(ForeignFormat::Heic)),
    };
    let (stored_width, stored_height) = stored.stored_size;
    Ok(Picture {
        source: Source {
            format,
            stored_width,
            stored_height,
            orientation: stored.orientation,
            profile: stored.profile,
            alpha: stored.alpha == Alpha::Transparent,
            bit_depth: stored.bit_depth,
            grey: stored.grey,
            bytes: bytes.len(),
        },
        image: stored.image,
    })
}
