//! TIFF files in the variants that scanners and studios write.

use std::io::Cursor;

use imaging::{Format, Limits, Orientation, Profile, RgbImage, decode};
use moxcms::ColorProfile;
use tiff::encoder::colortype::RGB8;
use tiff::encoder::{Compression, TiffEncoder};

use crate::fixtures::{difference, scene};

/// Types of values (TIFF 6.0, section 2).
const BYTE: u16 = 1;
const SHORT: u16 = 3;
const LONG: u16 = 4;

const WIDTH: u16 = 256;
const HEIGHT: u16 = 257;
const SUBFILE: u16 = 254;
const BITS: u16 = 258;
const COMPRESSION: u16 = 259;
const COLOURS: u16 = 262;
const STRIPS: u16 = 273;
const ORIENTATION: u16 = 274;
const SAMPLES: u16 = 277;
const STRIP_BYTES: u16 = 279;
const PLANES: u16 = 284;
const TILE_WIDTH: u16 = 322;
const TILE_LENGTH: u16 = 323;
const TILES: u16 = 324;
const TILE_BYTES: u16 = 325;
const EXTRA: u16 = 338;
const ICC: u16 = 34_675;
const DNG_VERSION: u16 = 50_706;

/// A file, little-endian or big-endian, of one picture.
#[derive(Clone)]
struct File {
    is_big: bool,
    tags: Vec<(u16, u16, Vec<u32>)>,
    data: Vec<u8>,
}

impl File {
    /// `samples` of 8 bits, in one strip.
    fn of((width, height): (u32, u32), colours: u32, samples_a_pixel: u32, data: &[u8]) -> Self {
        let length = data.len() as u32;
        Self {
            is_big: false,
            tags: vec![
                (WIDTH, LONG, vec![width]),
                (HEIGHT, LONG, vec![height]),
                (BITS, SHORT, vec![8; samples_a_pixel as usize]),
                (COMPRESSION, SHORT, vec![1]),
                (COLOURS, SHORT, vec![colours]),
                (STRIPS, LONG, vec![8]),
                (SAMPLES, SHORT, vec![samples_a_pixel]),
                (STRIP_BYTES, LONG, vec![length]),
            ],
            data: data.to_vec(),
        }
    }

    /// With this tag, or without it if there are no values.
    fn with(mut self, tag: u16, kind: u16, values: &[u32]) -> Self {
        self.tags.retain(|(number, ..)| *number != tag);
        if !values.is_empty() {
            self.tags.push((tag, kind, values.to_vec()));
        }
        self
    }

    fn bytes(mut self) -> Vec<u8> {
        let big = self.is_big;
        let short = |v: u32| match big {
            true => (v as u16).to_be_bytes(),
            false => (v as u16).to_le_bytes(),
        };
        let long = |v: u32| match big {
            true => v.to_be_bytes(),
            false => v.to_le_bytes(),
        };
        let mut out = if big { b"MM".to_vec() } else { b"II".to_vec() };
        out.extend(short(42));
        self.data.resize(self.data.len().next_multiple_of(2), 0);
        out.extend(long(8 + self.data.len() as u32));
        out.extend(&self.data);
        self.tags.sort_by_key(|(number, ..)| *number);
        let mut beside = out.len() as u32 + 2 + 12 * self.tags.len() as u32 + 4;
        let mut values_beside = Vec::new();
        out.extend(short(self.tags.len() as u32));
        for (number, kind, values) in &self.tags {
            let body: Vec<u8> = values
                .iter()
                .flat_map(|v| match *kind {
                    BYTE => vec![*v as u8],
                    SHORT => short(*v).to_vec(),
                    _ => long(*v).to_vec(),
                })
                .collect();
            out.extend(short(u32::from(*number)));
            out.extend(short(u32::from(*kind)));
            out.extend(long(values.len() as u32));
            match body.len() <= 4 {
                true => {
                    let mut field = body;
                    field.resize(4, 0);
                    out.extend(field);
                }
                false => {
                    out.extend(long(beside));
                    beside += body.len() as u32;
                    values_beside.extend(body);
                }
            }
        }
        out.extend(long(0));
        out.extend(values_beside);
        out
    }
}

