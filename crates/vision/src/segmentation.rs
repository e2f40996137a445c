//! Roughly where the person is.
//!
//! Takes a canvas of any aspect; gives the probability of a person at each of
//! its pixels. The networks see 256 × 256 px: the outline is right to a few
//! pixels of that, and [`crate::matting`] finds it exactly.
//!
//! What the outline leaves out, matting hardly ever puts back: hair that hangs beside a neck, a bun
//! before a dark wall. So before walls that are not plain and light a second network is asked what else
//! may be the person. It has learned from few people and many walls, so what the first one sees it
//! cannot take away.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::F32;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use imaging::{Affine, Plane, RgbImage, warp};

use crate::engine::{Engine, EngineError, Network, ask};
use crate::wall::plain_and_light;

/// Side of the networks' input and output, px.
const SIDE: u32 = 256;

/// How far the probability rises towards the second network's where that one sees more of the person
/// (chosen on 28 people before thirteen walls, `scripts/matte/README.md`).
const SEEN_BESIDES: f32 = 0.7;

/// Probability, 0…1, that a pixel shows the person; as large as `canvas`.
///
/// # Errors
/// When a network cannot be run.
pub fn segment(engine: &dyn Engine, canvas: &RgbImage) -> Result<Plane, EngineError> {
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let side = f64::from(SIDE);
    let scale = side / width.max(height);
    // The canvas in the middle of a square; beyond its edges they go on.
    let (seen_width, seen_height) = ((width * scale).min(side), (height * scale).min(side));
    let (left, top) = ((side - seen_width) / 2.0, (side - seen_height) / 2.0);
    let square = Affine::scaling(scale).then(&Affine::translation(left, top));
    let seen = warp(canvas, &square, SIDE, SIDE).image;
    let input: Vec<f32> = seen
        .data()
        .iter()
        .map(|value| f32::from(*value) / 255.0)
        .collect();
    let [mut person] = ask(engine, Network::SelfieSegmentation, &input)?;
    if !plain_and_light(&seen, &person) {
        let [besides] = ask(engine, Network::Outline, &input)?;
        for (person, besides) in person.iter_mut().zip(besides) {
            *person += SEEN_BESIDES * (besides - *person).max(0.0);
        }
    }

    let person: Vec<F32> = person.into_iter().map(F32::new).collect();
    let person = TypedImageRef::new(SIDE, SIDE, &person)
        .expect("the network's answer has been checked to hold 256 × 256 numbers");
    let mut out = TypedImage::<F32>::new(canvas.width(), canvas.height());
    let options = ResizeOptions::new()
        .crop(left, top, seen_width, seen_height)
        .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new()
        .resize_typed(&person, &mut out, &options)
        .expect("the canvas lies inside the square around it");
    // Cubic interpolation overshoots at steep edges.
    let data = out
        .pixels()
        .iter()
        .map(|value| value.0.clamp(0.0, 1.0))
        .collect();
    Ok(Plane::new(canvas.width(), canvas.height(), data)
        .expect("one value was made for each pixel"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::EngineVersion;

    /// A person wherever the red channel is bright; what is green is seen by the second network alone.
    struct Red;

    impl Engine for Red {
        fn run(&self, network: Network, input: &[f32]) -> Result<Vec<Vec<f32>>, EngineError> {
            let channel = match network {
                Network::Outline => 1,
                _ => 0,
            };
            let pixels = input.chunks_exact(3).map(|pixel| pixel[channel]);
            Ok(vec![pixels.collect()])
        }

        fn version(&self) -> EngineVersion {
            EngineVersion {
                runtime: "fake",
                networks: "none",
            }
        }
    }

    #[track_caller]
    fn check(width: u32, height: u32) {
        let mut canvas = RgbImage::filled(width, height, [0; 3]);
        let inside = |x, y| x >= width / 4 && x < width / 2 && y >= height / 2;
        for y in 0..height {
            for x in 0..width {
                if inside(x, y) {
                    canvas.put(x, y, [255, 0, 0]);
                }
            }
        }
        let person = segment(&Red, &canvas).unwrap();
        assert_eq!((person.width(), person.height()), (width, height));
        // Away from the outline by what the network's pixels blur.
        let blur = width.max(height).div_ceil(64);
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let near = |edge: u32, at: u32| at.abs_diff(edge) <= blur;
            if near(width / 4, x) || near(width / 2, x) || near(height / 2, y) {
                continue;
            }
            let (got, expected) = (person.at(x, y), f32::from(u8::from(inside(x, y))));
            assert!(
                (got - expected).abs() < 0.06,
                "{width}×{height} at {x},{y}: {got}"
            );
        }
    }

    #[test]
    fn the_answer_lies_on_the_canvas_where_the_network_saw_it() {
        check(256, 256);
        check(716, 882);
        check(300, 120);
        check(64, 200);
    }

    #[test]
    fn a_single_pixel_is_a_canvas() {
        assert_eq!(
            segment(&Red, &RgbImage::filled(1, 1, [255, 0, 0]))
                .unwrap()
                .data(),
            [1.0]
        );
    }

    #[track_caller]
    fn check_level(canvas: [u8; 3], expected: f32) {
        let person = segment(&Red, &RgbImage::filled(8, 8, canvas)).unwrap();
        assert!(
            person.data().iter().all(|p| (p - expected).abs() < 0.01),
            "{canvas:?}: {}",
            person.at(4, 4)
        );
    }

    #[test]
    fn the_second_network_adds_and_never_takes_away() {
        check_level([255, 0, 0], 1.0);
        check_level([255, 255, 0], 1.0);
        check_level([0, 200, 0], SEEN_BESIDES * 200.0 / 255.0);
        check_level([0, 0, 0], 0.0);
        // A plain light wall: it is not asked.
        check_level([0, 255, 255], 0.0);
    }
}
