//! One picture at two sizes, to cut crops from.
//!
//! A network sees at most 256 px a side: most crops are cut from a reduced
//! copy, so that the phone's megapixels are walked through once, not once a
//! crop.

use imaging::{Affine, RgbImage, reduced, warp};

/// Longer side of the reduced copy, px: a face that fills a quarter of the
/// picture still has the pixels that the landmark network sees.
const REDUCED_SIDE: f64 = 640.0;

/// A crop from the reduced copy shows its pixels no larger than this.
const MOST_ENLARGEMENT: f64 = 1.0;

/// A picture and its reduced copy.
pub(crate) struct Views<'a> {
    full: &'a RgbImage,
    reduced: Option<Reduced>,
}

struct Reduced {
    image: RgbImage,
    /// Picture to reduced copy.
    map: Affine,
    /// Reduced copy to picture.
    back: Affine,
}

impl<'a> Views<'a> {
    pub(crate) fn new(full: &'a RgbImage) -> Self {
        let (width, height) = (f64::from(full.width()), f64::from(full.height()));
        let scale = REDUCED_SIDE / width.max(height);
        // Reducing by little costs a pass and saves none.
        let reduced = (scale < 0.7).then(|| {
            let (small_width, small_height) = (
                (width * scale).round().max(1.0),
                (height * scale).round().max(1.0),
            );
            let map = Affine {
                a: small_width / width,
                d: small_height / height,
                ..Affine::IDENTITY
            };
            Reduced {
                image: reduced(full, small_width as u32, small_height as u32),
                map,
                back: map.inverse().expect("a reduction can be undone"),
            }
        });
        Self { full, reduced }
    }

    /// Width of the picture, px.
    pub(crate) fn width(&self) -> f64 {
        f64::from(self.full.width())
    }

    /// Height of the picture, px.
    pub(crate) fn height(&self) -> f64 {
        f64::from(self.full.height())
    }

    /// The map that shows the whole picture in the middle of a square of `side` px.
    pub(crate) fn whole(&self, side: u32) -> Affine {
        let side = f64::from(side);
        let scale = side / self.width().max(self.height());
        let centre = |length: f64| (side - length * scale) / 2.0;
        Affine::scaling(scale).then(&Affine::translation(
            centre(self.width()),
            centre(self.height()),
        ))
    }

    /// What `map` (picture to crop) shows on a square of `side` px, with the
    /// channels' 0…255 stretched to `low`…`high`. Outside the picture the
    /// nearest edge goes on.
    pub(crate) fn input(&self, map: &Affine, side: u32, low: f32, high: f32) -> Vec<f32> {
        let crop = match &self.reduced {
            Some(reduced) if map.scale() <= reduced.map.scale() * MOST_ENLARGEMENT => {
                warp(&reduced.image, &reduced.back.then(map), side, side).image
            }
            _ => warp(self.full, map, side, side).image,
        };
        let scale = (high - low) / 255.0;
        crop.data()
            .iter()
            .map(|value| low + scale * f32::from(*value))
            .collect()
    }
}
