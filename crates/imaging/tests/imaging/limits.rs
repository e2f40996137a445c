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
        ..Limits::default()
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

/// Where the scans of a progressive JPEG stand: from each scan's marker to the
/// next segment.
fn scans(bytes: &[u8]) -> Vec<std::ops::Range<usize>> {
    let marker = |at: usize, code: u8| bytes[at] == 0xff && bytes[at + 1] == code;
    let begins: Vec<usize> = (0..bytes.len() - 1)
        .filter(|at| marker(*at, 0xda))
        .collect();
    let ends = |begin: usize| {
        (begin + 2..bytes.len() - 1)
            .find(|at| bytes[*at] == 0xff && !matches!(bytes[at + 1], 0 | 0xd0..=0xd7))
            .unwrap()
    };
    begins.iter().map(|begin| *begin..ends(*begin)).collect()
}

/// A progressive JPEG whose last scan comes `count` times more.
fn many_scans(count: usize) -> Vec<u8> {
    let bytes = jpeg(&scene(640, 480), Jpeg::Progressive);
    let last = scans(&bytes).pop().unwrap();
    let again = bytes[last.clone()].repeat(count);
    [&bytes[..last.end], &again, &bytes[last.end..]].concat()
}

#[test]
fn work_is_known_from_the_structure() {
    let limits = Limits::default();
    assert!(decode(&many_scans(0), &limits).is_ok());
    check("passes", &many_scans(60), &limits, "image-too-much-work");
    let few = Limits {
        max_block_visits: 10_000,
        ..limits
    };
    check("visits", &many_scans(0), &few, "image-too-much-work");
    // Tables that nothing uses.
    let bytes = jpeg(&scene(64, 48), Jpeg::Baseline444);
    let table = bytes.windows(2).position(|w| w == b"\xff\xdb").unwrap();
    let length = usize::from(u16::from_be_bytes([bytes[table + 2], bytes[table + 3]])) + 2;
    let again = bytes[table..table + length].repeat(1000);
    let bytes = [&bytes[..table], &again, &bytes[table..]].concat();
    check("tables", &bytes, &limits, "image-variant-not-read");
    // Eight bytes a pixel for 8000 times 8000.
    let mut header = Vec::new();
    header.extend(8000_u32.to_be_bytes());
    header.extend(8000_u32.to_be_bytes());
    header.extend([16, 6, 0, 0, 0]);
    let deep = [
        &b"\x89PNG\r\n\x1a\n"[..],
        &png_chunk(b"IHDR", &header),
        &png_chunk(b"IDAT", &[]),
        &png_chunk(b"IEND", &[]),
    ]
    .concat();
    check("deep PNG", &deep, &limits, "image-too-much-work");
}

#[test]
fn frames_in_frames_are_not_followed() {
    let mut nested = Vec::new();
    for _ in 0..20_000 {
        let body = [&[0; 16][..], &nested].concat();
        if body.len() > 3_000_000 {
            break;
        }
        nested = [&b"ANMF"[..], &(body.len() as u32).to_le_bytes(), &body].concat();
    }
    let body = [&b"WEBP"[..], &nested].concat();
    let file = [&b"RIFF"[..], &(body.len() as u32).to_le_bytes(), &body].concat();
    check("nested WebP", &file, &Limits::default(), "image-damaged");
}

#[test]
fn what_follows_on_a_picture_is_no_part_of_it() {
    let check = |bytes: Vec<u8>, name: &str| {
        let length = bytes.len();
        let longer = [bytes, vec![0; 5000]].concat();
        let decoded = decode(&longer, &Limits::default()).unwrap();
        assert_eq!(decoded.source.picture_bytes, length, "{name}");
        assert_eq!(decoded.source.bytes, length + 5000, "{name}");
    };
    check(jpeg(&scene(64, 48), Jpeg::Baseline444), "JPEG");
    check(many_scans(0), "progressive JPEG");
    check(png(&scene(64, 48)), "PNG");
    check(webp(&scene(64, 48)), "WebP");
}
