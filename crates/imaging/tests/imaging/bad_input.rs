//! Everything that is not a whole still picture has its own code.

use imaging::{Limits, decode};

use crate::fixtures::*;

#[track_caller]
fn check(what: &str, bytes: &[u8], code: &str) {
    match decode(bytes, &Limits::default()) {
        Ok(_) => panic!("{what}: decoded"),
        Err(error) => assert_eq!(error.code(), code, "{what}: {error}"),
    }
}

#[test]
fn each_has_its_code() {
    check("empty", b"", "image-empty");
    check("text", b"hello, world", "image-format-unknown");
    check("one byte", b"\xff", "image-format-unknown");
    for (what, start) in [
        ("GIF", &b"GIF89a\x01\0\x01\0\0\0\0;"[..]),
        ("CR2", b"II*\0\x10\0\0\0CR\x02\0"),
        ("BMP", b"BM\x3a\0\0\0\0\0\0\0"),
        ("PDF", b"%PDF-1.7\n"),
        ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("AVIF", b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf"),
        ("MP4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42"),
        ("raw", b"FUJIFILMCCD-RAW 0201"),
        ("as text", b"/9j/4AAQSkZJRgABAQAAAQABAAD"),
        ("in JSON", b"{\"picture\": \"/9j/4AAQ\"}"),
    ] {
        check(what, start, "image-format-not-read");
    }
    check(
        "HEIC burst",
        b"\0\0\0\x18ftypmsf1\0\0\0\0msf1hevc",
        "image-animated",
    );
}

#[test]
fn jpeg_variants() {
    let good = || jpeg(&scene(32, 32), Jpeg::Baseline444);
    let rows: [(&str, Vec<u8>, &str); 9] = [
        ("start only", b"\xff\xd8\xff".to_vec(), "image-truncated"),
        (
            "start and end",
            b"\xff\xd8\xff\xd9".to_vec(),
            "image-damaged",
        ),
        (
            "arithmetic",
            patched(good(), b"\xff\xc0", b"\xff\xc9"),
            "image-variant-not-read",
        ),
        (
            "lossless",
            patched(good(), b"\xff\xc0", b"\xff\xc3"),
            "image-variant-not-read",
        ),
        (
            "12 bit",
            patched(good(), b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c"),
            "image-variant-not-read",
        ),
        (
            "no width",
            patched(good(), b"\x08\0\x20\0\x20", b"\x08\0\x20\0\0"),
            "image-damaged",
        ),
        (
            "no height",
            patched(good(), b"\x08\0\x20\0\x20", b"\x08\0\0\0\x20"),
            "image-variant-not-read",
        ),
        (
            "bad segment length",
            patched(good(), b"\xff\xc0\0\x11", b"\xff\xc0\0\x01"),
            "image-damaged",
        ),
        (
            "taller than its data",
            patched(good(), b"\x08\0\x20\0\x20", b"\x08\0\x80\0\x20"),
            "image-damaged",
        ),
    ];
    for (what, bytes, code) in rows {
        check(what, &bytes, code);
    }
}

#[test]
fn moving_pictures() {
    let still = png(&scene(16, 16));
    let control = png_chunk(b"acTL", &[0, 0, 0, 7, 0, 0, 0, 0]);
    check(
        "APNG",
        &[&still[..33], &control, &still[33..]].concat(),
        "image-animated",
    );

    // Two frames of the same lossless picture.
    let vp8l = webp(&scene(16, 16))[12..].to_vec();
    let chunk = |name: &[u8; 4], body: &[u8]| {
        [&name[..], &(body.len() as u32).to_le_bytes(), body].concat()
    };
    let frame_header = [0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 100, 0, 0, 0];
    let frame = chunk(b"ANMF", &[&frame_header[..], &vp8l].concat());
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[2, 0, 0, 0, 15, 0, 0, 15, 0, 0]),
        chunk(b"ANIM", &[0; 6]),
        frame.clone(),
        frame,
    ]
    .concat();
    check("animated WebP", &chunk(b"RIFF", &body), "image-animated");
    let two = Limits {
        max_frames: 2,
        ..Limits::default()
    };
    assert_eq!(
        decode(&chunk(b"RIFF", &body), &two).unwrap().image.width(),
        16
    );
}

#[test]
fn damage_behind_a_good_header() {
    let mut bytes = png(&scene(64, 64));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    check("PNG", &bytes, "image-damaged");
    // Restart markers taken away: the units behind them are missing.
    let bytes = jpeg(&scene(128, 64), Jpeg::Restarts);
    let first = bytes.windows(2).position(|w| w == b"\xff\xd0").unwrap();
    let second = bytes.windows(2).position(|w| w == b"\xff\xd1").unwrap();
    check(
        "JPEG",
        &[&bytes[..first], &bytes[second..]].concat(),
        "image-damaged",
    );
}