fn rgb(scene: &RgbImage) -> File {
    File::of((scene.width(), scene.height()), 2, 3, scene.data())
}

fn packed(scene: &RgbImage, packing: Compression) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let encoder = TiffEncoder::new(&mut out).unwrap();
    let mut encoder = encoder.with_compression(packing);
    let (width, height) = (scene.width(), scene.height());
    let written = encoder.write_image::<RGB8>(width, height, scene.data());
    written.unwrap();
    out.into_inner()
}

#[test]
fn one_picture_in_every_variant() {
    let scene = scene(97, 61);
    let planes: Vec<u8> = (0..3)
        .flat_map(|plane| scene.data().iter().skip(plane).step_by(3).copied())
        .collect();
    let wide: Vec<u8> = scene.data().iter().flat_map(|v| [*v, *v]).collect();
    let with_fourth = |fourth: u8| -> Vec<u8> {
        let (pixels, _) = scene.data().as_chunks::<3>();
        pixels
            .iter()
            .flat_map(|&[r, g, b]| [r, g, b, fourth])
            .collect()
    };
    let size = (97, 61);
    let length = planes.len() as u32 / 3;
    // Four tiles of 64 × 32, wider and higher than the picture together.
    let mut tiles = Vec::new();
    for (left, top) in [(0, 0), (64, 0), (0, 32), (64, 32)] {
        for y in top..top + 32 {
            for x in left..left + 64 {
                let inside = x < 97 && y < 61;
                tiles.extend(if inside { scene.pixel(x, y) } else { [9; 3] });
            }
        }
    }
    let tile = 64 * 32 * 3;
    let big = File {
        is_big: true,
        ..rgb(&scene)
    };
    let rows: [(&str, Vec<u8>, bool, u8); 14] = [
        ("plain", rgb(&scene).bytes(), false, 8),
        ("big-endian", big.bytes(), false, 8),
        ("LZW", packed(&scene, Compression::Lzw), false, 8),
        (
            "Deflate",
            packed(&scene, Compression::Deflate(Default::default())),
            false,
            8,
        ),
        ("PackBits", packed(&scene, Compression::Packbits), false, 8),
        (
            "planes apart",
            File::of(size, 2, 3, &planes)
                .with(PLANES, SHORT, &[2])
                .with(STRIPS, LONG, &[8, 8 + length, 8 + 2 * length])
                .with(STRIP_BYTES, LONG, &[length; 3])
                .bytes(),
            false,
            8,
        ),
        (
            "16 bits",
            File::of(size, 2, 3, &wide)
                .with(BITS, SHORT, &[16; 3])
                .bytes(),
            false,
            16,
        ),
        (
            "tiles",
            File::of(size, 2, 3, &tiles)
                .with(STRIPS, LONG, &[])
                .with(STRIP_BYTES, LONG, &[])
                .with(TILE_WIDTH, LONG, &[64])
                .with(TILE_LENGTH, LONG, &[32])
                .with(TILES, LONG, &[8, 8 + tile, 8 + 2 * tile, 8 + 3 * tile])
                .with(TILE_BYTES, LONG, &[tile; 4])
                .bytes(),
            false,
            8,
        ),
        (
            "alpha apart, opaque",
            File::of(size, 2, 4, &with_fourth(255))
                .with(EXTRA, SHORT, &[2])
                .bytes(),
            false,
            8,
        ),
        (
            "a fourth sample of which nothing is said",
            File::of(size, 2, 4, &with_fourth(0)).bytes(),
            false,
            8,
        ),
        (
            "a fourth sample that is no alpha",
            File::of(size, 2, 4, &with_fourth(0))
                .with(EXTRA, SHORT, &[0])
                .bytes(),
            false,
            8,
        ),
        (
            "no ink but three",
            File::of(
                size,
                5,
                4,
                &with_fourth(0)
                    .iter()
                    .enumerate()
                    .map(|(at, v)| if at % 4 == 3 { 0 } else { 255 - v })
                    .collect::<Vec<u8>>(),
            )
            .bytes(),
            false,
            8,
        ),
        (
            "one strip a row",
            rgb(&scene)
                .with(278, SHORT, &[1])
                .with(
                    STRIPS,
                    LONG,
                    &(0..61).map(|y| 8 + y * 97 * 3).collect::<Vec<u32>>(),
                )
                .with(STRIP_BYTES, LONG, &[97 * 3; 61])
                .bytes(),
            false,
            8,
        ),
        ("a smaller copy follows", two_pictures(&scene), false, 8),
    ];
    for (what, bytes, grey, bits) in rows {
        let picture = decode(&bytes, &Limits::default()).unwrap_or_else(|e| panic!("{what}: {e}"));
        let off = difference(&picture.image, &scene);
        assert!(off <= 0.0, "{what}: off by {off}");
        let source = picture.source;
        assert_eq!(source.format, Format::Tiff, "{what}");
        assert_eq!((source.stored_width, source.stored_height), size, "{what}");
        assert_eq!((source.grey, source.alpha), (grey, false), "{what}");
        assert_eq!(source.bit_depth, bits, "{what}");
        assert_eq!(source.profile, Profile::Assumed, "{what}");
    }
}

