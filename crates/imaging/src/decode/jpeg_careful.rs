//! JPEG by the decoder that takes more time and less for granted.
//!
//! A picture larger than the memory limit is decoded at a half, a quarter or an eighth of its
//! sides: the inverse transform gives fewer samples for each block (ITU-T T.81, A.3.3, of the
//! lowest frequencies), so that it is never there in full. And components of different heights
//! may be scanned one after the other.

use jpeg_decoder::{ColorTransform, Decoder, PixelFormat};

use super::jpeg;
use super::jpeg_structure::{self, Colour, Filling, Structure};
use super::stored::Stored;
use super::{DecodeError, Feature};
use crate::{Limits, RgbImage};

/// Decodes at one `reduction`-th of the sides, rounded up.
///
/// # Errors
/// [`DecodeError::TooManyPixels`] for what phones do not write when the picture is reduced:
/// several scans, whose coefficients would have to be kept, and inks; inks scanned apart;
/// damaged data.
pub(super) fn decode(
    structure: &Structure<'_>,
    colour: Colour,
    reduction: u32,
    limits: &Limits,
) -> Result<Stored, DecodeError> {
    let (width, height) = structure.size();
    let is_one_scan = structure.visits() == structure.blocks();
    let transform = match colour {
        Colour::Grey => ColorTransform::Grayscale,
        Colour::YCbCr => ColorTransform::YCbCr,
        Colour::NamedRgb | Colour::Rgb => ColorTransform::RGB,
        Colour::Cmyk | Colour::Ycck => ColorTransform::Unknown,
    };
    if !is_one_scan || transform == ColorTransform::Unknown {
        limits.check_size(width, height)?;
    }
    if transform == ColorTransform::Unknown {
        return Err(jpeg_structure::unsupported(Feature::InksApart));
    }
    let picture = structure.picture_only(colour, Filling::Ones);
    let mut decoder = Decoder::new(picture.as_slice());
    decoder.set_color_transform(transform);
    let side = |length: u32| u16::try_from(length.div_ceil(reduction)).unwrap_or(u16::MAX);
    let failure = |_| structure.failure();
    let (across, down) = decoder.scale(side(width), side(height)).map_err(failure)?;
    let samples = decoder.decode().map_err(failure)?;
    let format = decoder.info().map(|info| info.pixel_format);
    let mut samples = match format {
        Some(PixelFormat::RGB24) => samples,
        Some(PixelFormat::L8) => samples.into_iter().flat_map(|grey| [grey; 3]).collect(),
        _ => return Err(structure.failure()),
    };
    drop(picture);
    let profile = jpeg::rgb_of(structure, &mut samples);
    let image = RgbImage::new(across.into(), down.into(), samples);
    let image = image.ok_or_else(|| structure.failure())?;
    Ok(jpeg::stored(structure, colour, image, profile))
}
