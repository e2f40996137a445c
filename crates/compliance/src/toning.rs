//! Whether the picture has colours of its own, or one tone on grey: sepia, a faded print,
//! a filter of one hue.
//!
//! Takes the look; gives how far colours of one lightness differ on the face, in percent of
//! how coloured it is. Lips, cheeks, eyes and beard differ at the same lightness; where
//! colour was laid over a grey picture, lightness says all of it.

use vision::points;

use crate::coverage::area;
use crate::coverage::look::Look;
use crate::coverage::value::{Place, percent};
use crate::likeness::{middle, smoothed};
use crate::{Group, Measured, Sample, WhyNot};

/// Colours are compared within a step of so many L*: over it a toned picture's colour
/// changes less than it is apart elsewhere.
const STEP: f32 = 2.0;
/// Steps with fewer grid pixels say nothing.
const LEAST_IN_STEP: usize = 20;
/// Grid pixels that are compared: a tenth of a face.
const LEAST: usize = 500;
/// So many of the colours are at most so far from their step's middle as what counts:
/// lips and eyes are a tenth of a face.
const SHARE: f64 = 0.95;
/// L* from which on a colour is burnt out.
const BURNT_OUT: f32 = 96.0;
/// A face of less chroma is black and white, which `grey` tells.
const COLOURED: f32 = 4.0;

/// The value of this group.
pub(crate) fn measure(sample: &Sample<'_>, look: &Look<'_>) -> Measured {
    let (value, place) = variety(look);
    Measured::new(Group::Picture, "toned", value).seen_at(sample.in_source(&place))
}

fn variety(look: &Look<'_>) -> Place {
    let place = look.polygon(&points::FACE_OVAL);
    let seen: Vec<usize> = area::inside(&place)
        .into_iter()
        .filter(|i| look.inside[*i])
        .collect();
    let mut colours = smoothed(look, &seen);
    colours.retain(|colour| colour[0] < BURNT_OUT);
    (apart(colours), place)
}

/// How far apart colours of one lightness are, in percent of the median chroma.
fn apart(mut colours: Vec<[f32; 3]>) -> Result<f64, WhyNot> {
    let chroma = middle(colours.iter().map(|c| c[1].hypot(c[2])).collect(), 0.5);
    if colours.len() < LEAST {
        return Err(WhyNot::Hidden);
    }
    if chroma < COLOURED {
        return Err(WhyNot::NoMeasure);
    }
    let step = |colour: &[f32; 3]| (colour[0] / STEP) as i32;
    colours.sort_unstable_by_key(step);
    let mut off = Vec::with_capacity(colours.len());
    for alike in colours.chunk_by(|one, other| step(one) == step(other)) {
        if alike.len() < LEAST_IN_STEP {
            continue;
        }
        let [a, b] = [1, 2].map(|at| middle(alike.iter().map(|c| c[at]).collect(), 0.5));
        off.extend(alike.iter().map(|c| (c[1] - a).hypot(c[2] - b)));
    }
    if off.len() < LEAST {
        return Err(WhyNot::Hidden);
    }
    Ok(percent(f64::from(middle(off, SHARE) / chroma)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::light::tone::lab;

    /// A face lit from the side: skin, a tenth of lips, some grain of the sensor; `toned` is
    /// laid over it.
    fn face(toned: impl Fn([f64; 3]) -> [f64; 3]) -> Vec<[f32; 3]> {
        let mut state = 1_u32;
        (0..4_000)
            .map(|n| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let grain = f64::from(state >> 8) / f64::from(1_u32 << 24) - 0.5;
                let light = 0.5 + f64::from(n % 400) / 800.0;
                let colour = match n % 10 {
                    0 => [190.0, 110.0, 110.0],
                    _ => [205.0, 160.0, 135.0],
                };
                lab(toned(colour.map(|c| c * light + 2.0 * grain))).map(|v| v as f32)
            })
            .collect()
    }

    fn grey([r, g, b]: [f64; 3]) -> f64 {
        0.3 * r + 0.59 * g + 0.11 * b
    }

    #[test]
    fn a_toned_picture_says_its_colour_by_its_lightness() {
        #[track_caller]
        fn check(
            toned: impl Fn([f64; 3]) -> [f64; 3],
            expected: Result<std::ops::RangeInclusive<f64>, WhyNot>,
        ) {
            let value = apart(face(toned));
            match expected {
                Ok(range) => assert!(value.is_ok_and(|v| range.contains(&v)), "{value:?}"),
                Err(why) => assert_eq!(value, Err(why)),
            }
        }
        check(|colour| colour, Ok(25.0..=100.0));
        // Pale, dark, in warm light: still colours of its own.
        check(|c| c.map(|v| 0.5 * v + 110.0), Ok(25.0..=100.0));
        check(|c| c.map(|v| 0.3 * v), Ok(25.0..=100.0));
        check(|[r, g, b]| [r, 0.9 * g, 0.7 * b], Ok(15.0..=100.0));
        // Sepia, a print faded to brown and cream, a blue tone, half of its colour gone.
        check(|c| [1.07, 0.95, 0.74].map(|k| k * grey(c)), Ok(0.0..=10.0));
        check(
            |c| {
                [(70.0, 170.0), (50.0, 175.0), (30.0, 160.0)]
                    .map(|(low, range)| low + range * grey(c) / 255.0)
            },
            Ok(0.0..=10.0),
        );
        check(|c| [0.8, 0.95, 1.15].map(|k| k * grey(c)), Ok(0.0..=10.0));
        check(|c| [grey(c); 3], Err(WhyNot::NoMeasure));
    }

    #[test]
    fn a_hidden_face_is_not_measured() {
        assert_eq!(apart(face(|c| c)[..400].to_vec()), Err(WhyNot::Hidden));
    }
}
