//! Resampling by an affine map, without aliasing.
//!
//! Reduction happens first, by a Lanczos-3 filter on the part of the source
//! the canvas shows; what is left of the map (a turn, and an enlargement if
//! there is one) is a Catmull-Rom interpolation (Keys 1981, a = −1/2). A map
//! without a turn needs the first step only.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use crate::{Affine, Plane, Point, RgbImage};

/// A picture resampled by a map onto a canvas of a given size.
#[derive(Debug, Clone)]
pub struct Warped {
    /// The canvas; where the source has nothing it repeats the nearest edge pixel.
    pub image: RgbImage,
    /// 1 where the source has a pixel, 0 outside of it, between on the edge.
    pub inside: Plane,
}

/// The reduced source keeps this many times the pixels per length that the
/// canvas needs, so that the interpolation after it has detail to work with.
const REDUCTION_RESERVE: f64 = 1.25;

/// Source pixels kept around the part a canvas shows, for the filters' reach.
const FILTER_REACH: f64 = 4.0;

/// Resamples `source` onto a canvas of `width × height` pixels (both at
/// least 1); `map` takes source coordinates to canvas coordinates and must
/// be invertible.
///
/// # Panics
/// When `map` is singular.
#[must_use]
pub fn warp(source: &RgbImage, map: &Affine, width: u32, height: u32) -> Warped {
    let back = map.inverse().expect("the map of a warp is invertible");
    Warped {
        image: drawn(source, map, &back, (width, height), FilterType::Lanczos3),
        inside: inside(&back, map.scale(), width, height, source),
    }
}

/// As [`warp`], for the networks' input: where the source is reduced, a triangle
/// filter at a third of the cost takes the place of Lanczos-3.
///
/// # Panics
/// When `map` is singular.
#[must_use]
pub fn glimpse(source: &RgbImage, map: &Affine, width: u32, height: u32) -> RgbImage {
    let back = map.inverse().expect("the map of a glimpse is invertible");
    drawn(source, map, &back, (width, height), FilterType::Bilinear)
}

fn drawn(
    source: &RgbImage,
    map: &Affine,
    back: &Affine,
    (width, height): (u32, u32),
    filter: FilterType,
) -> RgbImage {
    let (left, top, right, bottom) = shown_part(back, width, height, source);
    let scale = map.scale();
    let reduce = (scale * REDUCTION_RESERVE).min(1.0);
    let upright = map.b.abs() < 1e-9 && map.c.abs() < 1e-9 && map.a > 0.0 && map.d > 0.0;

    if upright && scale < 1.0 && covers(back, width, height, source) {
        let upper_left = back.apply(Point::new(0.0, 0.0));
        let (w, h) = (f64::from(width) / map.a, f64::from(height) / map.d);
        let part = (upper_left.x, upper_left.y, w, h);
        resized(source, part, (width, height), filter)
    } else if reduce < 1.0 {
        let (w, h) = (right - left, bottom - top);
        let small_w = (w * reduce).ceil().max(1.0) as u32;
        let small_h = (h * reduce).ceil().max(1.0) as u32;
        let small = resized(source, (left, top, w, h), (small_w, small_h), filter);
        let to_small = Affine {
            a: f64::from(small_w) / w,
            b: 0.0,
            tx: -left * f64::from(small_w) / w,
            c: 0.0,
            d: f64::from(small_h) / h,
            ty: -top * f64::from(small_h) / h,
        };
        catmull_rom(&small, &back.then(&to_small), width, height)
    } else {
        catmull_rom(source, back, width, height)
    }
}

/// `source` reduced to `width × height` (both at least 1) by a triangle filter,
/// which costs a third of what [`warp`] uses.
#[must_use]
pub fn reduced(source: &RgbImage, width: u32, height: u32) -> RgbImage {
    let whole = (f64::from(source.width()), f64::from(source.height()));
    resized(
        source,
        (0.0, 0.0, whole.0, whole.1),
        (width, height),
        FilterType::Bilinear,
    )
}

/// The corners of the canvas, in the source.
fn corners(back: &Affine, width: u32, height: u32) -> [Point; 4] {
    let (w, h) = (f64::from(width), f64::from(height));
    [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)].map(|(x, y)| back.apply(Point::new(x, y)))
}

