//! Limits on the size of a picture from outside.
//!
//! Each limit is held against what a header claims, before anything is
//! allocated for it; the same separation as in imgproxy (resolution, file
//! size, frames) and imageflow (decode, frame and encode sizes).

use crate::decode::DecodeError;

/// The largest picture that is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the file in bytes.
    pub max_bytes: usize,
    /// Width times height of what is decoded.
    pub max_pixels: u64,
    /// The same as the header of a JPEG claims, if that is more: it is decoded at a half,
    /// a quarter or an eighth of its sides then.
    pub max_reduced_pixels: u64,
    /// The longer side, in pixels.
    pub max_side: u32,
    /// Frames of an animation; 1 refuses every moving picture.
    pub max_frames: u32,
    /// Work that decoding takes, known from the structure: blocks of 64 samples
    /// that are visited, each as often as a scan comes to it.
    pub max_block_visits: u64,
    /// The same for each block of the picture, on average.
    pub max_passes: u64,
}

/// Most pixels of a picture that is decoded at a part of its size: the memory of a usual
/// phone picture, and heads of some 1,500 pixels.
const REDUCED_PIXELS: u64 = 28_000_000;

impl Default for Limits {
    /// 40 MB, 64 million pixels, 20 000 pixels a side, one frame.
    ///
    /// A 50-megapixel phone picture at the best quality stays below 30 MB, and
    /// decodes to 150 MB; the 108 and 200 megapixel modes of some phones (12 000 × 9 000
    /// and 16 384 × 12 288) are decoded at a part of their size, which is more than an ID
    /// photo can use.
    fn default() -> Self {
        Self {
            max_bytes: 40_000_000,
            max_pixels: 64_000_000,
            max_reduced_pixels: 210_000_000,
            max_side: 20_000,
            max_frames: 1,
            // 64 million pixels in three components of full size are 3 million
            // blocks; the ten scans that writers use come to each of them five
            // times.
            max_block_visits: 16_000_000,
            // Scripts found by search refine a block up to eight times.
            max_passes: 12,
        }
    }
}

impl Limits {
    pub(crate) fn check_bytes(&self, bytes: usize) -> Result<(), DecodeError> {
        if bytes > self.max_bytes {
            return Err(DecodeError::TooManyBytes {
                bytes,
                limit: self.max_bytes,
            });
        }
        Ok(())
    }

    pub(crate) fn check_size(&self, width: u32, height: u32) -> Result<(), DecodeError> {
        if width.max(height) > self.max_side {
            return Err(DecodeError::SideTooLong {
                width,
                height,
                limit: self.max_side,
            });
        }
        if u64::from(width) * u64::from(height) > self.max_pixels {
            return Err(DecodeError::TooManyPixels {
                width,
                height,
                limit: self.max_pixels,
            });
        }
        Ok(())
    }

    /// The part of its sides that a JPEG of this size is decoded at: 1, or the least of
    /// 2, 4 and 8 that keeps to 28 million pixels and `max_pixels`.
    pub(crate) fn reduction(&self, width: u32, height: u32) -> Result<u32, DecodeError> {
        let pixels = |part: u32| u64::from(width.div_ceil(part)) * u64::from(height.div_ceil(part));
        if pixels(1) <= self.max_pixels || pixels(1) > self.max_reduced_pixels {
            return self.check_size(width, height).map(|()| 1);
        }
        let most = self.max_pixels.min(REDUCED_PIXELS);
        let part = [2, 4, 8].into_iter().find(|part| pixels(*part) <= most);
        match part {
            Some(part) if width.max(height) <= self.max_side => Ok(part),
            _ => self.check_size(width, height).map(|()| 1),
        }
    }

    /// Holds the work for a picture of `blocks` against the limits.
    pub(crate) fn check_visits(&self, visits: u64, blocks: u64) -> Result<(), DecodeError> {
        let limit = self
            .max_block_visits
            .min(blocks.saturating_mul(self.max_passes));
        if visits > limit {
            return Err(DecodeError::TooMuchWork { visits, limit });
        }
        Ok(())
    }

    pub(crate) fn check_frames(&self, frames: u32) -> Result<(), DecodeError> {
        if frames > self.max_frames {
            return Err(DecodeError::Animated {
                limit: self.max_frames,
            });
        }
        Ok(())
    }
}
