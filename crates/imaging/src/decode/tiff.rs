//! TIFF as scanners and studios write it: the first picture of the file, grey, RGB or CMYK, of
//! 8 or 16 bits, with or without alpha; plain or packed by LZW, Deflate or PackBits.
//!
//! A JPEG inside TIFF is not read: its own header, which says how much it unpacks to, would
//! stay unseen here. Raw files of cameras are TIFF too, and are named as what they are.

use std::io::{Cursor, ErrorKind};

use ::tiff::decoder::{BufferLayoutPreference, ChunkType, Decoder, DecodingResult};
use ::tiff::tags::{Tag, Type, ValueBuffer};
use ::tiff::{ColorType, TiffError, TiffUnsupportedError};

use super::flatten::{Alpha, Channels, rgb_over_white};
use super::format::{ForeignFormat, Format};
use super::stored::Stored;
use super::{DecodeError, Feature};
use crate::metadata::Metadata;
use crate::profile::cmyk_to_srgb;
use crate::{Limits, RgbImage};

const DAMAGED: DecodeError = DecodeError::Damaged {
    format: Format::Tiff,
};

/// Bytes a pixel that a picture of the largest size may have, as for PNG: with 16 bits, half
/// as many pixels are read.
const MOST_PIXEL_BYTES: u64 = 4;
/// A profile or an XMP packet, in bytes.
const TAG_BYTES: usize = 16 << 20;
/// Adobe XMP specification, part 3, 1.1.3.
const XMP: Tag = Tag::Unknown(700);
/// DNG specification 1.7, DNGVersion.
const DNG_VERSION: Tag = Tag::Unknown(50_706);
/// TIFF 6.0, NewSubfileType: the picture is a smaller copy of another one in the file.
const SMALLER_COPY: u32 = 1;
/// TIFF 6.0, ExtraSamples: alpha by which the colours were multiplied, and alpha apart.
const ASSOCIATED: u16 = 1;
const UNASSOCIATED: u16 = 2;

type Tiff<'a> = Decoder<Cursor<&'a [u8]>>;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, DecodeError> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(error)?;
    if is_raw(&mut decoder) {
        return Err(DecodeError::ForeignFormat(ForeignFormat::CameraRaw));
    }
    let (width, height) = decoder.dimensions().map_err(error)?;
    limits.check_size(width, height)?;
    let layout = checked_layout(&mut decoder, limits)?;
    let mut allowed = ::tiff::decoder::Limits::default();
    allowed.decoding_buffer_size = layout.complete_len.max(TAG_BYTES);
    allowed.intermediate_buffer_size = limits.max_bytes;
    let mut decoder = decoder.with_limits(allowed);

    let kind = Kind::of(&mut decoder)?;
    let mut read = DecodingResult::U8(Vec::new());
    decoder.read_image_to_buffer(&mut read).map_err(error)?;
    let (samples, bit_depth) = match read {
        DecodingResult::U8(samples) => (samples, 8),
        // As PNG has it (third edition, 13.12): the nearest of 8 bits.
        DecodingResult::U16(samples) => {
            let near = |v: u16| ((u32::from(v) + 128) / 257) as u8;
            (samples.into_iter().map(near).collect(), 16)
        }
        _ => return Err(unsupported(Feature::FloatingPoint)),
    };
    let samples = kind.without_extras(interleaved(samples, layout.planes));

    let said = metadata(bytes, &mut decoder);
    let icc = tag_bytes(&mut decoder, Tag::IccProfile);
    let (rgb, profile, alpha) = match kind.colours {
        Colours::Cmyk => {
            // Here 0 is no ink, in JPEG files 255.
            let mut samples: Vec<u8> = samples.into_iter().map(|ink| 255 - ink).collect();
            let profile = cmyk_to_srgb(&mut samples, icc.as_deref());
            (samples, profile, Alpha::Opaque)
        }
        Colours::Additive(channels) => {
            let (mut rgb, alpha) = rgb_over_white(samples, channels);
            let profile = said.to_srgb(&mut rgb, icc.as_deref());
            (rgb, profile, alpha)
        }
    };
    let image = RgbImage::new(width, height, rgb).ok_or(DAMAGED)?;
    Ok(Stored {
        stored_size: (width, height),
        orientation: said.orientation,
        focal_length_px: said.focal_length_px((width, height)),
        image: image.upright(said.orientation),
        profile,
        alpha,
        bit_depth,
        grey: matches!(
            kind.colours,
            Colours::Additive(Channels::Grey | Channels::GreyAlpha)
        ),
        length: bytes.len(),
    })
}

