//! Untrusted bytes → an upright sRGB picture, under [`Limits`].

mod error;
mod feature;
mod flatten;
mod format;
#[cfg(feature = "heic")]
mod heic;
#[cfg(feature = "heic")]
mod heic_structure;
mod jpeg;
mod jpeg_careful;
mod jpeg_structure;
mod png;
mod stored;
mod tiff;
mod webp;

pub use error::DecodeError;
pub use feature::Feature;
pub use format::{ForeignFormat, Format};

use self::flatten::Alpha;
use self::format::{Sniffed, sniff};
use crate::orientation::Orientation;
use crate::profile::Profile;
use crate::{Limits, RgbImage};

/// A decoded picture and the properties of its file.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Upright, sRGB.
    pub image: RgbImage,
    /// Properties of the file.
    pub source: Source,
}

/// Properties of a picture's file.
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
    /// The lens's focal length in pixels of the upright picture, where the file says it and is
    /// the picture as it was taken.
    pub focal_length_px: Option<u32>,
    /// The colour profile.
    pub profile: Profile,
    /// Whether there were transparent pixels; they were laid over white.
    pub alpha: bool,
    /// Bits a sample, as stored: 1–16.
    pub bit_depth: u8,
    /// Whether the file is greyscale.
    pub grey: bool,
    /// Length of the file, in bytes.
    pub bytes: usize,
    /// Length of the picture, in bytes from the file's beginning: a film or
    /// anything else that follows on its end is no part of it.
    pub picture_bytes: usize,
}

/// Decodes a JPEG, PNG, WebP, HEIC or TIFF file. The bytes decide which it is.
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
        Format::Tiff => tiff::decode(bytes, limits)?,
        #[cfg(feature = "heic")]
        Format::Heic => heic::decode(bytes, limits)?,
        #[cfg(not(feature = "heic"))]
        Format::Heic => return Err(DecodeError::ForeignFormat(ForeignFormat::Heic)),
    };
    let (stored_width, stored_height) = stored.stored_size;
    // A very large picture is read at a part of its size.
    let read = f64::from(stored.image.width().max(stored.image.height()))
        / f64::from(stored_width.max(stored_height));
    let focal_length_px = stored.focal_length_px.map(|px| (px * read).round() as u32);
    Ok(Picture {
        source: Source {
            format,
            stored_width,
            stored_height,
            orientation: stored.orientation,
            focal_length_px,
            profile: stored.profile,
            alpha: stored.alpha == Alpha::Transparent,
            bit_depth: stored.bit_depth,
            grey: stored.grey,
            bytes: bytes.len(),
            picture_bytes: stored.length,
        },
        image: stored.image,
    })
}
