//! What the alpha network is shown: a canvas with all that is known of it, at one size.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{F32, U8x3};
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use imaging::{Plane, RgbImage};

/// Size of the network's input and outputs, px.
pub const SHOWN_WIDTH: u32 = 192;
/// See [`SHOWN_WIDTH`].
pub const SHOWN_HEIGHT: u32 = 240;

/// Where a canvas lies in the network's frame: in the middle, as large as fits.
/// Beyond it the canvas's edges go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Shown {
    /// The place of a canvas of `width × height`.
    #[must_use]
    pub fn of(width: u32, height: u32) -> Self {
        let scale = (f64::from(SHOWN_WIDTH) / f64::from(width))
            .min(f64::from(SHOWN_HEIGHT) / f64::from(height));
        let side = |canvas: u32, most| ((f64::from(canvas) * scale).round() as u32).clamp(1, most);
        let (width, height) = (side(width, SHOWN_WIDTH), side(height, SHOWN_HEIGHT));
        Self {
            left: (SHOWN_WIDTH - width) / 2,
            top: (SHOWN_HEIGHT - height) / 2,
            width,
            height,
        }
    }

    /// `image` in the frame: red, green and blue, each `SHOWN_HEIGHT × SHOWN_WIDTH`, 0..1.
    #[must_use]
    pub fn image(&self, image: &RgbImage) -> Vec<f32> {
        let source =
            TypedImageRef::<U8x3>::from_buffer(image.width(), image.height(), image.data())
                .expect("a picture holds three bytes a pixel");
        let mut small = TypedImage::<U8x3>::new(self.width, self.height);
        Resizer::new()
            .resize_typed(&source, &mut small, &averaging())
            .expect("neither side is 0");
        let small = small.pixels();
        (0..3)
            .flat_map(|channel| self.framed(move |at| f32::from(small[at].0[channel]) / 255.0))
            .collect()
    }

    /// `plane` in the frame, `SHOWN_HEIGHT × SHOWN_WIDTH`.
    #[must_use]
    pub fn plane(&self, plane: &Plane) -> Vec<f32> {
        let small = resized(
            plane.width(),
            plane.height(),
            plane.data(),
            self.width,
            self.height,
        );
        self.framed(|at| small[at]).collect()
    }

    /// What the network says, `SHOWN_HEIGHT × SHOWN_WIDTH`, on a canvas of `width × height`.
    ///
    /// # Panics
    /// When `said` has another length.
    #[must_use]
    pub fn back(&self, said: &[f32], width: u32, height: u32) -> Plane {
        assert_eq!(
            said.len(),
            (SHOWN_WIDTH * SHOWN_HEIGHT) as usize,
            "one number a place of the frame"
        );
        let part: Vec<f32> = (self.top..self.top + self.height)
            .flat_map(|y| {
                let row = (y * SHOWN_WIDTH + self.left) as usize;
                said[row..row + self.width as usize].iter().copied()
            })
            .collect();
        let data = resized(self.width, self.height, &part, width, height);
        Plane::new(width, height, data).expect("one value was made for each pixel")
    }

    /// The canvas's values at its places of the frame, its edges' around it.
    fn framed(&self, value: impl Fn(usize) -> f32) -> impl Iterator<Item = f32> {
        let place = *self;
        (0..SHOWN_HEIGHT * SHOWN_WIDTH).map(move |at| {
            let (x, y) = (at % SHOWN_WIDTH, at / SHOWN_WIDTH);
            let x = x.saturating_sub(place.left).min(place.width - 1);
            let y = y.saturating_sub(place.top).min(place.height - 1);
            value((y * place.width + x) as usize)
        })
    }
}

/// A triangle as wide as a pixel of the coarser grid: no overshoot.
fn averaging() -> ResizeOptions {
    ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear))
}

fn resized(width: u32, height: u32, data: &[f32], to_width: u32, to_height: u32) -> Vec<f32> {
    let values: Vec<F32> = data.iter().map(|v| F32::new(*v)).collect();
    let view = TypedImageRef::new(width, height, &values).expect("a plane holds one value a pixel");
    let mut out = TypedImage::<F32>::new(to_width, to_height);
    Resizer::new()
        .resize_typed(&view, &mut out, &averaging())
        .expect("neither side is 0");
    out.pixels().iter().map(|v| v.0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check_place(canvas: (u32, u32), expected: (u32, u32, u32, u32)) {
        let Shown {
            left,
            top,
            width,
            height,
        } = Shown::of(canvas.0, canvas.1);
        assert_eq!((left, top, width, height), expected, "{canvas:?}");
    }

    #[test]
    fn a_canvas_stands_in_the_middle_as_large_as_fits() {
        check_place((192, 240), (0, 0, 192, 240));
        check_place((541, 673), (0, 0, 192, 239));
        check_place((480, 480), (0, 24, 192, 192));
        check_place((300, 600), (36, 0, 120, 240));
        check_place((1, 10_000), (95, 0, 1, 240));
        check_place((10_000, 1), (0, 119, 192, 1));
    }

    #[test]
    fn channels_are_planes_and_edges_go_on() {
        let mut image = RgbImage::filled(300, 600, [255, 0, 51]);
        for y in 0..600 {
            for x in 0..150 {
                image.put(x, y, [0, 255, 51]);
            }
        }
        let planes = Shown::of(300, 600).image(&image);
        let at = |channel: usize, x: usize| planes[(channel * 240 + 100) * 192 + x];
        for x in [0, 36, 80] {
            assert_eq!([at(0, x), at(1, x), at(2, x)], [0.0, 1.0, 0.2], "{x}");
        }
        for x in [112, 155, 191] {
            assert_eq!([at(0, x), at(1, x), at(2, x)], [1.0, 0.0, 0.2], "{x}");
        }
    }

    proptest! {
        /// A slope comes back as it was, but for the edges where it is cut off.
        #[test]
        fn there_and_back_a_slope_stays(
            width in 40_u32..600,
            height in 40_u32..600,
            across in -1.0_f32..1.0,
            down in -1.0_f32..1.0,
        ) {
            let value = |x: u32, y: u32| {
                across * x as f32 / width as f32 + down * y as f32 / height as f32
            };
            let data = (0..width * height).map(|at| value(at % width, at / width));
            let plane = Plane::new(width, height, data.collect()).unwrap();
            let shown = Shown::of(width, height);
            let back = shown.back(&shown.plane(&plane), width, height);
            let margin = 2 * width.max(height) / 192 + 2;
            for y in (margin..height.saturating_sub(margin)).step_by(7) {
                for x in (margin..width.saturating_sub(margin)).step_by(7) {
                    let off = (back.at(x, y) - value(x, y)).abs();
                    // Places are whole pixels of the frame: half of one may be lost.
                    prop_assert!(off < 0.02, "({}, {}): {}", x, y, off);
                }
            }
        }
    }
}
