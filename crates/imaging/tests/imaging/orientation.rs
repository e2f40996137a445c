//! Eight ways to store a picture, one way to see it.

use imaging::{Limits, Orientation, RgbImage, decode};

use crate::fixtures::*;

/// `upright` as a file with this Exif orientation stores it: the tag says at
/// which side of the picture row 0 and column 0 of the file lie.
fn stored(upright: &RgbImage, orientation: u8) -> RgbImage {
    let (w, h) = (upright.width(), upright.height());
    let turned = orientation > 4;
    let mut out = RgbImage::filled(
        if turned { h } else { w },
        if turned { w } else { h },
        [0; 3],
    );
    for y in 0..h {
        for x in 0..w {
            let (right, below) = (w - 1 - x, h - 1 - y);
            let (column, row) = match orientation {
                1 => (x, y),
                2 => (right, y),
                3 => (right, below),
                4 => (x, below),
                5 => (y, x),
                6 => (y, right),
                7 => (below, right),
                _ => (below, x),
            };
            out.put(column, row, upright.pixel(x, y));
        }
    }
    out
}

#[track_caller]
fn check(what: &str, bytes: &[u8], number: u8, tolerance: f64) {
    let picture = decode(bytes, &Limits::default()).unwrap_or_else(|e| panic!("{what}: {e}"));
    let off = difference(&picture.image, &scene(64, 48));
    assert!(off <= tolerance, "{what} {number}: off by {off}");
    assert_eq!(
        Some(picture.source.orientation),
        Orientation::from_exif(number.into())
    );
    let turned = number > 4;
    let expected = if turned { (48, 64) } else { (64, 48) };
    assert_eq!(
        (picture.source.stored_width, picture.source.stored_height),
        expected
    );
}

#[test]
fn exif_orientations_end_upright() {
    let upright = scene(64, 48);
    for number in 1..=8 {
        let stored = stored(&upright, number);
        let exif = exif(number);
        let bytes = jpeg_with(&stored, Jpeg::Baseline444, Some(&exif), None);
        check("JPEG", &bytes, number, 1.5);
        let bytes = webp_with(&stored, Some(&exif), None);
        check("WebP", &bytes, number, 0.0);
        let bytes = png(&stored);
        let chunk = png_chunk(b"eXIf", &exif);
        let bytes = [&bytes[..33], &chunk, &bytes[33..]].concat();
        check("PNG", &bytes, number, 0.0);
        let bytes = png(&stored);
        let end = bytes.len() - 12;
        let bytes = [&bytes[..end], &chunk, &bytes[end..]].concat();
        check("PNG, said behind the picture", &bytes, number, 0.0);

        let packet = format!("<rdf:Description tiff:Orientation=\"{number}\"/>");
        let bytes = jpeg_with(&stored, Jpeg::Baseline444, None, None);
        let body = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
        let length = (body.len() as u16 + 2).to_be_bytes();
        let bytes = [&bytes[..2], b"\xff\xe1", &length, &body, &bytes[2..]].concat();
        check("JPEG, said by XMP", &bytes, number, 1.5);
        let bytes = png(&stored);
        let text = [b"XML:com.adobe.xmp\0\0\0\0\0", packet.as_bytes()].concat();
        let bytes = [&bytes[..33], &png_chunk(b"iTXt", &text), &bytes[33..]].concat();
        check("PNG, said by XMP", &bytes, number, 0.0);
    }
}

#[test]
fn a_broken_exif_block_turns_nothing() {
    let upright = scene(64, 48);
    let mut cut = exif(6);
    cut.truncate(12);
    for block in [
        &b"garbage"[..],
        b"MM\0*\0\0\0\x08",
        b"II*\0\xff\xff\xff\xff",
        &exif(0),
        &exif(9),
        &cut,
    ] {
        check(
            "JPEG",
            &jpeg_with(&upright, Jpeg::Baseline444, Some(block), None),
            1,
            1.5,
        );
    }
}

/// The writer has no rotation to set, so one is put in the place of `pixi`,
/// which has the same length and which the reader can do without.
#[cfg(feature = "heic")]
#[test]
fn heic_turns_by_its_own_properties() {
    let upright = scene(64, 48);
    let rows = [
        (b"irot", 0, 1),
        (b"irot", 1, 8),
        (b"irot", 2, 3),
        (b"irot", 3, 6),
        (b"imir", 1, 2),
        (b"imir", 0, 4),
    ];
    for (property, value, number) in rows {
        let bytes = heic(&stored(&upright, number));
        let to = [&property[..], &[value, 0, 0, 0]].concat();
        let bytes = patched(bytes, b"pixi\0\0\0\0", &to);
        check("HEIC", &bytes, number, 4.0);
    }
}
