//! The raster of a screen or of a print, where the picture was taken of one.
//!
//! Takes the face in the upright picture's own pixels; gives how far the strongest repeated
//! pattern stands out of its neighbourhood in the spectrum. Skin repeats nothing; a screen's
//! pixels and a print's dots do, and so does their moiré with the sensor's own raster.

use std::f32::consts::TAU;

use imaging::RgbImage;
use rustfft::FftPlanner;
use rustfft::num_complex::Complex;
use vision::points;

use super::value::plain;
use crate::{Measured, Sample, WhyNot};

/// Side of a window, px: a pattern of eight pixels repeats eight times in it.
const SIDE: usize = 64;
/// Windows across and down the face; they overlap where it is small.
const WINDOWS: usize = 6;
/// Fewest windows, so that no single feature of the face is in two fifths of them.
const LEAST_WINDOWS: usize = 9;
/// Share of the windows whose power is less than what counts at a frequency: a raster is all
/// over the face, lashes and the edge of a lip are in some windows.
const LOWER: f64 = 0.4;
/// Patterns that repeat less often in a window are features of the face.
const LEAST_CYCLES: f32 = 8.0;
/// Frequencies so near to the axes are those of JPEG's blocks and of enlarged pixels.
const ALONG_AXES: f32 = 1.5;
/// The neighbourhood of a frequency, without its own peak, in cycles a window.
const RING: isize = 4;
const PEAK: isize = 1;
/// Power of noise of 1.3 levels, to which what is quieter is raised: a smooth shade that was
/// rounded to whole levels repeats its steps with up to thirty times that.
const ROUNDING: f32 = 1_000.0;

/// Powers by frequency across and down, of one window or of all.
type Spectrum = Vec<f32>;

/// How far the strongest pattern stands out, in decibels.
pub(super) fn measure(sample: &Sample<'_>) -> Measured {
    let upright = &sample.evidence.photo.upright;
    let corners = corners(sample);
    let value = match corners.len() >= LEAST_WINDOWS {
        true => Ok(strongest(upright, &corners)),
        false => Err(WhyNot::TooSmall),
    };
    plain("reshot", value)
}

/// Upper left corners of the windows, spread evenly over the face.
fn corners(sample: &Sample<'_>) -> Vec<(usize, usize)> {
    let photo = sample.evidence.photo;
    let at = |index| photo.face.landmarks.at(index);
    let (right, left) = (at(points::RIGHT_EAR_ROOT), at(points::LEFT_EAR_ROOT));
    let (top, chin) = (at(points::FOREHEAD_TOP), at(points::CHIN));
    let inset = 0.08 * right.distance(left);
    let across = spread(
        right.x.min(left.x) + inset,
        right.x.max(left.x) - inset,
        photo.upright.width(),
    );
    let down = spread(
        top.y.min(chin.y) + inset,
        top.y.max(chin.y) - inset,
        photo.upright.height(),
    );
    down.iter()
        .flat_map(|y| across.iter().map(|x| (*x, *y)))
        .collect()
}

/// Where windows begin between two places of a side of `length`, px.
fn spread(from: f64, to: f64, length: u32) -> Vec<usize> {
    let within = |value: f64| value.clamp(0.0, f64::from(length)) as usize;
    let (from, to) = (within(from), within(to));
    let Some(last) = to.checked_sub(SIDE).filter(|last| *last >= from) else {
        return Vec::new();
    };
    let mut all: Vec<usize> = (0..WINDOWS)
        .map(|n| from + (last - from) * n / (WINDOWS - 1))
        .collect();
    all.dedup();
    all
}

