//! Coloured light and red eyes.
//!
//! Takes the face view; gives how far the light's colour is from white, and
//! how red the pupils are.

use imaging::luma;

use super::iso;
use super::tone::{Histogram, lab, mean, median};
use super::value::{LEAST_CHEEK, plain, seen};
use super::zones::{self, SubjectSide, Zone};
use crate::coverage::worn::hides_eyes;
use crate::{Measured, Sample, WhyNot};

/// Lab a and b of the whites of the eyes in white light: they are slightly
/// red and yellow, the more so on small pictures where lids mix in.
const WHITE_A: (f64, f64) = (-4.0, 14.0);
const WHITE_B: (f64, f64) = (-8.0, 16.0);
/// The darker part of what lies between the lids is lashes and shade.
const BRIGHTER_HALF: f64 = 0.5;
/// Fewest pixels of the whites of an eye, of a pupil.
const LEAST_WHITE: usize = 24;
const LEAST_PUPIL: usize = 6;
/// Pixels of the picture's iris radius from which a pupil can be told.
const LEAST_IRIS_RADIUS: f64 = 4.0;
/// A pupil's radius in iris radii, in a flash's dim surroundings.
const PUPIL: f64 = 0.6;

pub(super) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let cheeks: Vec<Zone> = SubjectSide::BOTH
        .into_iter()
        .filter_map(|side| iso::cheek(sample, side).seen(LEAST_CHEEK).ok())
        .collect();
    let places: Vec<&Zone> = cheeks.iter().collect();
    let eyes = SubjectSide::BOTH.map(|side| redness(sample, side));
    let reddest = eyes
        .iter()
        .filter_map(|eye| eye.ok())
        .max_by(f64::total_cmp)
        .filter(|_| !hides_eyes(&sample.evidence.worn))
        .ok_or(eyes[0].err().unwrap_or(WhyNot::Hidden));
    vec![
        seen(sample, "colour-cast", cast(sample, &cheeks), &places),
        plain("red-eye", reddest),
    ]
}

/// How far the colour of the light is from white, in Lab steps: at the cheeks
/// or at the whites of the eyes, whichever is nearer to natural; where both
/// are off it is the light and not the person.
fn cast(sample: &Sample<'_>, cheeks: &[Zone]) -> Result<f64, WhyNot> {
    let colour = mean(cheeks.iter().flat_map(|zone| zone.colours(sample)));
    let skin = iso::natural_colour(colour.ok_or(WhyNot::OutOfPicture)?);
    let whites = zones::eye_whites(sample)
        .into_iter()
        .filter_map(|zone| zone.seen(LEAST_WHITE).ok())
        .filter_map(|zone| mean(brighter(sample, &zone)));
    let nearest = whites.map(off_white).min_by(f64::total_cmp);
    Ok(nearest.map_or(skin, |white| white.min(skin)))
}

/// The colours of a zone's brighter half.
fn brighter(sample: &Sample<'_>, zone: &Zone) -> Vec<[u8; 3]> {
    let from = Histogram::of(zone.colours(sample).map(luma)).quantile(BRIGHTER_HALF);
    zone.colours(sample)
        .filter(|colour| luma(*colour) >= from)
        .collect()
}

/// Lab distance of a colour (levels) from the whites of eyes.
fn off_white(colour: [f64; 3]) -> f64 {
    let [_, a, b] = lab(colour);
    let off = |value: f64, (low, high): (f64, f64)| (low - value).max(value - high).max(0.0);
    off(a, WHITE_A).hypot(off(b, WHITE_B))
}

/// How much redder than green and blue a pupil is.
fn redness(sample: &Sample<'_>, side: SubjectSide) -> Result<f64, WhyNot> {
    let (centre, radius) = zones::iris(sample, side);
    if radius * sample.source_density() < LEAST_IRIS_RADIUS {
        return Err(WhyNot::TooSmall);
    }
    let eye = zones::eye(sample, side);
    let pupil = Zone::disc(sample, centre, PUPIL * radius);
    // What of the pupil lies between the lids.
    let beyond = pupil.clone().without(&eye);
    let pupil = pupil
        .without(&beyond)
        .seen(LEAST_PUPIL)
        .map_err(|_| WhyNot::EyesClosed)?;
    median(pupil.colours(sample).map(red_over_others)).ok_or(WhyNot::EyesClosed)
}

/// Red over the greater of green and blue; levels near black say little, so
/// all are raised.
fn red_over_others([r, g, b]: [u8; 3]) -> f64 {
    const RAISED: f64 = 16.0;
    (f64::from(r) + RAISED) / (f64::from(g.max(b)) + RAISED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(colour: [u8; 3], low: f64, high: f64) {
        let got = red_over_others(colour);
        assert!((low..=high).contains(&got), "{colour:?}: {got}");
    }

    #[test]
    fn red_pupils_stand_out_from_every_iris() {
        check([10, 10, 12], 0.9, 1.0);
        check([80, 50, 30], 1.0, 1.6);
        check([60, 90, 130], 0.0, 1.0);
        check([180, 50, 45], 2.5, 4.0);
        check([255, 90, 80], 2.2, 4.0);
    }

    #[test]
    fn whites_of_eyes_are_off_white_in_coloured_light_alone() {
        for (colour, low, high) in [
            ([200.0, 190.0, 185.0], 0.0, 0.0),
            ([150.0, 140.0, 140.0], 0.0, 0.0),
            ([220.0, 160.0, 90.0], 15.0, 60.0),
            ([120.0, 140.0, 220.0], 15.0, 60.0),
            ([130.0, 200.0, 130.0], 15.0, 60.0),
        ] {
            let got = off_white(colour);
            assert!((low..=high).contains(&got), "{colour:?}: {got}");
        }
    }
}
