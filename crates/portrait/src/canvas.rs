//! The working canvas: head and shoulders, eyes level, about twice the size
//! of the photo, with a margin; resampled once from the decoded picture.

use catalogue::PhotoSpec;
use imaging::{Affine, Plane, Point, RgbImage, warp};

use crate::geometry::Frame;

/// Canvas pixels a photo pixel, where the photo is small enough.
const USUAL_DENSITY: f64 = 2.0;
/// A larger photo gets fewer, so that matting's cost stays what it is.
const MOST_PIXELS: f64 = 900_000.0;

/// Margins around the photo's frame, in its own width or height: room for the
/// frame to be moved once the matte has told where the hair ends.
const SIDE: f64 = 0.05;
const ABOVE: f64 = 0.10;
const BELOW: f64 = 0.03;

/// Head and shoulders of one picture.
#[derive(Debug, Clone)]
pub(crate) struct Canvas {
    pub(crate) image: RgbImage,
    /// 1 where the picture has something.
    pub(crate) inside: Plane,
    /// From source to canvas coordinates.
    pub(crate) map: Affine,
    /// Width and height of the source.
    pub(crate) source_size: (f64, f64),
    /// Canvas pixels a photo pixel, for the frame it was made for.
    pub(crate) density: f64,
}

impl Canvas {
    /// Draws the surroundings of `frame`.
    pub(crate) fn draw(source: &RgbImage, spec: &PhotoSpec, frame: &Frame) -> Self {
        let (w, h) = (f64::from(spec.width_px), f64::from(spec.height_px));
        let grown = (w * (1.0 + 2.0 * SIDE), h * (1.0 + ABOVE + BELOW));
        let density = (MOST_PIXELS / (grown.0 * grown.1))
            .sqrt()
            .clamp(1.0, USUAL_DENSITY);
        let map = frame
            .map
            .then(&Affine::translation(w * SIDE, h * ABOVE))
            .then(&Affine::scaling(density));
        let (width, height) = (
            (grown.0 * density).round() as u32,
            (grown.1 * density).round() as u32,
        );
        let warped = warp(source, &map, width, height);
        let source_size = (f64::from(source.width()), f64::from(source.height()));
        Self {
            image: warped.image,
            inside: warped.inside,
            map,
            source_size,
            density,
        }
    }

    /// Where `frame` lies on this canvas: the upper left corner and the canvas
    /// pixels a photo pixel.
    pub(crate) fn place(&self, frame: &Frame) -> Placed {
        let to_canvas = frame
            .map
            .inverse()
            .expect("a frame's scale is positive")
            .then(&self.map);
        Placed {
            corner: to_canvas.apply(Point::default()),
            density: to_canvas.scale(),
        }
    }

    /// Whether `frame` lies within the canvas, at about the density it was drawn for.
    pub(crate) fn holds(&self, spec: &PhotoSpec, frame: &Frame) -> bool {
        let placed = self.place(frame);
        let right = placed.corner.x + f64::from(spec.width_px) * placed.density;
        let bottom = placed.corner.y + f64::from(spec.height_px) * placed.density;
        placed.corner.x >= 0.0
            && placed.corner.y >= 0.0
            && right <= f64::from(self.image.width())
            && bottom <= f64::from(self.image.height())
            && placed.density > 0.8 * self.density
    }
}

/// See [`Canvas::place`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) corner: Point,
    pub(crate) density: f64,
}