/// The highest peak over its neighbourhood in the brightness and in the colours, decibels.
fn strongest(image: &RgbImage, corners: &[(usize, usize)]) -> f64 {
    // Moiré with the sensor's colour filters is in the colours more than in the brightness.
    let brightness = |[r, g, b]: [f32; 3]| Complex::new(0.299 * r + 0.587 * g + 0.114 * b, 0.0);
    let colours = |[r, g, b]: [f32; 3]| Complex::new(r - g, b - g);
    let of = |channel: &dyn Fn([f32; 3]) -> Complex<f32>| {
        let windows: Vec<Spectrum> = corners
            .iter()
            .map(|corner| spectrum(image, *corner, channel))
            .collect();
        highest_peak(&common(&windows))
    };
    let nepers = of(&brightness).max(of(&colours));
    f64::from(nepers) * 10.0 / std::f64::consts::LN_10
}

/// The powers of a window under Hann's.
fn spectrum(
    image: &RgbImage,
    (left, top): (usize, usize),
    channel: &dyn Fn([f32; 3]) -> Complex<f32>,
) -> Spectrum {
    let mut values: Vec<Complex<f32>> = (0..SIDE * SIDE)
        .map(|at| {
            let (x, y) = (left + at % SIDE, top + at / SIDE);
            channel(image.pixel(x as u32, y as u32).map(f32::from))
        })
        .collect();
    let mean = values.iter().sum::<Complex<f32>>() / (SIDE * SIDE) as f32;
    let hann = |n: usize| 0.5 - 0.5 * (TAU * n as f32 / (SIDE - 1) as f32).cos();
    let weights: Vec<f32> = (0..SIDE).map(hann).collect();
    for (at, value) in values.iter_mut().enumerate() {
        *value = (*value - mean) * weights[at % SIDE] * weights[at / SIDE];
    }
    let along = FftPlanner::new().plan_fft_forward(SIDE);
    // Rows, then columns; which of the two comes first is the same to what is looked for.
    along.process(&mut values);
    let mut turned: Vec<Complex<f32>> = (0..SIDE * SIDE)
        .map(|at| values[at % SIDE * SIDE + at / SIDE])
        .collect();
    along.process(&mut turned);
    turned.iter().map(Complex::norm_sqr).collect()
}

/// The power at each frequency that two fifths of the windows do not reach, as a logarithm.
fn common(windows: &[Spectrum]) -> Spectrum {
    let nth = (windows.len() as f64 * LOWER) as usize;
    let mut powers = Vec::with_capacity(windows.len());
    (0..SIDE * SIDE)
        .map(|at| {
            powers.clear();
            powers.extend(windows.iter().map(|window| window[at]));
            let (_, power, _) = powers.select_nth_unstable_by(nth, f32::total_cmp);
            (*power + ROUNDING).ln()
        })
        .collect()
}

