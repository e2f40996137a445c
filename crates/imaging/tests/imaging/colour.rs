//! Embedded profiles are honoured.

use imaging::{Limits, Profile, decode};
use jpeg_encoder::{ColorType, Encoder};
use moxcms::ColorProfile;
use png::{BitDepth, ColorType as Png};

use crate::fixtures::*;

/// A flat PNG of `pixel` with the profile `icc` becomes `expected`.
#[track_caller]
fn check(what: &str, icc: &[u8], pixel: [u8; 3], expected: [u8; 3]) -> Profile {
    let samples = pixel.repeat(100 * 100);
    let bytes = png_of((100, 100), Png::Rgb, BitDepth::Eight, &samples, |info| {
        info.icc_profile = Some(icc.to_vec().into());
    });
    let picture = decode(&bytes, &Limits::default()).unwrap();
    for at in [(0, 0), (99, 99), (50, 80)] {
        let got = picture.image.pixel(at.0, at.1);
        let near = got.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2);
        assert!(near, "{what}: {got:?} instead of {expected:?}");
    }
    picture.source.profile
}

#[test]
fn rgb_profiles() {
    let p3 = ColorProfile::new_display_p3().encode().unwrap();
    let adobe = ColorProfile::new_adobe_rgb().encode().unwrap();
    let srgb = ColorProfile::new_srgb().encode().unwrap();
    // sRGB's red in the coordinates of each (computed from the primaries).
    let converted = check("P3 red", &p3, [234, 51, 35], [255, 0, 0]);
    assert!(
        matches!(converted, Profile::Converted { .. }),
        "{converted:?}"
    );
    check("P3 grey", &p3, [128; 3], [128; 3]);
    check("P3 beyond sRGB", &p3, [255, 0, 0], [255, 0, 0]);
    let converted = check("Adobe red", &adobe, [219, 0, 0], [255, 0, 0]);
    assert!(
        matches!(converted, Profile::Converted { .. }),
        "{converted:?}"
    );
    assert_eq!(
        check("sRGB", &srgb, [12, 200, 77], [12, 200, 77]),
        Profile::Srgb
    );
    assert_eq!(
        check("broken", &p3[..200], [9, 99, 200], [9, 99, 200]),
        Profile::Unreadable
    );
    assert_eq!(
        check("garbage", b"not a profile", [9, 99, 200], [9, 99, 200]),
        Profile::Unreadable
    );
    let cmyk = ink_profile();
    assert_eq!(
        check("wrong kind", &cmyk, [9, 99, 200], [9, 99, 200]),
        Profile::Unreadable
    );
}

/// A flat PNG of `pixel` with these chunks before the picture becomes `expected`.
#[track_caller]
fn check_chunks(chunks: &[(&[u8; 4], &[u8])], pixel: [u8; 3], expected: [u8; 3]) -> Profile {
    let plain = png(&imaging::RgbImage::filled(20, 20, pixel));
    let declared = chunks.iter().flat_map(|(name, body)| png_chunk(name, body));
    let bytes: Vec<u8> = plain[..33]
        .iter()
        .copied()
        .chain(declared)
        .chain(plain[33..].iter().copied())
        .collect();
    let picture = decode(&bytes, &Limits::default()).unwrap();
    let got = picture.image.pixel(9, 9);
    let near = got.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2);
    assert!(near, "{chunks:?}: {got:?} instead of {expected:?}");
    picture.source.profile
}