/// Source pixels that rounding may put a corner beyond the edge it lies on.
const ROUNDING: f64 = 1e-6;

fn covers(back: &Affine, width: u32, height: u32, source: &RgbImage) -> bool {
    let (w, h) = (f64::from(source.width()), f64::from(source.height()));
    corners(back, width, height)
        .iter()
        .all(|p| p.x.min(p.y) >= -ROUNDING && p.x <= w + ROUNDING && p.y <= h + ROUNDING)
}

/// The part of the source that the canvas shows: left, top, right, bottom in
/// whole pixels, never empty.
fn shown_part(back: &Affine, width: u32, height: u32, source: &RgbImage) -> (f64, f64, f64, f64) {
    let corners = corners(back, width, height);
    let (w, h) = (f64::from(source.width()), f64::from(source.height()));
    let low = |of: fn(&Point) -> f64, limit: f64| {
        let least = corners.iter().map(of).fold(f64::INFINITY, f64::min);
        (least - FILTER_REACH).floor().clamp(0.0, limit - 1.0)
    };
    let high = |of: fn(&Point) -> f64, limit: f64| {
        let most = corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (most + FILTER_REACH).ceil().clamp(1.0, limit)
    };
    let (left, top) = (low(|p| p.x, w), low(|p| p.y, h));
    (
        left,
        top,
        high(|p| p.x, w).max(left + 1.0),
        high(|p| p.y, h).max(top + 1.0),
    )
}

/// The part of `source` (left, top, width, height) at another size; what of it
/// lies outside is left away.
fn resized(
    source: &RgbImage,
    (left, top, width, height): (f64, f64, f64, f64),
    (to_width, to_height): (u32, u32),
    filter: FilterType,
) -> RgbImage {
    let (left, top) = (left.max(0.0), top.max(0.0));
    let width = width.min(f64::from(source.width()) - left);
    let height = height.min(f64::from(source.height()) - top);
    let view = TypedImageRef::<U8x3>::from_buffer(source.width(), source.height(), source.data())
        .expect("an RgbImage holds width × height × 3 samples");
    let mut out = vec![0; to_width as usize * to_height as usize * 3];
    let mut drawn =
        TypedImage::from_buffer(to_width, to_height, &mut out).expect("as many samples were made");
    let options = ResizeOptions::new()
        .crop(left, top, width, height)
        .resize_alg(ResizeAlg::Convolution(filter));
    // Of one kind of pixel: the untyped call is compiled for all sixteen, which takes
    // the compiler two minutes.
    Resizer::new()
        .resize_typed(&view, &mut drawn, &options)
        .expect("the part lies inside the source");
    RgbImage::new(to_width, to_height, out).expect("the resizer fills what it was given")
}

/// Sub-pixel positions for which the interpolation's weights are tabulated.
const PHASES: usize = 256;

/// Parts of a phase that positions are counted in: steps of a millionth of it add
/// up to less than a hundredth over the widest row.
const PHASE_PARTS: i64 = 1 << 20;

/// Catmull-Rom weights of the four neighbours, for each phase.
fn catmull_rom_weights() -> [[f32; 4]; PHASES] {
    std::array::from_fn(|phase| {
        let t = phase as f32 / PHASES as f32;
        let (t2, t3) = (t * t, t * t * t);
        [
            -0.5 * t + t2 - 0.5 * t3,
            1.0 - 2.5 * t2 + 1.5 * t3,
            0.5 * t + 2.0 * t2 - 1.5 * t3,
            -0.5 * t2 + 0.5 * t3,
        ]
    })
}

