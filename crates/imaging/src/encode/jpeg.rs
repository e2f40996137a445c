//! JPEG with a density, and a file size inside a window.
//!
//! The size is reached by quality and colour subsampling alone; a file is never
//! padded. Baseline, Huffman-coded, one interleaved scan: what every
//! decoder can read.

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, PixelDensity, SamplingFactor};

use super::error::EncodeError;
use crate::RgbImage;

/// What a JPEG file has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpegTarget {
    /// Pixels an inch, written to the JFIF header.
    pub dpi: u16,
    /// The shortest file allowed, in bytes.
    pub min_bytes: usize,
    /// The longest file allowed, in bytes.
    pub max_bytes: usize,
    /// The lowest quality allowed, 1–100, as libjpeg counts it.
    pub min_quality: u8,
}

/// Colour samples per lightness sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subsampling {
    /// 4:4:4, as many.
    Full,
    /// 4:2:0, one for four.
    Quarter,
}

/// A JPEG file and how its size was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedJpeg {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its quality, 1–100, as libjpeg counts it.
    pub quality: u8,
    /// Its colour subsampling.
    pub subsampling: Subsampling,
    /// How many times the picture was encoded to find it.
    pub encodes: u32,
}

/// From this quality on, full colour resolution is worth its bytes.
///
/// Measured on a portrait at 358×441, files of equal length: 4:2:0 always has
/// the better lightness (SSIM 0.980 against 0.975 at 28 KB), 4:4:4 the better
/// colour (by 2–4 dB). At 42 KB, quality 85, the lightness of both is beyond
/// 0.984 and what is left to see is colour at the edge of the background.
const FULL_COLOUR_QUALITY: u8 = 85;

/// Writes `image` at the highest quality that fits `target`.
///
/// # Errors
/// [`EncodeError::BelowWindow`] and [`EncodeError::AboveWindow`] when no
/// settings reach the window; [`EncodeError::TooLarge`] for more than 65 535
/// pixels a side; [`EncodeError::BadTarget`] for an impossible window.
pub fn encode_jpeg(image: &RgbImage, target: &JpegTarget) -> Result<EncodedJpeg, EncodeError> {
    if target.min_bytes > target.max_bytes || !(1..=100).contains(&target.min_quality) {
        return Err(EncodeError::BadTarget);
    }
    let mut search = Search {
        image,
        target,
        encodes: 0,
    };
    let found = search.best()?;
    let best = found.bytes.len();
    if best < target.min_bytes {
        return Err(EncodeError::BelowWindow {
            best,
            min_bytes: target.min_bytes,
        });
    }
    Ok(found)
}

/// A file's length, and the coarseness of its quantiser: the factor of libjpeg's tables in percent
/// (`jpeg_quality_scaling` of jcparam.c), at least 1.
#[derive(Clone, Copy)]
struct LengthAt {
    coarseness: f64,
    length: f64,
}

/// The nearest files on both sides of the length that is wanted.
#[derive(Clone, Copy)]
struct Around {
    fits: Option<LengthAt>,
    too_long: Option<LengthAt>,
    /// A length that is guessed, for as long as no file was seen.
    hint: Option<LengthAt>,
}

/// A length goes with about this power of the coarseness: of 24 portraits at 358 × 441 and
/// qualities 70 to 97 the median was -0.54, with either subsampling.
const POWER: f64 = -0.54;

/// The length of a file with a quarter of the colours, of that with all: the median of 40 finished
/// ID photos at quality 85 (0.83 to 0.88).
const QUARTER_SHARE: f64 = 0.86;

impl EncodedJpeg {
    fn length_at(&self) -> LengthAt {
        let quality = f64::from(self.quality);
        let coarseness = if quality < 50.0 {
            5000.0 / quality
        } else {
            200.0 - 2.0 * quality
        };
        LengthAt {
            coarseness: coarseness.max(1.0),
            length: self.bytes.len() as f64,
        }
    }
}

