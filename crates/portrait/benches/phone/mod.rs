//! The picture that speed is measured on: the NASA portrait under `assets`,
//! enlarged into a phone's 3 : 4 frame with sensor noise. Its face is as large as
//! that of a portrait taken from a metre and a half. Used by the bench of the
//! service too, which names this file.

use imaging::{Affine, JpegTarget, Limits, decode, encode_jpeg, warp};

/// A phone's portrait of `width` × `width · 4 / 3` pixels, as a JPEG.
pub(crate) fn picture(width: u32) -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../assets/pictures/astronaut.png"
    );
    let portrait = decode(&std::fs::read(path).unwrap(), &Limits::default())
        .unwrap()
        .image;
    let height = width * 4 / 3;
    let scale = f64::from(height) / 512.0;
    let map = Affine::translation(-225.0, 0.0)
        .then(&Affine::scaling(scale))
        .then(&Affine::translation(f64::from(width) / 2.0, 0.0));
    let mut picture = warp(&portrait, &map, width, height).image;
    // Noise of about two levels, the same every time.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for sample in picture.data_mut() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        *sample = sample.saturating_add((state % 6) as u8).saturating_sub(3);
    }
    let bytes = (width * height) as usize;
    let target = JpegTarget {
        dpi: 72,
        min_bytes: 0,
        // Phones write a third to a quarter of a byte a pixel.
        max_bytes: bytes * 3 / 10,
        min_quality: 1,
    };
    encode_jpeg(&picture, &target).unwrap().bytes
}