/// Interpolates; `back` takes canvas coordinates to source coordinates.
fn catmull_rom(source: &RgbImage, back: &Affine, width: u32, height: u32) -> RgbImage {
    let weights = catmull_rom_weights();
    let part = Part::shown(source, back, width, height);
    let mut out = Vec::with_capacity(width as usize * height as usize * 3);
    // Positions in whole fractions of a phase, so that a step is an addition, and
    // place and phase are a shift and a remainder: rounding down in floating point
    // costs a call a coordinate.
    let fixed = |v: f64| (v * (PHASES as f64 * PHASE_PARTS as f64)).round_ties_even() as i64;
    let step = (fixed(back.a), fixed(back.c));
    let half_a_phase = PHASE_PARTS / 2;
    // All four samples are kept until the row is whole: where the last is dropped at
    // once, the compiler takes the other three one by one.
    let mut line = vec![[0.0_f32; 4]; width as usize];
    for row in 0..height {
        let start = back.apply(Point::new(0.5, f64::from(row) + 0.5));
        let mut at = [start.x, start.y].map(|v| fixed(v - 0.5) + half_a_phase);
        for place in &mut line {
            let [x, y] = at.map(|v| v.div_euclid(PHASE_PARTS));
            at = [at[0] + step.0, at[1] + step.1];
            let wx = &weights[x.rem_euclid(PHASES as i64) as usize];
            let wy = &weights[y.rem_euclid(PHASES as i64) as usize];
            let (x0, y0) = (x.div_euclid(PHASES as i64), y.div_euclid(PHASES as i64));
            *place = part.interpolated(x0 - 1, y0 - 1, wx, wy);
        }
        let rounded = |v: f32| (v + 0.5) as u8;
        out.extend(
            line.iter()
                .flat_map(|[r, g, b, _]| [r, g, b].map(|v| rounded(*v))),
        );
    }
    RgbImage::new(width, height, out).expect("one pixel was made for each place")
}

/// The part of a picture that a canvas shows, four samples a pixel (the last
/// unused): a pixel is one vector, and is converted once instead of sixteen times.
struct Part {
    left: i64,
    top: i64,
    width: usize,
    height: usize,
    pixels: Vec<[f32; 4]>,
}

impl Part {
    fn shown(source: &RgbImage, back: &Affine, width: u32, height: u32) -> Self {
        let (left, top, right, bottom) = shown_part(back, width, height, source);
        let [left, top, right, bottom] = [left, top, right, bottom].map(|v| v as usize);
        let row_length = source.width() as usize;
        let mut pixels = Vec::with_capacity((right - left) * (bottom - top));
        for row in top..bottom {
            let line =
                &source.data()[(row * row_length + left) * 3..(row * row_length + right) * 3];
            let (line, _) = line.as_chunks::<3>();
            pixels.extend(
                line.iter()
                    .map(|[r, g, b]| [f32::from(*r), f32::from(*g), f32::from(*b), 0.0]),
            );
        }
        Self {
            left: left as i64,
            top: top as i64,
            width: right - left,
            height: bottom - top,
            pixels,
        }
    }

    /// The weighted sum of the 4 × 4 pixels from (`x`, `y`) of the source on;
    /// beyond the edge the nearest pixel counts.
    #[inline(always)]
    fn interpolated(&self, x: i64, y: i64, wx: &[f32; 4], wy: &[f32; 4]) -> [f32; 4] {
        let (x, y) = (x - self.left, y - self.top);
        let (w, h) = (self.width as i64, self.height as i64);
        let mut sum = [0.0_f32; 4];
        if x >= 0 && y >= 0 && x + 4 <= w && y + 4 <= h {
            let first = y as usize * self.width + x as usize;
            for (j, wy) in wy.iter().enumerate() {
                let at = first + j * self.width;
                let taps: &[[f32; 4]; 4] = self.pixels[at..at + 4]
                    .try_into()
                    .expect("four pixels were taken");
                let mut joined = [0.0_f32; 4];
                for (wx, tap) in wx.iter().zip(taps) {
                    for (joined, tap) in joined.iter_mut().zip(tap) {
                        *joined += wx * tap;
                    }
                }
                for (sum, joined) in sum.iter_mut().zip(joined) {
                    *sum += wy * joined;
                }
            }
        } else {
            for (j, wy) in wy.iter().enumerate() {
                let row = (y + j as i64).clamp(0, h - 1) as usize;
                for (i, wx) in wx.iter().enumerate() {
                    let column = (x + i as i64).clamp(0, w - 1) as usize;
                    let tap = self.pixels[row * self.width + column];
                    for (sum, tap) in sum.iter_mut().zip(tap) {
                        *sum += wx * wy * tap;
                    }
                }
            }
        }
        sum
    }
}

