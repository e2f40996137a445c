//! Limits hold against what a header claims.

use imaging::{Limits, decode};

use crate::fixtures::*;

#[track_caller]
fn check(what: &str, bytes: &[u8], limits: &Limits, code: &str) {
    let error = decode(bytes, limits)
        .err()
        .unwrap_or_else(|| panic!("{what}: decoded"));
    assert_eq!(error.code(), code, "{what}: {error}");
}

#[test]
fn a_header_cannot_ask_for_much() {
    let limits = Limits::default();
    let side = [0xea, 0x60];
    let claim = |width: [u8; 2], height: [u8; 2]| {
        let to = [&b"\x08"[..], &height, &width].concat();
        patched(
            jpeg(&scene(32, 32), Jpeg::Baseline444),
            b"\x08\0\x20\0\x20",
            &to,
        )
    };
    check(
        "JPEG side",
        &claim(side, side),
        &limits,
        "image-side-too-long",
    );
    check(
        "JPEG area",
        &claim([0x4e, 0], [0x4e, 0]),
        &limits,
        "image-too-many-pixels",
    );

    let header = |w: u32, h: u32| {
        let body = [&w.to_be_bytes()[..], &h.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
        let still = png(&scene(16, 16));
        [&still[..8], &png_chunk(b"IHDR", &body), &still[33..]].concat()
    };
    check(
        "PNG side",
        &header(60_000, 60_000),
        &limits,
        "image-side-too-long",
    );
    check(
        "PNG most",
        &header(0x7fff_ffff, 0x7fff_ffff),
        &limits,
        "image-side-too-long",
    );
    check(
        "PNG area",
        &header(19_999, 19_999),
        &limits,
        "image-too-many-pixels",
    );

    // 14 bits a side: 16 384 in the lossless header.
    let mut bytes = webp(&scene(16, 16));
    bytes[21..24].fill(0xff);
    bytes[24] |= 0x0f;
    check("WebP", &bytes, &limits, "image-too-many-pixels");
    // A small canvas around the same claim.
    let mut bytes = webp_with(&scene(16, 16), Some(&exif(1)), None);
    let at = bytes.windows(4).position(|w| w == b"VP8L").unwrap();
    bytes[at + 9..at + 12].fill(0xff);
    bytes[at + 12] |= 0x0f;
    check("WebP inside", &bytes, &limits, "image-too-many-pixels");

    #[cfg(feature = "heic")]
    {
        let claim = |w: u32, h: u32| {
            let from = [
                &b"ispe\0\0\0\0"[..],
                &64_u32.to_be_bytes(),
                &48_u32.to_be_bytes(),
            ]
            .concat();
            let to = [&b"ispe\0\0\0\0"[..], &w.to_be_bytes(), &h.to_be_bytes()].concat();
            patched(heic(&scene(64, 48)), &from, &to)
        };
        check(
            "HEIC side",
            &claim(60_000, 60_000),
            &limits,
            "image-side-too-long",
        );
        check(
            "HEIC area",
            &claim(19_000, 19_000),
            &limits,
            "image-too-many-pixels",
        );
        // The container claims little, the stream holds more than twice the limit.
        let tight = Limits {
            max_pixels: 1000,
            ..limits
        };
        check("HEIC stream", &claim(8, 8), &tight, "image-too-many-pixels");
    }
}

#[test]
fn limits_are_the_callers() {
    let bytes = png(&scene(40, 30));
    let limits = |max_bytes, max_pixels, max_side| Limits {
        max_bytes,
        max_pixels,
        max_side,
        max_frames: 1,
    };
    let exact = limits(bytes.len(), 1200, 40);
    assert!(decode(&bytes, &exact).is_ok());
    check(
        "bytes",
        &bytes,
        &limits(bytes.len() - 1, 1200, 40),
        "image-too-many-bytes",
    );
    check(
        "pixels",
        &bytes,
        &limits(bytes.len(), 1199, 40),
        "image-too-many-pixels",
    );
    check(
        "side",
        &bytes,
        &limits(bytes.len(), 1200, 39),
        "image-side-too-long",
    );
}
