//! Every format and variant that is read ends as the same picture.

use imaging::{Format, Limits, Orientation, Profile, RgbImage, Source, decode};
use jpeg_encoder::ColorType;
use png::{BitDepth, ColorType as Png};

use crate::fixtures::*;

/// Decodes and compares with `scene`, up to `tolerance` levels in the mean.
#[track_caller]
fn check(what: &str, bytes: &[u8], format: Format, tolerance: f64) -> Source {
    let picture = decode(bytes, &Limits::default()).unwrap_or_else(|e| panic!("{what}: {e}"));
    let off = difference(&picture.image, &scene(97, 61));
    assert!(off <= tolerance, "{what}: off by {off}");
    assert_eq!(picture.source.format, format, "{what}");
    assert_eq!(picture.source.bytes, bytes.len(), "{what}");
    // HEVC stores an even number of pixels and cuts.
    let stored = if format == Format::Heic {
        (98, 62)
    } else {
        (97, 61)
    };
    assert_eq!(
        (picture.source.stored_width, picture.source.stored_height),
        stored,
        "{what}"
    );
    picture.source
}

#[test]
fn one_picture_in_every_variant() {
    let scene = scene(97, 61);
    for kind in JPEGS {
        let source = check(&format!("{kind:?}"), &jpeg(&scene, kind), Format::Jpeg, 3.0);
        assert_eq!(source.profile, Profile::Assumed);
        assert_eq!(source.orientation, Orientation::Upright);
        assert!(!source.grey && !source.alpha);
        assert_eq!(source.bit_depth, 8);
    }
    let motion_photo = [
        jpeg(&scene, Jpeg::Baseline420),
        b"\0\0\0\x18ftypmp42".repeat(99),
    ]
    .concat();
    check("data behind the end", &motion_photo, Format::Jpeg, 3.0);
    for kind in JPEGS.into_iter().filter(|kind| *kind != Jpeg::Progressive) {
        let mut no_end = jpeg(&scene, kind);
        no_end.truncate(no_end.len() - 2);
        check(
            &format!("{kind:?} without end marker"),
            &no_end,
            Format::Jpeg,
            3.0,
        );
    }
    check(
        "a frame of a film",
        &without_tables(jpeg(&scene, Jpeg::Baseline420)),
        Format::Jpeg,
        3.0,
    );
    let stray = jpeg(&scene, Jpeg::Baseline444);
    let at = stray.windows(2).position(|w| w == b"\xff\xdb").unwrap();
    let stray = [&stray[..at], b"\0\0\0\0\0\0", &stray[at..]].concat();
    check("stray bytes between segments", &stray, Format::Jpeg, 3.0);

    check("PNG", &png(&scene), Format::Png, 0.0);
    check("WebP", &webp(&scene), Format::WebP, 0.0);
    #[cfg(feature = "heic")]
    check("HEIC", &heic(&scene), Format::Heic, 4.0);
}

#[test]
fn a_progressive_file_that_is_whole_but_for_its_end_marker() {
    // Noise in colour: no scan is all zeros, which could be what a broken copy is filled with.
    let mut random = 1_u32;
    let mut level = || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 24) as u8
    };
    let samples: Vec<u8> = (0..80 * 80 * 3).map(|_| level()).collect();
    let noise = RgbImage::new(80, 80, samples).unwrap();
    let whole = jpeg(&noise, Jpeg::Progressive);
    let with_end = decode(&whole, &Limits::default()).unwrap().image;
    let without = decode(&whole[..whole.len() - 2], &Limits::default())
        .unwrap()
        .image;
    assert!(with_end == without);
    for cut in 4..40 {
        let error = decode(&whole[..whole.len() - cut], &Limits::default()).unwrap_err();
        assert_eq!(error.code(), "image-truncated", "{cut}");
    }
}

/// A JPEG file without its Huffman tables, as cameras for films give their frames.
fn without_tables(mut bytes: Vec<u8>) -> Vec<u8> {
    while let Some(at) = bytes.windows(2).position(|w| w == b"\xff\xc4") {
        let length = usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
        bytes.drain(at..at + 2 + length);
    }
    bytes
}

/// A phone's picture says through which lens it was taken.
#[cfg(feature = "heic")]
#[test]
fn heic_with_a_lens() {
    use exif::experimental::Writer;
    use exif::{Field, In, Tag, Value};

    let (width, height) = (3072, 2304);
    let fields = [
        (Tag::FocalLengthIn35mmFilm, Value::Short(vec![26])),
        (Tag::PixelXDimension, Value::Long(vec![width])),
        (Tag::PixelYDimension, Value::Long(vec![height])),
    ];
    let fields = fields.map(|(tag, value)| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    });
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut block = std::io::Cursor::new(Vec::new());
    writer.write(&mut block, false).unwrap();
    let metadata = heifer::Metadata {
        exif: Some(block.into_inner()),
        ..heifer::Metadata::default()
    };
    let rgb = vec![128; (width * height * 3) as usize];
    let options = heifer::EncodeOptions {
        quality: 10,
        max_threads: 1,
    };
    let small = heifer::encode_rgb8(width, height, &rgb, &options).unwrap();
    let image = heifer::decode(&small).unwrap();
    let bytes = heifer::encode_with_metadata(&image, &metadata, &options).unwrap();
    let picture = decode(&bytes, &Limits::default()).unwrap();
    // A diagonal of 3840 px, as 26 mm on film whose diagonal has 43.27 mm.
    assert_eq!(picture.source.focal_length_px, Some(2308));
}

