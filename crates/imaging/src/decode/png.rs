//! PNG, all depths and colour types; an animation within the limits shows its
//! default picture.

use std::io::{Cursor, ErrorKind};

use png::{BitDepth, ColorType, Decoder, DecodingError, Transformations};

use super::DecodeError;
use super::flatten::{Channels, rgb_over_white};
use super::format::Format;
use super::stored::Stored;
use crate::orientation::Orientation;
use crate::profile::{Profile, rgb_to_srgb};
use crate::{Limits, RgbImage};

/// Bytes that chunks beside the picture (profile, Exif) may unpack to.
const CHUNK_BYTES: usize = 16 << 20;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, DecodeError> {
    let mut decoder =
        Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: CHUNK_BYTES });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let header = decoder.read_header_info().map_err(error)?;
    let (width, height) = (header.width, header.height);
    let (color_type, bit_depth) = (header.color_type, header.bit_depth);
    limits.check_size(width, height)?;

    let mut reader = decoder.read_info().map_err(error)?;
    if let Some(animation) = reader.info().animation_control {
        limits.check_frames(animation.num_frames)?;
    }
    let orientation = Orientation::from_exif_block(reader.info().exif_metadata.as_deref());
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
    let info = reader.info();
    // PNG, 11.3.2: an sRGB chunk and a profile exclude each other.
    let profile = if info.srgb.is_some() {
        Profile::Srgb
    } else {
        rgb_to_srgb(&mut rgb, info.icc_profile.as_deref())
    };
    // A frame smaller than the header's canvas would not fit here.
    let image = RgbImage::new(width, height, rgb).ok_or(DecodeError::Damaged {
        format: Format::Png,
    })?;
    Ok(Stored {
        image: image.upright(orientation),
        stored_size: (width, height),
        orientation,
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
    })
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
