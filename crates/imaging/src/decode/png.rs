//! PNG, all depths and colour types; an animation within the limits shows its
//! default picture.

use std::io::{Cursor, ErrorKind};

use png::{BitDepth, ColorType, Decoder, DecodingError, Info, ScaledFloat, Transformations};

use super::flatten::{Channels, rgb_over_white};
use super::format::Format;
use super::stored::Stored;
use super::{DecodeError, Feature};
use crate::metadata::Metadata;
use crate::profile::{Declared, Profile, declared_to_srgb, rgb_to_srgb};
use crate::{Limits, RgbImage};

/// Bytes that chunks beside the picture (profile, Exif) may unpack to.
const CHUNK_BYTES: usize = 16 << 20;

/// Bytes a pixel that a picture of the largest size may have: 8 bits with
/// alpha. With 16 bits, half as many pixels are read.
const MOST_PIXEL_BYTES: u64 = 4;

/// Bytes a pixel, at least one.
fn header_bytes(color: ColorType, depth: BitDepth) -> u64 {
    let channels = match color {
        ColorType::Grayscale | ColorType::Indexed => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
    };
    channels * if depth == BitDepth::Sixteen { 2 } else { 1 }
}

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, DecodeError> {
    let mut decoder =
        Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: CHUNK_BYTES });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(error)?;
    let (width, height) = (header.width, header.height);
    let (color_type, bit_depth) = (header.color_type, header.bit_depth);
    limits.check_size(width, height)?;
    // Unpacking and filtering cost by the byte: eight bytes a pixel, as 16 bits
    // with alpha have, take about as long as two visits of a JPEG's blocks.
    let pixel_bytes = header_bytes(color_type, bit_depth);
    let samples = u64::from(width) * u64::from(height) * pixel_bytes;
    if samples > limits.max_pixels.saturating_mul(MOST_PIXEL_BYTES) {
        return Err(DecodeError::TooMuchWork {
            visits: samples / 64,
            limit: limits.max_pixels * MOST_PIXEL_BYTES / 64,
        });
    }

    let mut reader = decoder.read_info().map_err(error)?;
    if let Some(animation) = reader.info().animation_control {
        limits.check_frames(animation.num_frames)?;
    }
    if let Some(points) = reader.info().coding_independent_code_points
        && HIGH_DYNAMIC_RANGE.contains(&points.transfer_function)
    {
        return Err(DecodeError::UnsupportedVariant {
            format: Format::Png,
            feature: Feature::HighDynamicRange,
        });
    }
    let size = reader.output_buffer_size().ok_or(DecodeError::Damaged {
        format: Format::Png,
    })?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(error)?;
    samples.truncate(frame.buffer_size());
    let channels = match frame.color_type {
        ColorType::Grayscale => Channels::Grey,
        ColorType::GrayscaleAlpha => Channels::GreyAlpha,
        ColorType::Rgb => Channels::Rgb,
        // The transformation has replaced palette indices by colours.
        ColorType::Rgba | ColorType::Indexed => Channels::Rgba,
    };
    let (mut rgb, alpha) = rgb_over_white(samples, channels);
    // Metadata may stand behind the picture; that something there is broken is no harm.
    let _ = reader.finish();
    let said = metadata(reader.info());
    let profile = to_srgb(&mut rgb, reader.info(), &said);
    // A frame smaller than the header's canvas would not fit here.
    let image = RgbImage::new(width, height, rgb).ok_or(DecodeError::Damaged {
        format: Format::Png,
    })?;
    Ok(Stored {
        image: image.upright(said.orientation),
        stored_size: (width, height),
        orientation: said.orientation,
        focal_length_px: said.focal_length_px((width, height)),
        profile,
        alpha,
        bit_depth: match bit_depth {
            BitDepth::One => 1,
            BitDepth::Two => 2,
            BitDepth::Four => 4,
            BitDepth::Eight => 8,
            BitDepth::Sixteen => 16,
        },
        grey: matches!(color_type, ColorType::Grayscale | ColorType::GrayscaleAlpha),
        length: length(bytes),
    })
}

/// Curves of ITU-T H.273, table 3, that go beyond what a screen's white is: PQ and HLG.
const HIGH_DYNAMIC_RANGE: [u8; 2] = [16, 18];

/// The keyword of an XMP packet (XMP part 3, 1.1.5).
const XMP: &str = "XML:com.adobe.xmp";

/// Bytes that an XMP packet may unpack to.
const XMP_BYTES: usize = 1 << 20;

fn metadata(info: &Info<'_>) -> Metadata {
    let xmp = info
        .utf8_text
        .iter()
        .find(|text| text.keyword == XMP)
        .and_then(|text| {
            let mut text = text.clone();
            text.decompress_text_with_limit(XMP_BYTES).ok()?;
            text.get_text().ok()
        });
    let xmp = xmp.as_ref().map(String::as_bytes);
    Metadata::read(info.exif_metadata.as_deref(), xmp)
}

/// Converts the samples; of what declares their colours the first counts (PNG, third edition,
/// 4.3): code points, a profile, sRGB, a power with the primaries' places.
fn to_srgb(rgb: &mut [u8], info: &Info<'_>, said: &Metadata) -> Profile {
    if let Some(points) = info.coding_independent_code_points {
        let declared = Declared::CodePoints {
            primaries: points.color_primaries,
            transfer: points.transfer_function,
        };
        let profile = declared_to_srgb(rgb, &declared);
        if profile != Profile::Unreadable {
            return profile;
        }
    }
    if let Some(icc) = info.icc_profile.as_deref() {
        return rgb_to_srgb(rgb, Some(icc));
    }
    if info.srgb.is_some() {
        return Profile::Srgb;
    }
    if let Some(gamma) = info.gama_chunk {
        let place = |(x, y): (ScaledFloat, ScaledFloat)| {
            (f64::from(x.into_value()), f64::from(y.into_value()))
        };
        let declared = Declared::Measured {
            gamma: 1.0 / f64::from(gamma.into_value()),
            places: info
                .chrm_chunk
                .map(|c| [c.white, c.red, c.green, c.blue].map(place)),
        };
        return declared_to_srgb(rgb, &declared);
    }
    said.to_srgb(rgb, None)
}

/// Length up to the end of the chunk IEND; of the whole file where there is
/// none.
fn length(bytes: &[u8]) -> usize {
    /// Length of the signature, and of a chunk besides its data.
    const SIGNATURE: usize = 8;
    const CHUNK: usize = 12;
    let mut at = SIGNATURE;
    while let Some((size, name)) = bytes
        .get(at..)
        .and_then(|rest| Some((rest.first_chunk::<4>()?, rest.get(4..8)?)))
    {
        at = at.saturating_add(CHUNK + u32::from_be_bytes(*size) as usize);
        if name == b"IEND" {
            return at.min(bytes.len());
        }
    }
    bytes.len()
}

fn error(error: DecodingError) -> DecodeError {
    match error {
        DecodingError::IoError(e) if e.kind() == ErrorKind::UnexpectedEof => {
            DecodeError::Truncated {
                format: Format::Png,
            }
        }
        _ => DecodeError::Damaged {
            format: Format::Png,
        },
    }
}