/// The picture, and behind it another of one pixel.
fn two_pictures(scene: &RgbImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out).unwrap();
    encoder
        .write_image::<RGB8>(scene.width(), scene.height(), scene.data())
        .unwrap();
    encoder.write_image::<RGB8>(1, 1, &[1, 2, 3]).unwrap();
    out.into_inner()
}

#[test]
fn grey_and_alpha() {
    let rows: [(&str, File, [u8; 3], bool, bool); 8] = [
        ("grey", File::of((1, 1), 1, 1, &[70]), [70; 3], true, false),
        (
            "white is zero",
            File::of((1, 1), 0, 1, &[70]),
            [185; 3],
            true,
            false,
        ),
        (
            "grey, alpha apart",
            File::of((1, 1), 1, 2, &[100, 128]).with(EXTRA, SHORT, &[2]),
            [177; 3],
            true,
            true,
        ),
        (
            "grey and something else",
            File::of((1, 1), 1, 2, &[100, 0]).with(EXTRA, SHORT, &[0]),
            [100; 3],
            true,
            false,
        ),
        (
            "alpha apart",
            File::of((1, 1), 2, 4, &[0, 100, 255, 128]).with(EXTRA, SHORT, &[2]),
            [127, 177, 255],
            false,
            true,
        ),
        (
            "multiplied by alpha",
            File::of((1, 1), 2, 4, &[0, 50, 128, 128]).with(EXTRA, SHORT, &[1]),
            [127, 177, 255],
            false,
            true,
        ),
        (
            "multiplied by nothing",
            File::of((1, 1), 2, 4, &[0, 0, 0, 0]).with(EXTRA, SHORT, &[1]),
            [255; 3],
            false,
            true,
        ),
        (
            "all inks and alpha",
            File::of((1, 1), 5, 5, &[0, 0, 0, 255, 0]).with(EXTRA, SHORT, &[2]),
            [0; 3],
            false,
            false,
        ),
    ];
    for (what, file, expected, grey, alpha) in rows {
        let picture = decode(&file.bytes(), &Limits::default());
        let picture = picture.unwrap_or_else(|e| panic!("{what}: {e}"));
        let got = picture.image.pixel(0, 0);
        assert!(
            got.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 1),
            "{what}: {got:?}"
        );
        assert_eq!(
            (picture.source.grey, picture.source.alpha),
            (grey, alpha),
            "{what}"
        );
    }
}

#[test]
fn turned_and_coloured_as_the_file_says() {
    let scene = scene(64, 48);
    for is_big in [false, true] {
        let file = rgb(&scene).with(ORIENTATION, SHORT, &[6]);
        let picture = decode(&File { is_big, ..file }.bytes(), &Limits::default()).unwrap();
        assert_eq!(
            picture.source.orientation,
            Orientation::from_exif(6).unwrap()
        );
        assert_eq!((picture.image.width(), picture.image.height()), (48, 64));
        // The red corner, above on the left, is above on the right now.
        assert_eq!(picture.image.pixel(47, 0), [220, 30, 30]);
    }
    let p3 = ColorProfile::new_display_p3().encode().unwrap();
    let profile: Vec<u32> = p3.iter().map(|byte| u32::from(*byte)).collect();
    let red = RgbImage::filled(4, 4, [234, 51, 35]);
    let file = rgb(&red).with(ICC, BYTE, &profile);
    let picture = decode(&file.bytes(), &Limits::default()).unwrap();
    let got = picture.image.pixel(1, 1);
    assert!(
        got.iter().zip([255, 0, 0]).all(|(a, b)| a.abs_diff(b) <= 4),
        "{got:?}"
    );
    assert!(matches!(picture.source.profile, Profile::Converted { .. }));
}