/// The highest of the peaks above the median around each.
fn highest_peak(levels: &Spectrum) -> f32 {
    let cycles = |at: usize| match at < SIDE / 2 {
        true => at as f32,
        false => at as f32 - SIDE as f32,
    };
    // The spectrum goes on around its ends.
    let near = |at: usize, by: isize| (at as isize + by).rem_euclid(SIDE as isize) as usize;
    let level =
        |x: usize, y: usize, (dx, dy): (isize, isize)| levels[near(y, dy) * SIDE + near(x, dx)];
    let square = |reach: isize| {
        (-reach..=reach).flat_map(move |dy| (-reach..=reach).map(move |dx| (dx, dy)))
    };
    let mut around = Vec::new();
    let mut highest = 0.0_f32;
    for (at, &own) in levels.iter().enumerate() {
        let (x, y) = (at % SIDE, at / SIDE);
        let (across, down) = (cycles(x), cycles(y));
        let is_pattern = across.hypot(down) >= LEAST_CYCLES
            && across.abs() > ALONG_AXES
            && down.abs() > ALONG_AXES;
        if !is_pattern || square(PEAK).any(|off| level(x, y, off) > own) {
            continue;
        }
        around.clear();
        let ring = square(RING).filter(|(dx, dy)| dx.abs().max(dy.abs()) > PEAK);
        around.extend(ring.map(|off| level(x, y, off)));
        let middle = around.len() / 2;
        let (_, median, _) = around.select_nth_unstable_by(middle, f32::total_cmp);
        highest = highest.max(own - *median);
    }
    highest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random.
    fn noise() -> impl FnMut() -> f32 {
        let mut state = 1_u32;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        }
    }

    /// Shaded skin with noise of `noise_levels`, and `pattern` over it.
    fn picture(noise_levels: f32, pattern: impl Fn(f32, f32) -> [f32; 3]) -> RgbImage {
        let mut random = noise();
        let mut image = RgbImage::filled(200, 200, [0; 3]);
        for y in 0..200 {
            for x in 0..200 {
                let over = pattern(x as f32, y as f32);
                let shade = 120.0 + 0.3 * x as f32 - 0.1 * y as f32;
                let pixel = over
                    .map(|v| (shade + v + noise_levels * (random() - 0.5)).clamp(0.0, 255.0) as u8);
                image.put(x, y, pixel);
            }
        }
        image
    }

    fn value(image: &RgbImage) -> f64 {
        let across = spread(0.0, 200.0, 200);
        let corners: Vec<_> = across
            .iter()
            .flat_map(|y| across.iter().map(|x| (*x, *y)))
            .collect();
        strongest(image, &corners)
    }

    #[test]
    fn a_raster_stands_out_and_skin_does_not() {
        let wave = |period: f32, angle: f32, levels: f32| {
            move |x: f32, y: f32| {
                let along = x * angle.to_radians().cos() + y * angle.to_radians().sin();
                [levels * (TAU * along / period).cos(); 3]
            }
        };
        // What lies over the skin, and the least and the most that may come of it.
        let check = |what: &str, image: RgbImage, expected: std::ops::Range<f64>| {
            let got = value(&image);
            assert!(expected.contains(&got), "{what}: {got}");
        };
        check("nothing", picture(0.0, |_, _| [0.0; 3]), 0.0..15.0);
        check("noise", picture(8.0, |_, _| [0.0; 3]), 0.0..12.0);
        check("strong noise", picture(60.0, |_, _| [0.0; 3]), 0.0..12.0);
        check(
            "dots a hand's breadth apart",
            picture(4.0, wave(3.0, 20.0, 4.0)),
            25.0..90.0,
        );
        check("wide moiré", picture(4.0, wave(6.0, 40.0, 4.0)), 25.0..90.0);
        let coloured = |x: f32, y: f32| {
            let level = wave(5.0, 30.0, 5.0)(x, y)[0];
            [level, 0.0, -level]
        };
        check("moiré in the colours", picture(4.0, coloured), 25.0..90.0);
        // JPEG's blocks, enlarged pixels.
        check(
            "along an axis",
            picture(4.0, wave(8.0, 0.0, 6.0)),
            0.0..15.0,
        );
        check(
            "a feature of the face",
            picture(4.0, wave(40.0, 30.0, 20.0)),
            0.0..15.0,
        );
    }

    #[test]
    fn a_feature_in_one_place_is_no_raster() {
        let lashes = picture(4.0, |x, y| match (x < 70.0) && (y < 70.0) {
            true => [20.0 * (TAU * (x + y) / 5.0).cos(); 3],
            false => [0.0; 3],
        });
        assert!(value(&lashes) < 15.0, "{}", value(&lashes));
    }

    #[test]
    fn windows_lie_within_the_face() {
        let check = |from: f64, to: f64, length: u32, expected: &[usize]| {
            assert_eq!(spread(from, to, length), expected, "{from} {to} {length}");
        };
        check(0.0, 63.0, 100, &[]);
        check(0.0, 64.0, 100, &[0]);
        check(10.0, 124.0, 200, &[10, 20, 30, 40, 50, 60]);
        check(-50.0, 500.0, 69, &[0, 1, 2, 3, 4, 5]);
        check(300.0, 500.0, 69, &[]);
    }
}