#[test]
fn colours_that_png_declares_without_a_profile() {
    let numbers =
        |values: &[u32]| -> Vec<u8> { values.iter().flat_map(|v| v.to_be_bytes()).collect() };
    let p3 = numbers(&[31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000]);
    let srgb = numbers(&[31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]);
    let (usual, linear) = (numbers(&[45455]), numbers(&[100_000]));
    // Display P3 and sRGB by the code points of H.273.
    check_chunks(&[(b"cICP", &[12, 13, 0, 1])], [234, 51, 35], [255, 0, 0]);
    assert_eq!(
        check_chunks(&[(b"cICP", &[1, 13, 0, 1])], [12, 200, 77], [12, 200, 77]),
        Profile::Srgb
    );
    // BT.2020 in standard range: its red lies far outside, its grey on the other curve.
    let grey = check_chunks(&[(b"cICP", &[9, 1, 0, 1])], [255; 3], [255; 3]);
    assert!(matches!(grey, Profile::Converted { .. }), "{grey:?}");
    check_chunks(
        &[(b"gAMA", &usual), (b"cHRM", &p3)],
        [234, 51, 35],
        [255, 0, 0],
    );
    assert_eq!(
        check_chunks(
            &[(b"gAMA", &usual), (b"cHRM", &srgb)],
            [12, 200, 77],
            [12, 200, 77]
        ),
        Profile::Srgb
    );
    assert_eq!(
        check_chunks(&[(b"gAMA", &usual)], [12, 200, 77], [12, 200, 77]),
        Profile::Srgb
    );
    // 55/255 of the light is level 128 in sRGB.
    check_chunks(&[(b"gAMA", &linear)], [55; 3], [128; 3]);
    // What cannot be is not believed, and sRGB's own chunk comes first.
    assert_eq!(
        check_chunks(&[(b"gAMA", &numbers(&[1]))], [9, 99, 200], [9, 99, 200]),
        Profile::Unreadable
    );
    check_chunks(
        &[(b"gAMA", &usual), (b"cHRM", &numbers(&[0; 8]))],
        [9, 99, 200],
        [9, 99, 200],
    );
    check_chunks(&[(b"cICP", &[200, 200, 0, 1])], [9, 99, 200], [9, 99, 200]);
    assert_eq!(
        check_chunks(&[(b"sRGB", &[0]), (b"gAMA", &linear)], [55; 3], [55; 3]),
        Profile::Srgb
    );
}

#[test]
fn high_dynamic_range_is_refused_by_name() {
    for transfer in [16, 18] {
        let plain = png(&imaging::RgbImage::filled(20, 20, [99; 3]));
        let chunk = png_chunk(b"cICP", &[9, transfer, 0, 1]);
        let bytes = [&plain[..33], &chunk, &plain[33..]].concat();
        let error = decode(&bytes, &Limits::default()).unwrap_err();
        assert_eq!(error.code(), "image-variant-not-read");
        assert!(error.to_string().contains("high-dynamic-range"), "{error}");
    }
}

#[test]
fn a_camera_says_adobe_rgb_in_exif_alone() {
    let red = imaging::RgbImage::filled(32, 32, [219, 0, 0]);
    let exif = exif_of_adobe_rgb();
    let png_bytes = png(&red);
    let chunk = png_chunk(b"eXIf", &exif);
    let srgb = ColorProfile::new_srgb().encode().unwrap();
    let rows = [
        (
            "JPEG",
            jpeg_with(&red, Jpeg::Baseline444, Some(&exif), None),
            [255, 0, 0],
        ),
        ("WebP", webp_with(&red, Some(&exif), None), [255, 0, 0]),
        (
            "PNG",
            [&png_bytes[..33], &chunk, &png_bytes[33..]].concat(),
            [255, 0, 0],
        ),
        (
            "a profile decides",
            jpeg_with(&red, Jpeg::Baseline444, Some(&exif), Some(&srgb)),
            [219, 0, 0],
        ),
    ];
    for (what, bytes, expected) in rows {
        let picture = decode(&bytes, &Limits::default()).unwrap();
        let got = picture.image.pixel(16, 16);
        let near = got
            .iter()
            .zip(expected)
            .all(|(a, b): (&u8, u8)| a.abs_diff(b) <= 4);
        assert!(near, "{what}: {got:?}, {:?}", picture.source.profile);
    }
}

