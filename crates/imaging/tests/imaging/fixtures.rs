//! Small files of every format, made in code.

use imaging::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// A picture without any symmetry: smooth shades and three marked corners.
pub(crate) fn scene(width: u32, height: u32) -> RgbImage {
    let mut image = RgbImage::filled(width, height, [0; 3]);
    for y in 0..height {
        for x in 0..width {
            let shade = |n: u32, of: u32| (60 + 130 * n / of) as u8;
            image.put(
                x,
                y,
                [
                    shade(x, width),
                    shade(y, height),
                    shade(x + y, width + height),
                ],
            );
        }
    }
    let mut mark = |left: u32, top: u32, colour: [u8; 3]| {
        for y in 0..height / 4 {
            for x in 0..width / 4 {
                image.put(left + x, top + y, colour);
            }
        }
    };
    mark(0, 0, [220, 30, 30]);
    mark(width - width / 4, 0, [30, 200, 30]);
    mark(0, height - height / 4, [30, 30, 220]);
    image
}

/// Mean absolute difference of two pictures of the same size, in levels.
#[track_caller]
pub(crate) fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let sum: u64 = a
        .data()
        .iter()
        .zip(b.data())
        .map(|(x, y)| u64::from(x.abs_diff(*y)))
        .sum();
    sum as f64 / a.data().len() as f64
}

/// How a JPEG fixture is coded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Jpeg {
    Baseline444,
    Baseline420,
    /// One scan a component.
    ThreeScans,
    /// The same with fewer colour samples.
    ThreeScans420,
    Progressive,
    Restarts,
}

/// Those that are read.
pub(crate) const JPEGS: [Jpeg; 6] = [
    Jpeg::Baseline444,
    Jpeg::Baseline420,
    Jpeg::ThreeScans,
    Jpeg::ThreeScans420,
    Jpeg::Progressive,
    Jpeg::Restarts,
];

/// A JPEG file with an Exif block and a profile, if there are any.
pub(crate) fn jpeg_with(
    image: &RgbImage,
    kind: Jpeg,
    exif: Option<&[u8]>,
    icc: Option<&[u8]>,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 95);
    encoder.set_sampling_factor(match kind {
        Jpeg::Baseline444 | Jpeg::ThreeScans => SamplingFactor::F_1_1,
        _ => SamplingFactor::F_2_2,
    });
    match kind {
        Jpeg::Baseline444 | Jpeg::Baseline420 => {}
        Jpeg::ThreeScans | Jpeg::ThreeScans420 => encoder.set_optimized_huffman_tables(true),
        Jpeg::Progressive => encoder.set_progressive(true),
        Jpeg::Restarts => encoder.set_restart_interval(3),
    }
    if let Some(exif) = exif {
        encoder.add_exif_metadata(exif).unwrap();
    }
    if let Some(icc) = icc {
        encoder.add_icc_profile(icc).unwrap();
    }
    let (w, h) = (image.width() as u16, image.height() as u16);
    encoder.encode(image.data(), w, h, ColorType::Rgb).unwrap();
    out
}

pub(crate) fn jpeg(image: &RgbImage, kind: Jpeg) -> Vec<u8> {
    jpeg_with(image, kind, None, None)
}

/// A JPEG file from samples of another kind than RGB.
pub(crate) fn jpeg_of(samples: &[u8], width: u16, height: u16, kind: ColorType) -> Vec<u8> {
    let mut out = Vec::new();
    Encoder::new(&mut out, 100)
        .encode(samples, width, height, kind)
        .unwrap();
    out
}

/// A PNG file from `samples`, with what `fill` sets.
pub(crate) fn png_of(
    (width, height): (u32, u32),
    color: png::ColorType,
    depth: png::BitDepth,
    samples: &[u8],
    fill: impl FnOnce(&mut png::Info<'_>),
) -> Vec<u8> {
    let mut info = png::Info::with_size(width, height);
    info.color_type = color;
    info.bit_depth = depth;
    fill(&mut info);
    let mut out = Vec::new();
    let mut writer = png::Encoder::with_info(&mut out, info)
        .unwrap()
        .write_header()
        .unwrap();
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    out
}

pub(crate) fn png(image: &RgbImage) -> Vec<u8> {
    let size = (image.width(), image.height());
    png_of(
        size,
        png::ColorType::Rgb,
        png::BitDepth::Eight,
        image.data(),
        |_| {},
    )
}

pub(crate) fn webp_with(image: &RgbImage, exif: Option<&[u8]>, icc: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut out);
    encoder.set_exif_metadata(exif.unwrap_or_default().to_vec());
    encoder.set_icc_profile(icc.unwrap_or_default().to_vec());
    let (w, h) = (image.width(), image.height());
    encoder
        .encode(image.data(), w, h, image_webp::ColorType::Rgb8)
        .unwrap();
    out
}

pub(crate) fn webp(image: &RgbImage) -> Vec<u8> {
    webp_with(image, None, None)
}

#[cfg(feature = "heic")]
pub(crate) fn heic(image: &RgbImage) -> Vec<u8> {
    let options = heifer::EncodeOptions {
        quality: 95,
        max_threads: 1,
    };
    heifer::encode_rgb8(image.width(), image.height(), image.data(), &options).unwrap()
}

/// The least Exif block that says an orientation.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0]);
    block
}

/// The Exif block of a camera set to Adobe RGB: an uncalibrated colour space in the Exif
/// directory, and R03 in the interoperability directory.
pub(crate) fn exif_of_adobe_rgb() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            &tag.to_be_bytes()[..],
            &kind.to_be_bytes(),
            &count.to_be_bytes(),
            &value,
        ]
        .concat()
    };
    let (exif_at, interop_at) = (26_u32, 56_u32);
    [
        &b"MM\0*\0\0\0\x08\0\x01"[..],
        &entry(0x8769, 4, 1, exif_at.to_be_bytes()),
        &[0; 4],
        &[0, 2],
        &entry(0xa001, 3, 1, [0xff, 0xff, 0, 0]),
        &entry(0xa005, 4, 1, interop_at.to_be_bytes()),
        &[0; 4],
        &[0, 1],
        &entry(1, 2, 4, *b"R03\0"),
        &[0; 4],
    ]
    .concat()
}

/// `bytes` with the only `from` in it replaced by `to`, of the same length.
#[track_caller]
pub(crate) fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = bytes
        .windows(from.len())
        .enumerate()
        .filter(|(_, w)| *w == from)
        .map(|(i, _)| i)
        .collect();
    assert_eq!(places.len(), 1, "the bytes to replace stand there once");
    bytes[places[0]..places[0] + to.len()].copy_from_slice(to);
    bytes
}

/// A PNG chunk with its check sum.
pub(crate) fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes().to_vec();
    out.extend(name);
    out.extend(body);
    let mut crc = u32::MAX;
    for byte in &out[4..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    out.extend((!crc).to_be_bytes());
    out
}
