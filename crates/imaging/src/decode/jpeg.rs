//! JPEG: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::DecodeError;
use super::flatten::Alpha;
use super::jpeg_careful;
use super::jpeg_structure::{self, Colour, Filling, MAX_SCANS, Order, Structure};
use super::stored::Stored;
use crate::metadata::Metadata;
use crate::profile::{Profile, cmyk_to_srgb};
use crate::{Limits, RgbImage};

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, DecodeError> {
    let structure = jpeg_structure::read(bytes)?;
    let (width, height) = structure.size();
    let reduction = limits.reduction(width, height)?;
    limits.check_visits(structure.visits(), structure.blocks())?;
    structure.check_scans()?;
    let colour = structure.colour()?;
    if reduction > 1 || structure.order() == Order::Apart {
        return jpeg_careful::decode(&structure, colour, reduction, limits);
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
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MAX_SCANS as usize)
        .jpeg_set_out_colorspace(as_stored);
    let samples_with = |filling| {
        let picture = structure.picture_only(colour, filling);
        // Zeros that nothing reads would be an offence.
        let options = options.set_strict_mode(filling == Filling::Ones);
        JpegDecoder::new_with_options(ZCursor::new(picture.as_slice()), options)
            .decode()
            .map_err(|_| structure.failure())
    };
    let mut samples = samples_with(Filling::Ones)?;
    // Where no bit of the filling was read, another filling makes no difference.
    if structure.may_lack_bits() && samples != samples_with(Filling::Zeros)? {
        return Err(structure.failure());
    }

    let profile = match colour {
        Colour::Grey | Colour::YCbCr | Colour::NamedRgb | Colour::Rgb => {
            rgb_of(&structure, &mut samples)
        }
        Colour::Cmyk => cmyk_to_srgb(&mut samples, structure.icc().as_deref()),
        Colour::Ycck => {
            ycck_to_cmyk(&mut samples);
            cmyk_to_srgb(&mut samples, structure.icc().as_deref())
        }
    };
    let image = RgbImage::new(width, height, samples).ok_or_else(|| structure.failure())?;
    Ok(stored(&structure, colour, image, profile))
}

/// Converts samples of RGB or of grey in place, by the profile or by what Exif says.
pub(super) fn rgb_of(structure: &Structure<'_>, samples: &mut [u8]) -> Profile {
    metadata(structure).to_srgb(samples, structure.icc().as_deref())
}

fn metadata(structure: &Structure<'_>) -> Metadata {
    Metadata::read(structure.exif(), structure.xmp())
}

/// The picture with what its file says of it.
pub(super) fn stored(
    structure: &Structure<'_>,
    colour: Colour,
    image: RgbImage,
    profile: Profile,
) -> Stored {
    let said = metadata(structure);
    Stored {
        image: image.upright(said.orientation),
        stored_size: structure.size(),
        orientation: said.orientation,
        focal_length_px: said.focal_length_px(structure.size()),
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