/// Whether this is a camera's raw file: DNG says so, the others begin with a smaller copy and
/// keep the picture in a directory of their own.
fn is_raw(decoder: &mut Tiff<'_>) -> bool {
    let is_dng = matches!(decoder.find_tag(DNG_VERSION), Ok(Some(_)));
    let subfile = decoder.find_tag_unsigned::<u32>(Tag::NewSubfileType);
    is_dng || matches!(subfile, Ok(Some(kind)) if kind & SMALLER_COPY != 0)
}

/// How the samples will lie, if unpacking them takes no more than a picture of the largest size
/// is worth: tiles may be larger than the picture that they are of.
fn checked_layout(
    decoder: &mut Tiff<'_>,
    limits: &Limits,
) -> Result<BufferLayoutPreference, DecodeError> {
    let layout = decoder.image_buffer_layout().map_err(error)?;
    let (width, height) = decoder.dimensions().map_err(error)?;
    let pixels = |width: u32, height: u32| u64::from(width) * u64::from(height);
    let unpacked = match decoder.get_chunk_type() {
        ChunkType::Strip => pixels(width, height),
        ChunkType::Tile => {
            let (across, down) = decoder.chunk_dimensions();
            let whole = |side: u32, tile: u32| side.div_ceil(tile.max(1)).saturating_mul(tile);
            pixels(whole(width, across), whole(height, down))
        }
    };
    let bytes_a_pixel = (layout.complete_len as u64).div_ceil(pixels(width, height).max(1));
    let work = unpacked.saturating_mul(bytes_a_pixel);
    let most = limits.max_pixels.saturating_mul(MOST_PIXEL_BYTES);
    if work > most {
        return Err(DecodeError::TooMuchWork {
            visits: work / 64,
            limit: most / 64,
        });
    }
    Ok(layout)
}

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    colours: Colours,
    /// Samples a pixel as stored.
    stored: usize,
    /// Whether the colours were multiplied by alpha.
    is_associated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colours {
    Additive(Channels),
    Cmyk,
}

impl Kind {
    fn of(decoder: &mut Tiff<'_>) -> Result<Self, DecodeError> {
        let extra = decoder.find_tag_unsigned_vec::<u16>(Tag::ExtraSamples);
        let extra = extra.map_err(error)?.unwrap_or_default();
        let first = extra.first().copied();
        let has_alpha = matches!(first, Some(ASSOCIATED | UNASSOCIATED));
        let additive =
            |plain, with_alpha| Colours::Additive(if has_alpha { with_alpha } else { plain });
        let (colours, stored) = match decoder.colortype().map_err(error)? {
            ColorType::Gray(8 | 16) => (Colours::Additive(Channels::Grey), 1),
            ColorType::Multiband {
                bit_depth: 8 | 16,
                num_samples,
            } if usize::from(num_samples) == 1 + extra.len() => (
                additive(Channels::Grey, Channels::GreyAlpha),
                usize::from(num_samples),
            ),
            ColorType::RGB(8 | 16) => (Colours::Additive(Channels::Rgb), 3),
            ColorType::RGBA(8 | 16) => (additive(Channels::Rgb, Channels::Rgba), 4),
            ColorType::CMYK(8 | 16) => (Colours::Cmyk, 4),
            ColorType::CMYKA(8 | 16) => (Colours::Cmyk, 5),
            ColorType::Palette(_) => return Err(unsupported(Feature::Palette)),
            ColorType::YCbCr(_) => return Err(unsupported(Feature::YCbCr)),
            ColorType::Lab(_) => return Err(unsupported(Feature::Lab)),
            _ => return Err(unsupported(Feature::SampleKind)),
        };
        Ok(Self {
            colours,
            stored,
            is_associated: has_alpha && first == Some(ASSOCIATED),
        })
    }

