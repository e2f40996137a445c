//! Files as a counter wants them: density, size window, no metadata.

use imaging::{
    EncodeError, JpegTarget, Limits, Plane, RgbImage, Subsampling, decode, encode_jpeg, encode_png,
    encode_png_rgba,
};
use proptest::prelude::*;

use crate::fixtures::*;

/// A picture with `grain` levels of noise, as a sensor has it.
fn grainy(width: u32, height: u32, grain: u8) -> RgbImage {
    let mut image = scene(width, height);
    let mut state = 1_u32;
    for v in image.data_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (state >> 24) * u32::from(grain) / 256;
        *v = v.saturating_add(noise as u8);
    }
    image
}

fn window(min_bytes: usize, max_bytes: usize) -> JpegTarget {
    JpegTarget {
        dpi: 350,
        min_bytes,
        max_bytes,
        min_quality: 40,
    }
}

#[test]
fn the_header_says_the_density() {
    let image = scene(358, 441);
    let file = encode_jpeg(&image, &window(0, 100_000)).unwrap();
    // ITU-T T.871: APP0, length 16, JFIF, version, unit 1 for an inch, 350 twice.
    assert_eq!(file.bytes[..11], *b"\xff\xd8\xff\xe0\0\x10JFIF\0");
    assert_eq!(file.bytes[13..20], [1, 0x01, 0x5e, 0x01, 0x5e, 0, 0]);
    assert_eq!(file.bytes[file.bytes.len() - 2..], [0xff, 0xd9]);
    for marker in [0xe1, 0xe2, 0xed, 0xfe] {
        assert!(
            !file.bytes[..600].windows(2).any(|w| w == [0xff, marker]),
            "no {marker:x}"
        );
    }
    let bytes = encode_png(&image, 350).unwrap();
    let at = bytes.windows(4).position(|w| w == b"pHYs").unwrap();
    // 350 pixels an inch are 13 780 a metre.
    assert_eq!(
        bytes[at + 4..at + 13],
        [0, 0, 0x35, 0xd4, 0, 0, 0x35, 0xd4, 1]
    );
    assert_eq!(decode(&bytes, &Limits::default()).unwrap().image, image);
}

#[test]
fn windows_that_cannot_be_reached() {
    let image = grainy(200, 200, 40);
    let check = |target: JpegTarget, code: &str| {
        assert_eq!(encode_jpeg(&image, &target).unwrap_err().code(), code);
    };
    check(window(0, 2_000), "encode-above-window");
    check(window(900_000, 1_000_000), "encode-below-window");
    check(window(2, 1), "encode-bad-target");
    check(
        JpegTarget {
            min_quality: 0,
            ..window(0, 9_000)
        },
        "encode-bad-target",
    );
    check(
        JpegTarget {
            min_quality: 101,
            ..window(0, 9_000)
        },
        "encode-bad-target",
    );
    let long = RgbImage::filled(70_000, 1, [0; 3]);
    assert_eq!(
        encode_jpeg(&long, &window(0, 9_000)),
        Err(EncodeError::TooLarge {
            width: 70_000,
            height: 1
        })
    );
}

#[test]
fn generous_windows_get_the_best() {
    let file = encode_jpeg(&scene(358, 441), &window(0, 10_000_000)).unwrap();
    assert_eq!((file.quality, file.subsampling), (100, Subsampling::Full));
}

#[test]
fn alpha_goes_into_png() {
    let image = scene(10, 10);
    let mut alpha = Plane::filled(10, 10, 1.0);
    alpha.data_mut()[0] = 0.0;
    alpha.data_mut()[1] = f32::NAN;
    alpha.data_mut()[2] = 7.0;
    let bytes = encode_png_rgba(&image, &alpha, 300).unwrap();
    let picture = decode(&bytes, &Limits::default()).unwrap();
    assert!(picture.source.alpha);
    assert_eq!(picture.image.pixel(0, 0), [255; 3]);
    assert_eq!(picture.image.pixel(1, 0), [255; 3]);
    assert_eq!(picture.image.pixel(2, 0), image.pixel(2, 0));
    assert_eq!(picture.image.pixel(5, 5), image.pixel(5, 5));
    let small = Plane::filled(9, 10, 1.0);
    assert_eq!(
        encode_png_rgba(&image, &small, 300),
        Err(EncodeError::AlphaSize)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// What comes out lies in the window and decodes to the same size; what
    /// is refused is refused for what is true of it; the same comes out twice.
    #[test]
    fn the_window_holds(
        width in 1_u32..200, height in 1_u32..200, grain in 0_u8..120,
        min_bytes in 0_usize..20_000, spread in 0_usize..30_000, min_quality in 1_u8..=100,
    ) {
        let image = grainy(width, height, grain);
        let max_bytes = min_bytes + spread;
        let target = JpegTarget { dpi: 300, min_bytes, max_bytes, min_quality };
        let result = encode_jpeg(&image, &target);
        prop_assert_eq!(&result, &encode_jpeg(&image, &target));
        match result {
            Ok(file) => {
                prop_assert!((min_bytes..=max_bytes).contains(&file.bytes.len()));
                prop_assert!(file.quality >= min_quality);
                // Mostly three to five; more in the rare gap between two
                // qualities, and where lengths jump.
                prop_assert!(file.encodes <= 12, "{} encodes", file.encodes);
                let back = decode(&file.bytes, &Limits::default()).unwrap().image;
                prop_assert_eq!((back.width(), back.height()), (width, height));
            }
            Err(EncodeError::BelowWindow { best, .. }) => prop_assert!(best < min_bytes),
            Err(EncodeError::AboveWindow { best, .. }) => prop_assert!(best > max_bytes),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
