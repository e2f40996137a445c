//! PNG with a density, with or without alpha.

use png::{BitDepth, ColorType, Compression, Encoder, PixelDimensions, SrgbRenderingIntent, Unit};

use super::error::EncodeError;
use crate::{Plane, RgbImage};

/// An inch in metres.
const METRES_PER_INCH: f64 = 0.0254;

/// Writes `image` with `dpi` pixels an inch in its pHYs chunk.
///
/// # Errors
/// [`EncodeError::Writer`] when the writer fails; there is no known case.
pub fn encode_png(image: &RgbImage, dpi: u16) -> Result<Vec<u8>, EncodeError> {
    write(
        image.width(),
        image.height(),
        ColorType::Rgb,
        image.data(),
        dpi,
    )
}

/// Writes `image` with the transparency `alpha`, 0 for clear and 1 for opaque;
/// values outside are clamped. The colours are not multiplied by alpha.
///
/// # Errors
/// [`EncodeError::AlphaSize`] when the two differ in size.
pub fn encode_png_rgba(image: &RgbImage, alpha: &Plane, dpi: u16) -> Result<Vec<u8>, EncodeError> {
    if (alpha.width(), alpha.height()) != (image.width(), image.height()) {
        return Err(EncodeError::AlphaSize);
    }
    let (pixels, _) = image.data().as_chunks::<3>();
    let samples: Vec<u8> = pixels
        .iter()
        .zip(alpha.data())
        .flat_map(|(&[r, g, b], a)| [r, g, b, (a * 255.0).round() as u8])
        .collect();
    write(
        image.width(),
        image.height(),
        ColorType::Rgba,
        &samples,
        dpi,
    )
}

fn write(
    width: u32,
    height: u32,
    color: ColorType,
    samples: &[u8],
    dpi: u16,
) -> Result<Vec<u8>, EncodeError> {
    let per_metre = (f64::from(dpi) / METRES_PER_INCH).round() as u32;
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    }));
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    encoder
        .write_header()
        .and_then(|mut writer| {
            writer.write_image_data(samples)?;
            writer.finish()
        })
        .map_err(|_| EncodeError::Writer)?;
    Ok(out)
}