/// How much of each canvas pixel lies inside the source, judged along the
/// nearest edge.
fn inside(back: &Affine, scale: f64, width: u32, height: u32, source: &RgbImage) -> Plane {
    let mut plane = Plane::filled(width, height, 1.0);
    if covers(back, width, height, source) {
        return plane;
    }
    let (w, h) = (f64::from(source.width()), f64::from(source.height()));
    let columns = width as usize;
    for (row, line) in plane.data_mut().chunks_exact_mut(columns).enumerate() {
        let at = |column: usize| back.apply(Point::new(column as f64 + 0.5, row as f64 + 0.5));
        let depth = |p: Point| p.x.min(p.y).min(w - p.x).min(h - p.y);
        let outside = |column: usize, value: &mut f32| {
            *value = (depth(at(column)) * scale + 0.5).clamp(0.0, 1.0) as f32;
            *value < 1.0
        };
        // A row enters the source once and leaves it once.
        let entered = line
            .iter_mut()
            .enumerate()
            .position(|(column, value)| !outside(column, value));
        let inner = entered.map_or(columns, |entered| entered + 1);
        for (column, value) in line.iter_mut().enumerate().skip(inner).rev() {
            if !outside(column, value) {
                break;
            }
        }
    }
    plane
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A smooth picture whose value at any point is known.
    fn ramp(width: u32, height: u32) -> RgbImage {
        let mut image = RgbImage::filled(width, height, [0; 3]);
        for y in 0..height {
            for x in 0..width {
                let v = |n: u32, of: u32| (40 + 170 * n / of) as u8;
                image.put(x, y, [v(x, width), v(y, height), v(x + y, width + height)]);
            }
        }
        image
    }

    #[track_caller]
    fn check(map: Affine, what: &str) {
        let source = ramp(200, 160);
        let (width, height) = (90, 70);
        let out = warp(&source, &map, width, height);
        let back = map.inverse().unwrap();
        for y in 0..height {
            for x in 0..width {
                let p = back.apply(Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5));
                let margin = 8.0;
                if p.x < margin || p.y < margin || p.x > 200.0 - margin || p.y > 160.0 - margin {
                    continue;
                }
                assert_eq!(out.inside.at(x, y), 1.0, "{what}");
                let expected = [
                    40.0 + 170.0 * (p.x - 0.5) / 200.0,
                    40.0 + 170.0 * (p.y - 0.5) / 160.0,
                    40.0 + 170.0 * (p.x + p.y - 1.0) / 360.0,
                ];
                for (got, want) in out.image.pixel(x, y).iter().zip(expected) {
                    assert!(
                        (f64::from(*got) - want).abs() < 2.0,
                        "{what}: at {x},{y} {got} instead of {want:.1}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_ramp_keeps_its_values_where_it_goes() {
        check(Affine::IDENTITY, "identity");
        check(Affine::translation(-30.25, -12.5), "move by a fraction");
        check(Affine::scaling(0.41), "reduce");
        check(
            Affine::translation(-60.0, -50.0).then(&Affine::scaling(2.7)),
            "enlarge",
        );
        check(
            Affine::rotation(0.1).then(&Affine::scaling(0.5)),
            "turn and reduce",
        );
        check(
            Affine::translation(-100.0, -80.0).then(&Affine::rotation(-0.7)),
            "turn",
        );
        let upside_down = Affine {
            a: -0.45,
            tx: 90.0,
            d: -0.45,
            ty: 70.0,
            ..Affine::IDENTITY
        };
        check(upside_down, "half turn");
    }

    #[test]
    fn outside_the_source_is_said() {
        let out = warp(&ramp(50, 50), &Affine::translation(10.0, 0.0), 70, 50);
        assert_eq!(out.inside.at(4, 20), 0.0);
        assert_eq!(out.inside.at(20, 20), 1.0);
        assert_eq!(out.inside.at(65, 20), 0.0);
        assert_eq!(out.image.pixel(2, 20), out.image.pixel(10, 20));
    }

    #[test]
    fn the_identity_moves_nothing() {
        let source = ramp(64, 48);
        assert_eq!(warp(&source, &Affine::IDENTITY, 64, 48).image, source);
    }
}
