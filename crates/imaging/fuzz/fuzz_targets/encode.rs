//! Any picture and any target make a file inside the window, which decodes to
//! the same size, or an error that is true.
#![no_main]

use imaging::{EncodeError, JpegTarget, Limits, RgbImage, decode, encode_jpeg};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, u16, u16, u8, &[u8])| {
    let (width, height, min_bytes, spread, min_quality, pixels) = input;
    let (w, h) = (u32::from(width % 64) + 1, u32::from(height % 64) + 1);
    let samples = pixels
        .iter()
        .chain(&[128])
        .copied()
        .cycle()
        .take((w * h * 3) as usize);
    let image = RgbImage::new(w, h, samples.collect()).expect("as many samples as the size says");
    let (min_bytes, spread) = (usize::from(min_bytes), usize::from(spread));
    let target = JpegTarget {
        dpi: 300,
        min_bytes,
        max_bytes: min_bytes + spread,
        min_quality,
    };
    match encode_jpeg(&image, &target) {
        Ok(file) => {
            assert!((min_bytes..=min_bytes + spread).contains(&file.bytes.len()));
            assert!(file.quality >= min_quality);
            let back = decode(&file.bytes, &Limits::default())
                .expect("our own file decodes")
                .image;
            assert_eq!((back.width(), back.height()), (w, h));
        }
        Err(EncodeError::BelowWindow { best, .. }) => assert!(best < min_bytes),
        Err(EncodeError::AboveWindow { best, .. }) => assert!(best > min_bytes + spread),
        Err(EncodeError::BadTarget) => assert!(!(1..=100).contains(&min_quality)),
        Err(other) => panic!("{other}"),
    }
});
