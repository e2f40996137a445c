//! JPEG: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::DecodeError;
use super::flatten::Alpha;
use super::jpeg_reduced;
use super::jpeg_structure::{self, Colour, Structure};
use super::stored::Stored;
use crate::orientation::Orientation;
use crate::profile::{Profile, cmyk_to_srgb, rgb_to_srgb};
use crate::{Limits, RgbImage};

/// Scans in a progressive file; writers use about ten, and each one more costs
/// a pass over the picture.
const MAX_SCANS: usize = 64;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, DecodeError> {
    let structure = jpeg_structure::read(bytes)?;
    let (width, height) = structure.size();
    let reduction = limits.reduction(width, height)?;
    limits.check_visits(structure.visits(), structure.blocks())?;
    let colour = structure.colour()?;
    if reduction > 1 {
        return jpeg_reduced::decode(&structure, colour, reduction, limits);
    }

    // Where the decoder is asked for the colours the file holds, it hands the
    // samples over as they are.
    let as_stored = match colour {
        Colour::Grey | Colour::YCbCr | Colour::NamedRgb => ColorSpace::RGB,
        Colour::Rgb => ColorSpace::YCbCr,
        Colour::Cmyk => ColorSpace::CMYK,
        Colour::Ycck => ColorSpace::YCCK,
    };
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(as_stored);
    let picture = structure.picture_only(colour);
    let mut samples = JpegDecoder::new_with_options(ZCursor::new(picture.as_slice()), options)
        .decode()
        .map_err(|_| structure.failure())?;
    drop(picture);

    let icc = structure.icc();
    let profile = match colour {
        Colour::Grey | Colour::YCbCr | Colour::NamedRgb | Colour::Rgb => {
            rgb_to_srgb(&mut samples, icc.as_deref())
        }
        Colour::Cmyk => cmyk_to_srgb(&mut samples, icc.as_deref()),
        Colour::Ycck => {
            ycck_to_cmyk(&mut samples);
            cmyk_to_srgb(&mut samples, icc.as_deref())
        }
    };
    let image = RgbImage::new(width, height, samples).ok_or_else(|| structure.failure())?;
    Ok(stored(&structure, colour, image, profile))
}

/// The picture with what its file says of it.
pub(super) fn stored(
    structure: &Structure<'_>,
    colour: Colour,
    image: RgbImage,
    profile: Profile,
) -> Stored {
    let orientation = Orientation::from_exif_block(structure.exif());
    Stored {
        image: image.upright(orientation),
        stored_size: structure.size(),
        orientation,
        profile,
        alpha: Alpha::Opaque,
        bit_depth: 8,
        grey: colour == Colour::Grey,
        length: structure.length(),
    }
}

/// YCCK → CMYK with 255 for no ink, in place. The first three samples are the
/// YCbCr (JFIF 1.02) of the inks' amounts, the fourth is stored as in CMYK.
fn ycck_to_cmyk(samples: &mut [u8]) {
    let (pixels, _) = samples.as_chunks_mut::<4>();
    for [c, m, y, _] in pixels {
        let luma = i32::from(*c);
        let (cb, cr) = (i32::from(*m) - 128, i32::from(*y) - 128);
        let level = |v: i32| 255 - v.clamp(0, 255) as u8;
        // The factors 1.402, 0.344136, 0.714136 and 1.772 in 16 bits, rounded.
        *c = level(luma + ((91_881 * cr + 32_768) >> 16));
        *m = level(luma - ((22_554 * cb + 46_802 * cr + 32_768) >> 16));
        *y = level(luma + ((116_130 * cb + 32_768) >> 16));
    }
}