    /// The samples that are needed, with alpha apart.
    fn without_extras(self, mut samples: Vec<u8>) -> Vec<u8> {
        let wanted = match self.colours {
            Colours::Additive(Channels::Grey) => 1,
            Colours::Additive(Channels::GreyAlpha) => 2,
            Colours::Additive(Channels::Rgb) => 3,
            Colours::Additive(Channels::Rgba) | Colours::Cmyk => 4,
        };
        if self.is_associated {
            for pixel in samples.chunks_exact_mut(self.stored) {
                let (colours, rest) = pixel.split_at_mut(wanted - 1);
                let alpha = u16::from(rest[0]).max(1);
                for v in colours {
                    *v = (u16::from(*v) * 255 / alpha).min(255) as u8;
                }
            }
        }
        if wanted < self.stored {
            let pixels = samples.len() / self.stored;
            for pixel in 0..pixels {
                let from = pixel * self.stored;
                samples.copy_within(from..from + wanted, pixel * wanted);
            }
            samples.truncate(pixels * wanted);
        }
        samples
    }
}

/// Planes one after the other → the samples of each pixel together.
fn interleaved(samples: Vec<u8>, planes: usize) -> Vec<u8> {
    if planes < 2 {
        return samples;
    }
    let length = samples.len() / planes;
    (0..length)
        .flat_map(|at| (0..planes).map(move |plane| (at, plane)))
        .map(|(at, plane)| samples[plane * length + at])
        .collect()
}

/// What the file says of its pixels: TIFF's own tags are those of Exif.
fn metadata(bytes: &[u8], decoder: &mut Tiff<'_>) -> Metadata {
    let xmp = tag_bytes(decoder, XMP);
    Metadata::read(Some(bytes), xmp.as_deref())
}

/// The bytes of a tag's values, if it is there.
fn tag_bytes(decoder: &mut Tiff<'_>, tag: Tag) -> Option<Vec<u8>> {
    let mut directory = decoder.image_ifd();
    let count = directory.find_entry(tag)?.count();
    let mut values = ValueBuffer::empty(Type::BYTE);
    let is_short = count <= TAG_BYTES as u64;
    let found = is_short.then(|| directory.find_tag_buf(tag, &mut values));
    found?.ok()?.map(|_| values.as_bytes().to_vec())
}

const fn unsupported(feature: Feature) -> DecodeError {
    DecodeError::UnsupportedVariant {
        format: Format::Tiff,
        feature,
    }
}

fn error(error: TiffError) -> DecodeError {
    use TiffUnsupportedError as Unsupported;
    match error {
        TiffError::IoError(e) if e.kind() == ErrorKind::UnexpectedEof => DecodeError::Truncated {
            format: Format::Tiff,
        },
        // Colour filter arrays and their like (DNG specification 1.7, PhotometricInterpretation).
        TiffError::UnsupportedError(Unsupported::UnknownInterpretation) => {
            DecodeError::ForeignFormat(ForeignFormat::CameraRaw)
        }
        TiffError::UnsupportedError(Unsupported::UnsupportedCompressionMethod(_)) => {
            unsupported(Feature::Packing)
        }
        TiffError::UnsupportedError(_) => unsupported(Feature::SampleKind),
        TiffError::LimitsExceeded => unsupported(Feature::LargeParts),
        _ => DAMAGED,
    }
}