#[test]
fn what_is_not_read_has_its_code() {
    let scene = scene(16, 16);
    let good = || rgb(&scene);
    let tiles = |side: u32| {
        good()
            .with(STRIPS, LONG, &[])
            .with(STRIP_BYTES, LONG, &[])
            .with(TILE_WIDTH, LONG, &[side])
            .with(TILE_LENGTH, LONG, &[side])
            .with(TILES, LONG, &[8])
            .with(TILE_BYTES, LONG, &[16 * 16 * 3])
    };
    let rows: [(&str, File, &str); 15] = [
        (
            "DNG",
            good().with(DNG_VERSION, BYTE, &[1, 4, 0, 0]),
            "image-format-not-read",
        ),
        (
            "a small copy first",
            good().with(SUBFILE, LONG, &[1]),
            "image-format-not-read",
        ),
        (
            "a sensor's colours",
            good().with(COLOURS, SHORT, &[32_803]),
            "image-format-not-read",
        ),
        (
            "JPEG inside",
            good().with(COMPRESSION, SHORT, &[7]),
            "image-variant-not-read",
        ),
        (
            "a fax",
            good().with(COMPRESSION, SHORT, &[4]),
            "image-variant-not-read",
        ),
        (
            "CIE L*a*b*",
            good().with(COLOURS, SHORT, &[9]),
            "image-variant-not-read",
        ),
        (
            "YCbCr",
            good().with(COLOURS, SHORT, &[6]),
            "image-variant-not-read",
        ),
        (
            "a palette",
            File::of((16, 16), 3, 1, &[0; 256]),
            "image-variant-not-read",
        ),
        (
            "one bit",
            File::of((16, 16), 1, 1, &[0; 32]).with(BITS, SHORT, &[1]),
            "image-variant-not-read",
        ),
        (
            "32 bits",
            good().with(BITS, SHORT, &[32; 3]),
            "image-variant-not-read",
        ),
        ("no strips", good().with(STRIPS, LONG, &[]), "image-damaged"),
        ("no width", good().with(WIDTH, LONG, &[0]), "image-damaged"),
        (
            "a side too long",
            good().with(WIDTH, LONG, &[70_000]),
            "image-side-too-long",
        ),
        (
            "tiles of a billion pixels",
            tiles(40_000),
            "image-too-much-work",
        ),
        (
            "data that is not there",
            good().with(HEIGHT, LONG, &[1_000]),
            "image-truncated",
        ),
    ];
    for (what, file, code) in rows {
        match decode(&file.bytes(), &Limits::default()) {
            Ok(_) => panic!("{what}: decoded"),
            Err(error) => assert_eq!(error.code(), code, "{what}: {error}"),
        }
    }
}

#[test]
fn a_file_that_was_cut_is_never_whole() {
    for packing in [
        Compression::Uncompressed,
        Compression::Lzw,
        Compression::Deflate(Default::default()),
        Compression::Packbits,
    ] {
        let bytes = packed(&scene(75, 53), packing);
        for length in 0..bytes.len() {
            assert!(
                decode(&bytes[..length], &Limits::default()).is_err(),
                "{length}"
            );
        }
    }
}

#[test]
fn bytes_that_were_changed_never_panic() {
    let scene = scene(24, 20);
    let files = [
        rgb(&scene).bytes(),
        packed(&scene, Compression::Lzw),
        packed(&scene, Compression::Deflate(Default::default())),
        packed(&scene, Compression::Packbits),
    ];
    for bytes in files {
        for at in (0..16).chain(bytes.len().saturating_sub(260)..bytes.len()) {
            for value in [0, 1, 2, 5, 0x7f, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = value;
                let _ = decode(&changed, &Limits::default());
            }
        }
    }
}
