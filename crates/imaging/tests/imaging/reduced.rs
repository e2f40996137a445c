//! Pictures larger than the memory limit are read at a part of their size.

use imaging::{Limits, decode};
use jpeg_encoder::ColorType;

use crate::fixtures::*;

/// Four fields, each in one colour: the corners tell where up and left are.
const FIELDS: [[u8; 3]; 4] = [[200, 40, 30], [30, 180, 60], [40, 60, 200], [240, 240, 240]];

fn fields(width: u16, height: u16, kind: ColorType) -> Vec<u8> {
    let (w, h) = (usize::from(width), usize::from(height));
    let mut samples = Vec::with_capacity(w * h * 3);
    for y in 0..h {
        for side in 0..2 {
            let colour = FIELDS[usize::from(y >= h / 2) * 2 + side];
            let count = if side == 0 { w / 2 } else { w - w / 2 };
            let one = match kind {
                ColorType::Luma => &colour[..1],
                _ => &colour[..],
            };
            samples.extend(one.iter().copied().cycle().take(count * one.len()));
        }
    }
    jpeg_of(&samples, width, height, kind)
}

#[test]
fn at_a_part_of_their_size() {
    let small = Limits {
        max_pixels: 50_000,
        max_reduced_pixels: 3_000_000,
        ..Limits::default()
    };
    let phones = Limits::default();
    // Sides of the file, of what is read, and whether it is in colour.
    let cases = [
        (&small, (250, 200), (250, 200), ColorType::Rgb),
        (&small, (251, 200), (126, 100), ColorType::Rgb),
        (&small, (799, 601), (200, 151), ColorType::Rgb),
        (&small, (1600, 1600), (200, 200), ColorType::Rgb),
        (&small, (799, 601), (200, 151), ColorType::Luma),
        (&phones, (12_000, 9_000), (6_000, 4_500), ColorType::Luma),
        (&phones, (16_384, 12_288), (4_096, 3_072), ColorType::Luma),
    ];
    for (limits, (width, height), expected, kind) in cases {
        let picture = decode(&fields(width, height, kind), limits);
        let picture = picture.unwrap_or_else(|error| panic!("{width}×{height}: {error}"));
        let image = &picture.image;
        assert_eq!(
            (image.width(), image.height()),
            expected,
            "{width}×{height}"
        );
        for (place, colour) in FIELDS.iter().enumerate() {
            let at = |side: u32, second: bool| side / 4 + if second { side / 2 } else { 0 };
            let (x, y) = (at(expected.0, place % 2 == 1), at(expected.1, place >= 2));
            let colour = match kind {
                ColorType::Luma => [colour[0]; 3],
                _ => *colour,
            };
            let found = image.pixel(x, y);
            let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 3);
            assert!(
                is_near,
                "{width}×{height} at {x}, {y}: {found:?} for {colour:?}"
            );
        }
    }
}

#[test]
fn what_would_take_the_memory_is_refused() {
    let limits = Limits {
        max_pixels: 500,
        max_reduced_pixels: 60_000,
        ..Limits::default()
    };
    let check = |what: &str, bytes: &[u8], code: Option<&str>| {
        let found = decode(bytes, &limits).err().map(|error| error.code());
        assert_eq!(found, code, "{what}");
    };
    let (fit, large) = (scene(200, 150), scene(240, 260));
    check("in one scan", &jpeg(&fit, Jpeg::Baseline444), None);
    check(
        "an eighth",
        &jpeg(&scene(240, 200), Jpeg::Baseline444),
        Some("image-too-many-pixels"),
    );
    check(
        "too large",
        &jpeg(&large, Jpeg::Baseline444),
        Some("image-too-many-pixels"),
    );
    check(
        "in several scans",
        &jpeg(&fit, Jpeg::Progressive),
        Some("image-too-many-pixels"),
    );
    check("another format", &png(&fit), Some("image-too-many-pixels"));
    let cut = jpeg(&fit, Jpeg::Baseline444);
    check("cut off", &cut[..cut.len() / 2], Some("image-truncated"));
}
