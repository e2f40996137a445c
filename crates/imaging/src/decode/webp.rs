//! WebP, lossy and lossless, with alpha.

use std::io::{Cursor, ErrorKind};

use image_webp::{DecodingError, WebPDecoder};

use super::DecodeError;
use super::flatten::{Channels, rgb_over_white};
use super::format::Format;
use super::stored::Stored;
use crate::metadata::Metadata;
use crate::{Limits, RgbImage};

const DAMAGED: DecodeError = DecodeError::Damaged {
    format: Format::WebP,
};
const TRUNCATED: DecodeError = DecodeError::Truncated {
    format: Format::WebP,
};

/// Length of the RIFF header and of each chunk's, in bytes.
const RIFF_HEADER: usize = 12;
const CHUNK_HEADER: usize = 8;
/// What an animation frame says of itself before its own chunks, in bytes.
const FRAME_HEADER: usize = 16;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, DecodeError> {
    let declared = bytes
        .get(4..8)
        .and_then(|size| size.first_chunk())
        .ok_or(TRUNCATED)?;
    let end = (u32::from_le_bytes(*declared) as usize).saturating_add(CHUNK_HEADER);
    // The padding byte behind an odd last chunk is often left out.
    if bytes.len() + 1 < end {
        return Err(TRUNCATED);
    }
    let bytes = &bytes[..end.min(bytes.len())];
    check_chunks(
        bytes.get(RIFF_HEADER..).ok_or(DAMAGED)?,
        limits,
        Place::File,
    )?;

    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(error)?;
    let (width, height) = decoder.dimensions();
    limits.check_size(width, height)?;
    if decoder.is_animated() {
        limits.check_frames(decoder.num_frames())?;
    }
    decoder.set_memory_limit(bytes.len());
    let size = decoder.output_buffer_size().ok_or(DAMAGED)?;
    let mut samples = vec![0; size];
    decoder.read_image(&mut samples).map_err(error)?;
    let channels = if decoder.has_alpha() {
        Channels::Rgba
    } else {
        Channels::Rgb
    };
    let (mut rgb, alpha) = rgb_over_white(samples, channels);
    let icc = decoder.icc_profile().map_err(error)?;
    let exif = decoder.exif_metadata().map_err(error)?;
    // Some writers put the JPEG's prefix before the block.
    let exif = exif
        .as_deref()
        .map(|block| block.strip_prefix(b"Exif\0\0").unwrap_or(block));
    let xmp = decoder.xmp_metadata().map_err(error)?;
    let said = Metadata::read(exif, xmp.as_deref());
    let profile = said.to_srgb(&mut rgb, icc.as_deref());
    let image = RgbImage::new(width, height, rgb).ok_or(DAMAGED)?;
    Ok(Stored {
        stored_size: (width, height),
        orientation: said.orientation,
        focal_length_px: said.focal_length_px((width, height)),
        image: image.upright(said.orientation),
        profile,
        alpha,
        bit_depth: 8,
        grey: false,
        length: bytes.len(),
    })
}

/// Where chunks stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    /// In a frame of an animation.
    Frame,
}

/// Holds the sizes that the pictures inside the chunks claim against the
/// limits: the decoder allocates for them, not for the canvas.
fn check_chunks(mut rest: &[u8], limits: &Limits, place: Place) -> Result<(), DecodeError> {
    while let Some((header, behind)) = rest.split_at_checked(CHUNK_HEADER) {
        let (name, size) = header.split_at(4);
        let size = u32::from_le_bytes(*size.first_chunk().ok_or(DAMAGED)?) as usize;
        let body = behind.get(..size).ok_or(TRUNCATED)?;
        match name {
            b"VP8 " => {
                if let Some([w0, w1, h0, h1]) = body.get(6..10) {
                    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
                    limits.check_size(side(*w0, *w1), side(*h0, *h1))?;
                }
            }
            b"VP8L" => {
                if let Some(packed) = body.get(1..).and_then(|b| b.first_chunk()) {
                    let packed = u32::from_le_bytes(*packed);
                    limits.check_size(1 + (packed & 0x3fff), 1 + (packed >> 14 & 0x3fff))?;
                }
            }
            // Frames hold no frames: looking for them would go as deep as a
            // file says.
            b"ANMF" if place == Place::Frame => return Err(DAMAGED),
            b"ANMF" => {
                let frame = body.get(FRAME_HEADER..).ok_or(DAMAGED)?;
                check_chunks(frame, limits, Place::Frame)?;
            }
            _ => {}
        }
        rest = behind.get(size + size % 2..).unwrap_or_default();
    }
    Ok(())
}

fn error(error: DecodingError) -> DecodeError {
    match error {
        DecodingError::IoError(e) if e.kind() == ErrorKind::UnexpectedEof => TRUNCATED,
        _ => DAMAGED,
    }
}
