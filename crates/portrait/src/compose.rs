//! The person on another background, in linear light, at the photo's size.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::F32x4;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use imaging::{Plane, RgbImage};
use vision::matting::MixedPixel;

use crate::canvas::{Canvas, Placed};
use crate::light::{light_of_sample, to_linear, to_srgb8};

/// The person alone, at the photo's size: premultiplied linear light and
/// coverage, four values a pixel.
#[derive(Clone)]
pub struct CutOut {
    width: u32,
    height: u32,
    /// Premultiplied red, green, blue and alpha, 0..1, in linear light.
    data: Vec<[f32; 4]>,
}

/// Coverage less than this is none and more than one minus this is whole: a
/// 255th of coverage cannot be seen and only makes the background uneven.
const NOTHING: f32 = 1.0 / 255.0;

impl std::fmt::Debug for CutOut {
    /// The size only: pixels of a face do not belong in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CutOut({}×{})", self.width, self.height)
    }
}

impl CutOut {
    /// Cuts the person of `canvas` out with `alpha` and resamples the part
    /// `placed` tells to `width × height`. `mixed`: both colours of every pixel whose alpha
    /// lies between 0 and 1, row-major.
    pub(crate) fn new(
        canvas: &Canvas,
        alpha: &Plane,
        mixed: &[MixedPixel],
        placed: Placed,
        width: u32,
        height: u32,
    ) -> Self {
        let mut premultiplied = Vec::with_capacity(alpha.data().len());
        // Where the picture ends the person ends too.
        let cover = alpha.data().iter().zip(canvas.inside.data());
        let (samples, _) = canvas.image.data().as_chunks::<3>();
        let mut mixed = mixed.iter().peekable();
        for (at, ((a, inside), sample)) in cover.zip(samples).enumerate() {
            let both = mixed.next_if(|pixel| pixel.at as usize == at);
            let (colour, cover) = match both {
                Some(own) => {
                    let colour = own.foreground.map(to_linear);
                    (colour, inside * linear_alpha(*a, own, colour))
                }
                None if *a >= 1.0 => (sample.map(light_of_sample), *inside),
                None => ([0.0; 3], 0.0),
            };
            let [r, g, b] = colour.map(|light| light * cover);
            premultiplied.push(F32x4::new([r, g, b, cover]));
        }
        let (canvas_w, canvas_h) = (canvas.image.width(), canvas.image.height());
        let view = TypedImageRef::new(canvas_w, canvas_h, &premultiplied)
            .expect("one was pushed for each canvas pixel");
        let mut small = TypedImage::<F32x4>::new(width, height);
        let part_w = (f64::from(width) * placed.density).min(f64::from(canvas_w) - placed.corner.x);
        let part_h =
            (f64::from(height) * placed.density).min(f64::from(canvas_h) - placed.corner.y);
        let options = ResizeOptions::new()
            .crop(placed.corner.x, placed.corner.y, part_w, part_h)
            .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
            .use_alpha(false);
        Resizer::new()
            .resize_typed(&view, &mut small, &options)
            .expect("the part lies inside the canvas");
        let data = small
            .pixels()
            .iter()
            .map(|pixel| settled(pixel.0))
            .collect();
        Self {
            width,
            height,
            data,
        }
    }

    /// The person on a plain background, 8-bit sRGB.
    #[must_use]
    pub fn on(&self, background: [u8; 3]) -> RgbImage {
        let behind = background.map(|v| to_linear(f32::from(v) / 255.0));
        let mut out = Vec::with_capacity(self.data.len() * 3);
        for [r, g, b, a] in &self.data {
            if *a == 0.0 {
                out.extend(background);
            } else {
                for (own, behind) in [r, g, b].into_iter().zip(behind) {
                    out.push(to_srgb8(own + (1.0 - a) * behind));
                }
            }
        }
        RgbImage::new(self.width, self.height, out).expect("one pixel was made for each place")
    }

    /// The person's own colours (sRGB, not premultiplied) and coverage, for a
    /// picture with transparency.
    #[must_use]
    pub fn apart(&self) -> (RgbImage, Plane) {
        let mut colours = Vec::with_capacity(self.data.len() * 3);
        for [r, g, b, a] in &self.data {
            let whole = if *a > 0.0 { 1.0 / a } else { 0.0 };
            colours.extend([r, g, b].map(|v| to_srgb8(v * whole)));
        }
        let image = RgbImage::new(self.width, self.height, colours)
            .expect("one pixel was made for each place");
        (image, self.alpha())
    }

    /// Premultiplied red, green, blue and coverage in linear light, 0..1, row-major.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = [f32; 4]> {
        self.data.iter().copied()
    }

    /// The person's coverage of each pixel in linear light, 0..1.
    #[must_use]
    pub fn alpha(&self) -> Plane {
        let data = self.data.iter().map(|p| p[3]).collect();
        Plane::new(self.width, self.height, data).expect("one alpha a pixel")
    }
}

/// The resampling filter's overshoot taken off, and traces settled.
fn settled([r, g, b, a]: [f32; 4]) -> [f32; 4] {
    if a < NOTHING {
        return [0.0; 4];
    }
    let a = if a > 1.0 - NOTHING { 1.0 } else { a };
    [r.clamp(0.0, a), g.clamp(0.0, a), b.clamp(0.0, a), a]
}

/// The coverage that mixes the two colours in linear light to what `alpha`
/// mixes in sRGB values.
///
/// Matting sees sRGB samples, where noise is even and dark hair has contrast;
/// light adds up linearly. Between dark hair and a bright wall the same pixel
/// is 0.3 hair in the one and 0.5 in the other.
fn linear_alpha(alpha: f32, own: &MixedPixel, colour: [f32; 3]) -> f32 {
    let (mut along, mut length) = (0.0, 0.0);
    for ((f, b), light) in own.foreground.iter().zip(own.background).zip(colour) {
        let seen = to_linear(alpha * f + (1.0 - alpha) * b);
        let behind = to_linear(b);
        let span = light - behind;
        along += (seen - behind) * span;
        length += span * span;
    }
    // Two colours that are alike tell nothing of the difference.
    const ALIKE: f32 = 1e-4;
    (along + ALIKE * alpha) / (length + ALIKE)
}