impl Around {
    /// The highest quality that may be expected to have at most `max_bytes`; none where no file
    /// was seen yet.
    fn likely(&self, max_bytes: usize) -> Option<u8> {
        let from = self.fits.or(self.too_long).or(self.hint)?;
        let power = match (self.fits, self.too_long) {
            (Some(a), Some(b)) => (b.length / a.length).ln() / (b.coarseness / a.coarseness).ln(),
            _ => POWER,
        };
        let wanted = (max_bytes as f64 / from.length).powf(1.0 / power) * from.coarseness;
        let quality = if wanted > 100.0 {
            5000.0 / wanted
        } else {
            100.0 - wanted / 2.0
        };
        // What is no number is 0.
        Some(quality.floor() as u8)
    }
}

struct Search<'a> {
    image: &'a RgbImage,
    target: &'a JpegTarget,
    encodes: u32,
}

impl Search<'_> {
    /// The best file that is not too long.
    fn best(&mut self) -> Result<EncodedJpeg, EncodeError> {
        let lowest = self.target.min_quality;
        let first = self.encode(FULL_COLOUR_QUALITY.max(lowest), Subsampling::Full)?;
        if !self.fits(&first) {
            let LengthAt { coarseness, length } = first.length_at();
            let hint = LengthAt {
                coarseness,
                length: length * QUARTER_SHARE,
            };
            return self.highest(Subsampling::Quarter, lowest, None, Some(hint));
        }
        let above = first.quality + 1;
        let full = self.highest(Subsampling::Full, above, Some(first), None)?;
        if full.bytes.len() >= self.target.min_bytes || full.quality == 100 {
            return Ok(full);
        }
        // The next quality is already too long: between the two, the other
        // subsampling has lengths of its own.
        let quarter = self.highest(Subsampling::Quarter, lowest, None, None)?;
        Ok(if quarter.bytes.len() > full.bytes.len() {
            quarter
        } else {
            full
        })
    }

    /// The highest quality from `lowest` to 100 that fits; `best` does already. Looks where
    /// `hint`, and then the lengths seen so far, put it; after three looks every second time in
    /// the middle.
    fn highest(
        &mut self,
        subsampling: Subsampling,
        lowest: u8,
        mut best: Option<EncodedJpeg>,
        hint: Option<LengthAt>,
    ) -> Result<EncodedJpeg, EncodeError> {
        let mut around = Around {
            fits: best.as_ref().map(EncodedJpeg::length_at),
            too_long: None,
            hint,
        };
        let (mut low, mut high, mut shortest) = (lowest, 101, usize::MAX);
        for look in 0_u32.. {
            if low >= high {
                break;
            }
            let likely = around
                .likely(self.target.max_bytes)
                .filter(|_| look % 3 < 2);
            let next = likely.map_or(low.midpoint(high), |q| q.clamp(low, high - 1));
            let file = self.encode(next, subsampling)?;
            if self.fits(&file) {
                low = next + 1;
                around.fits = Some(file.length_at());
                best = Some(file);
            } else {
                high = next;
                around.too_long = Some(file.length_at());
                shortest = file.bytes.len();
            }
        }
        best.map(|best| EncodedJpeg {
            encodes: self.encodes,
            ..best
        })
        .ok_or(EncodeError::AboveWindow {
            best: shortest,
            max_bytes: self.target.max_bytes,
        })
    }

    fn fits(&self, file: &EncodedJpeg) -> bool {
        file.bytes.len() <= self.target.max_bytes
    }

    fn encode(
        &mut self,
        quality: u8,
        subsampling: Subsampling,
    ) -> Result<EncodedJpeg, EncodeError> {
        self.encodes += 1;
        let (width, height) = (self.image.width(), self.image.height());
        let too_large = |_| EncodeError::TooLarge { width, height };
        let (w, h) = (
            u16::try_from(width).map_err(too_large)?,
            u16::try_from(height).map_err(too_large)?,
        );
        let mut bytes = Vec::with_capacity(self.target.max_bytes.min(1 << 20));
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_density(PixelDensity::dpi(self.target.dpi));
        encoder.set_sampling_factor(match subsampling {
            Subsampling::Full => SamplingFactor::F_1_1,
            Subsampling::Quarter => SamplingFactor::F_2_2,
        });
        encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
        encoder
            .encode(self.image.data(), w, h, ColorType::Rgb)
            .map_err(|_| EncodeError::Writer)?;
        Ok(EncodedJpeg {
            bytes,
            quality,
            subsampling,
            encodes: self.encodes,
        })
    }
}
