//! Any bytes either become a picture within the limits or have an error.
#![no_main]

use imaging::{Limits, decode};
use libfuzzer_sys::fuzz_target;

const LIMITS: Limits = Limits {
    max_bytes: 1 << 20,
    max_pixels: 1 << 20,
    max_reduced_pixels: 1 << 23,
    max_side: 4096,
    max_frames: 2,
    max_block_visits: 1 << 20,
    max_passes: 12,
};

fuzz_target!(|bytes: &[u8]| {
    match decode(bytes, &LIMITS) {
        Ok(picture) => {
            let (width, height) = (picture.image.width(), picture.image.height());
            assert!(width.max(height) <= LIMITS.max_side);
            assert!(u64::from(width) * u64::from(height) <= LIMITS.max_pixels);
            assert_eq!(picture.source.bytes, bytes.len());
            assert!(picture.source.picture_bytes <= bytes.len());
        }
        Err(error) => assert!(!error.code().is_empty()),
    }
});