#[test]
fn a_description_is_short_and_plain() {
    let mut profile = ColorProfile::new_display_p3();
    let text = format!("N\u{7}me\n<b>{}", "x".repeat(100));
    profile.description = Some(moxcms::ProfileText::Localizable(vec![
        moxcms::LocalizableString::new("en".into(), "US".into(), text),
    ]));
    let icc = profile.encode().unwrap();
    let Profile::Converted { description } = check("named", &icc, [128; 3], [128; 3]) else {
        panic!("not converted")
    };
    assert_eq!(description, format!("Nme<b>{}", "x".repeat(34)));
}

#[test]
fn the_same_profile_in_every_format() {
    let p3 = ColorProfile::new_display_p3().encode().unwrap();
    let red = imaging::RgbImage::filled(32, 32, [234, 51, 35]);
    let files = [
        jpeg_with(&red, Jpeg::Baseline444, None, Some(&p3)),
        webp_with(&red, None, Some(&p3)),
    ];
    for bytes in files {
        let picture = decode(&bytes, &Limits::default()).unwrap();
        let got = picture.image.pixel(16, 16);
        assert!(
            got.iter().zip([255, 0, 0]).all(|(a, b)| a.abs_diff(b) <= 4),
            "{got:?}"
        );
        assert!(matches!(picture.source.profile, Profile::Converted { .. }));
    }
}

#[test]
fn a_grey_picture_with_a_grey_profile() {
    let icc = ColorProfile::new_gray_with_gamma(1.0).encode().unwrap();
    let bytes = png_of((4, 4), Png::Grayscale, BitDepth::Eight, &[55; 16], |info| {
        info.icc_profile = Some(icc.clone().into());
    });
    let picture = decode(&bytes, &Limits::default()).unwrap();
    // 55/255 of the light is level 128 in sRGB.
    let got = picture.image.pixel(1, 1);
    assert!(got.iter().all(|v| v.abs_diff(128) <= 2), "{got:?}");
}

/// A CMYK profile in which only black ink is dark: it shows whether it is used.
fn ink_profile() -> Vec<u8> {
    let mut lut = b"mft1\0\0\0\0\x04\x03\x02\0".to_vec();
    for value in [1_u32, 0, 0, 0, 1, 0, 0, 0, 1] {
        lut.extend((value << 16).to_be_bytes());
    }
    let ramp: Vec<u8> = (0..=255).collect();
    lut.extend(ramp.repeat(4));
    // Black varies fastest: L* 100 without it, 0 with it; a* and b* 0.
    lut.extend([255, 128, 128, 0, 128, 128].repeat(8));
    lut.extend(ramp.repeat(3));
    let mut icc = vec![0; 128];
    icc[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    icc[12..24].copy_from_slice(b"prtrCMYKLab ");
    icc[36..40].copy_from_slice(b"acsp");
    icc[68..80].copy_from_slice(&[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]);
    icc.extend(1_u32.to_be_bytes());
    icc.extend(b"A2B0");
    icc.extend(144_u32.to_be_bytes());
    icc.extend((lut.len() as u32).to_be_bytes());
    icc.extend(lut);
    let length = (icc.len() as u32).to_be_bytes();
    icc[..4].copy_from_slice(&length);
    icc
}

#[test]
fn a_cmyk_picture_with_its_profile() {
    let rows: [([u8; 4], [u8; 3]); 3] = [
        ([0, 0, 0, 0], [255; 3]),
        // The profile says this ink does nothing.
        ([255, 0, 0, 0], [255; 3]),
        ([0, 0, 0, 255], [0; 3]),
    ];
    for (ink, expected) in rows {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 100);
        encoder.add_icc_profile(&ink_profile()).unwrap();
        encoder
            .encode(&ink.repeat(64), 8, 8, ColorType::Cmyk)
            .unwrap();
        let picture = decode(&bytes, &Limits::default()).unwrap();
        assert!(matches!(picture.source.profile, Profile::Converted { .. }));
        let got = picture.image.pixel(4, 4);
        assert!(
            got.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 4),
            "{ink:?}: {got:?}"
        );
    }
}
