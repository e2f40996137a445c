//! Canvases: head and shoulders, eyes level, around the photo's frame.
//!
//! The **sketch** is small and wide, for the segmentation to find the hair's
//! top on; the **working canvas** is fine and close, and the photo is made
//! from it. Both are resampled straight from the decoded picture.

use catalogue::PhotoSpec;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::F32;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use imaging::{Affine, Plane, Point, RgbImage, warp};

use crate::geometry::Frame;

/// How much around a frame a canvas shows, and how finely.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    /// Margins around the frame, in its own width or height.
    side: f64,
    above: f64,
    below: f64,
    /// Canvas pixels a photo pixel at most.
    density: f64,
    /// A larger photo gets fewer, so that the cost stays what it is.
    most_pixels: f64,
}

/// The longer side is what the segmentation sees, 256 px. The guessed frame is
/// off by a sixth of its height under tall hair.
pub(crate) const SKETCH: View = View {
    side: 0.06,
    above: 0.18,
    below: 0.06,
    density: 0.47,
    most_pixels: 45_000.0,
};

/// Fine enough that a hair is more than a pixel wide; the margins are room
/// for the frame to follow the matte, which tells the crown to a few pixels.
pub(crate) const WORKING: View = View {
    side: 0.04,
    above: 0.05,
    below: 0.04,
    density: 1.4,
    most_pixels: 460_000.0,
};

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
    pub(crate) fn draw(source: &RgbImage, spec: &PhotoSpec, frame: &Frame, view: View) -> Self {
        let (w, h) = (f64::from(spec.width_px), f64::from(spec.height_px));
        let grown = (
            w * (1.0 + 2.0 * view.side),
            h * (1.0 + view.above + view.below),
        );
        let density = (view.most_pixels / (grown.0 * grown.1))
            .sqrt()
            .min(view.density);
        let map = frame
            .map
            .then(&Affine::translation(w * view.side, h * view.above))
            .then(&Affine::scaling(density));
        let (width, height) = (
            (grown.0 * density).round().max(1.0) as u32,
            (grown.1 * density).round().max(1.0) as u32,
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
        let (w, h) = (f64::from(spec.width_px), f64::from(spec.height_px));
        self.shows(placed.corner, w * placed.density, h * placed.density)
            && placed.density > 0.8 * self.density
    }

    /// Whether the working canvas around `frame` would lie within this one.
    pub(crate) fn surrounds(&self, spec: &PhotoSpec, frame: &Frame) -> bool {
        let placed = self.place(frame);
        let (w, h) = (
            f64::from(spec.width_px) * placed.density,
            f64::from(spec.height_px) * placed.density,
        );
        let corner = Point::new(
            placed.corner.x - w * WORKING.side,
            placed.corner.y - h * WORKING.above,
        );
        self.shows(
            corner,
            w * (1.0 + 2.0 * WORKING.side),
            h * (1.0 + WORKING.above + WORKING.below),
        )
    }

    fn shows(&self, corner: Point, width: f64, height: f64) -> bool {
        corner.x >= 0.0
            && corner.y >= 0.0
            && corner.x + width <= f64::from(self.image.width())
            && corner.y + height <= f64::from(self.image.height())
    }

    /// A field on this canvas, as it lies on `other`, which shows a part of it.
    pub(crate) fn carried(&self, field: &Plane, other: &Self) -> Plane {
        let to_here = other
            .map
            .inverse()
            .expect("a canvas is drawn at a positive scale")
            .then(&self.map);
        let corner = to_here.apply(Point::default());
        let (width, height) = (other.image.width(), other.image.height());
        let limit = (f64::from(field.width()), f64::from(field.height()));
        // Rounding of sizes may put an edge a fraction of a pixel outside.
        let (left, top) = (corner.x.max(0.0), corner.y.max(0.0));
        let part = (
            (f64::from(width) * to_here.scale()).min(limit.0 - left),
            (f64::from(height) * to_here.scale()).min(limit.1 - top),
        );
        let values: Vec<F32> = field.data().iter().map(|v| F32::new(*v)).collect();
        let view = TypedImageRef::new(field.width(), field.height(), &values)
            .expect("a plane holds one value a pixel");
        let mut out = TypedImage::<F32>::new(width, height);
        let options = ResizeOptions::new()
            .crop(left, top, part.0, part.1)
            .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Resizer::new()
            .resize_typed(&view, &mut out, &options)
            .expect("the part lies inside the field");
        // Cubic interpolation overshoots at steep edges.
        let data = out.pixels().iter().map(|v| v.0.clamp(0.0, 1.0)).collect();
        Plane::new(width, height, data).expect("one value was made for each pixel")
    }
}

/// See [`Canvas::place`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub(crate) corner: Point,
    pub(crate) density: f64,
}