/// A cut-out larger than a tile: its transparency is a grid of tiles as well.
#[cfg(feature = "heic")]
#[test]
fn heic_with_transparent_tiles() {
    let (width, height) = (600, 40);
    let rgba: Vec<u8> = (0..width * height)
        .flat_map(|i| [200, 30, 60, if i % width < 300 { 255 } else { 0 }])
        .collect();
    let options = heifer::EncodeOptions {
        quality: 95,
        max_threads: 1,
    };
    let bytes = heifer::encode_rgba8(width, height, &rgba, &options).unwrap();
    let picture = decode(&bytes, &Limits::default()).unwrap();
    assert!(picture.source.alpha);
    let near = |x: u32, expected: [u8; 3]| {
        let got = picture.image.pixel(x, 20);
        assert!(
            got.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 12),
            "{x}: {got:?}"
        );
    };
    near(100, [200, 30, 60]);
    near(500, [255; 3]);
}

#[test]
fn png_depths_and_colour_types() {
    let scene = scene(97, 61);
    let size = (97, 61);
    let wide: Vec<u8> = scene.data().iter().flat_map(|v| [*v, 0x40]).collect();
    let bytes = png_of(size, Png::Rgb, BitDepth::Sixteen, &wide, |_| {});
    assert_eq!(check("16 bit", &bytes, Format::Png, 0.0).bit_depth, 16);

    let rgba = |a: u8| -> Vec<u8> {
        scene
            .data()
            .chunks(3)
            .flat_map(|p| [p[0], p[1], p[2], a])
            .collect()
    };
    let bytes = png_of(size, Png::Rgba, BitDepth::Eight, &rgba(255), |_| {});
    assert!(!check("opaque alpha", &bytes, Format::Png, 0.0).alpha);
    let bytes = png_of(size, Png::Rgba, BitDepth::Eight, &rgba(254), |_| {});
    assert!(check("nearly opaque", &bytes, Format::Png, 1.0).alpha);
    let bytes = png_of(size, Png::Rgba, BitDepth::Eight, &rgba(0), |_| {});
    let clear = decode(&bytes, &Limits::default()).unwrap();
    assert!(
        clear.image.data().iter().all(|v| *v == 255),
        "clear is white paper"
    );

    let grey: Vec<u8> = (0..97 * 61).map(|i| (i % 251) as u8).collect();
    let bytes = png_of(size, Png::Grayscale, BitDepth::Eight, &grey, |_| {});
    let picture = decode(&bytes, &Limits::default()).unwrap();
    assert!(picture.source.grey);
    assert_eq!(picture.image.pixel(5, 0), [5, 5, 5]);

    let palette = png_of(
        (2, 1),
        Png::Indexed,
        BitDepth::One,
        &[0b0100_0000],
        |info| {
            info.palette = Some(vec![1, 2, 3, 40, 50, 60].into());
        },
    );
    let picture = decode(&palette, &Limits::default()).unwrap();
    assert_eq!(picture.image.data(), [1, 2, 3, 40, 50, 60]);
    assert_eq!(picture.source.bit_depth, 1);
}

#[test]
fn grey_and_ink_in_jpeg() {
    let patch = |pixel: &[u8], kind| {
        let bytes = jpeg_of(&pixel.repeat(16 * 16), 16, 16, kind);
        decode(&bytes, &Limits::default()).unwrap()
    };
    let close = |picture: &imaging::Picture, expected: [u8; 3], what: &str| {
        let got = picture.image.pixel(8, 8);
        let near = got.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 3);
        assert!(near, "{what}: {got:?} instead of {expected:?}");
    };
    let grey = patch(&[77], ColorType::Luma);
    assert!(grey.source.grey);
    close(&grey, [77; 3], "grey");
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let rows: [([u8; 4], [u8; 3]); 5] = [
            ([0, 0, 0, 0], [255, 255, 255]),
            ([0, 255, 255, 0], [255, 0, 0]),
            ([255, 0, 255, 0], [0, 255, 0]),
            ([0, 0, 0, 255], [0, 0, 0]),
            ([0, 0, 0, 100], [155, 155, 155]),
        ];
        for (ink, rgb) in rows {
            close(&patch(&ink, kind), rgb, &format!("{kind:?} {ink:?}"));
        }
    }
}

/// A file whose components are named R, G and B holds them, if no JFIF header
/// says otherwise.
#[test]
fn rgb_in_jpeg() {
    let bytes = jpeg_of(&[200, 100, 50].repeat(64), 8, 8, ColorType::Ycbcr);
    let bytes = patched(bytes, b"JFIF", b"JUNK");
    // Frame and scan name the components 0, 1, 2.
    let bytes = patched(
        bytes,
        b"\x03\0\x11\0\x01\x11\x01\x02\x11\x01",
        b"\x03R\x11\0G\x11\x01B\x11\x01",
    );
    let bytes = patched(bytes, b"\x03\0\0\x01\x11\x02\x11", b"\x03R\0G\x11B\x11");
    let picture = decode(&bytes, &Limits::default()).unwrap();
    let got = picture.image.pixel(4, 4);
    assert!(
        got.iter()
            .zip([200, 100, 50])
            .all(|(a, b)| a.abs_diff(b) <= 2),
        "{got:?}"
    );
}

#[test]
fn the_name_is_not_asked() {
    // Bytes decide: there is nothing to pass a name to. A WebP saved as .jpg
    // is a WebP.
    let bytes = webp(&scene(97, 61));
    assert_eq!(
        check("mislabelled", &bytes, Format::WebP, 0.0).format,
        Format::WebP
    );
}
