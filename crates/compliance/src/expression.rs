//! What the face does: eyes, mouth, brows.
//!
//! Eyes and mouth by the gaps of ISO/IEC 29794-5 (its reference
//! implementation, with the mesh's lid and lip points in place of the 98-point
//! set's), each over T, the distance from the chin to the middle of the eyes;
//! smile, frown and brows by the expression network's coefficients, 0…1.

use imaging::Point;
use vision::{Movement, points};

use crate::{Group, Measured, Sample, WhyNot};

/// Lips this close together, over T, show no teeth.
const LIPS_TOGETHER: f64 = 0.02;

/// A tooth: at least this bright, of 255, and its channels this close.
const TOOTH_LIGHT: u8 = 120;
const TOOTH_SPREAD: u8 = 60;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let of = |id, value| Measured::new(Group::Expression, id, value);
    let most = |movements: &[Movement]| strongest(sample, movements);
    let mean = |pair: [Movement; 2]| {
        let [left, right] = pair.map(|movement| strongest(sample, &[movement]));
        Ok((left? + right?) / 2.0)
    };
    let mouth = sample.polygon(&[
        points::MOUTH_LEFT,
        points::LOWER_LIP_BOTTOM,
        points::MOUTH_RIGHT,
        points::UPPER_LIP_TOP,
    ]);
    let brows = |top: &[usize; 5], bottom: &[usize; 5]| {
        let around: Vec<usize> = top.iter().chain(bottom.iter().rev()).copied().collect();
        sample.polygon(&around)
    };
    let left = brows(&points::LEFT_BROW_TOP, &points::LEFT_BROW_BOTTOM);
    let right = brows(&points::RIGHT_BROW_TOP, &points::RIGHT_BROW_BOTTOM);
    vec![
        of("eyes-open", Ok(eyes_open(sample)))
            .seen_at(sample.eye_box(points::LEFT_EYE_OUTER, points::LEFT_EYE_INNER))
            .seen_at(sample.eye_box(points::RIGHT_EYE_OUTER, points::RIGHT_EYE_INNER)),
        of("mouth-open", Ok(mouth_open(sample))).seen_at(mouth.clone()),
        of("teeth", Ok(teeth(sample))).seen_at(mouth.clone()),
        of(
            "smile",
            mean([Movement::MouthSmileLeft, Movement::MouthSmileRight]),
        )
        .seen_at(mouth.clone()),
        of(
            "frown",
            most(&[Movement::BrowDownLeft, Movement::BrowDownRight]),
        )
        .seen_at(left.clone())
        .seen_at(right.clone()),
        of(
            "brows-raised",
            most(&[
                Movement::BrowInnerUp,
                Movement::BrowOuterUpLeft,
                Movement::BrowOuterUpRight,
            ]),
        )
        .seen_at(left)
        .seen_at(right),
        of(
            "grimace",
            most(&[
                Movement::MouthPucker,
                Movement::MouthFunnel,
                Movement::CheekPuff,
                Movement::JawLeft,
                Movement::JawRight,
                Movement::MouthLeft,
                Movement::MouthRight,
            ]),
        )
        .seen_at(mouth),
    ]
}

fn strongest(sample: &Sample<'_>, movements: &[Movement]) -> Result<f64, WhyNot> {
    let shapes = sample.evidence.photo.face.blendshapes.as_ref();
    let shapes = shapes.ok_or(WhyNot::Hidden)?;
    let values = movements
        .iter()
        .map(|movement| f64::from(shapes.of(*movement)));
    Ok(values.fold(0.0, f64::max))
}

/// T: the chin to the middle between the eyes' centres.
fn t(at: &impl Fn(usize) -> Point) -> f64 {
    let left = at(points::LEFT_EYE_OUTER).midpoint(at(points::LEFT_EYE_INNER));
    let right = at(points::RIGHT_EYE_OUTER).midpoint(at(points::RIGHT_EYE_INNER));
    at(points::CHIN).distance(left.midpoint(right)).max(1.0)
}

/// The widest of several gaps between facing points.
fn gap<const N: usize>(
    at: &impl Fn(usize) -> Point,
    upper: &[usize; N],
    lower: &[usize; N],
) -> f64 {
    let pairs = upper.iter().zip(lower);
    pairs
        .map(|(u, l)| at(*u).distance(at(*l)))
        .fold(0.0, f64::max)
}

/// The less open eye's widest lid gap over T (ISO/IEC 29794-5, eyes open).
fn eyes_open(sample: &Sample<'_>) -> f64 {
    lid_gap(&|index| sample.at(index))
}

fn lid_gap(at: &impl Fn(usize) -> Point) -> f64 {
    let left = gap(at, &points::LEFT_UPPER_LID, &points::LEFT_LOWER_LID);
    let right = gap(at, &points::RIGHT_UPPER_LID, &points::RIGHT_LOWER_LID);
    left.min(right) / t(at)
}

/// The inner lips' widest gap over T (ISO/IEC 29794-5, mouth closed).
fn mouth_open(sample: &Sample<'_>) -> f64 {
    lip_gap(&|index| sample.at(index))
}

fn lip_gap(at: &impl Fn(usize) -> Point) -> f64 {
    gap(at, &points::UPPER_LIP_INNER, &points::LOWER_LIP_INNER) / t(at)
}

/// Bright, nearly colourless pixels between the lips, percent; 0 where the
/// lips are together.
fn teeth(sample: &Sample<'_>) -> f64 {
    if mouth_open(sample) < LIPS_TOGETHER {
        return 0.0;
    }
    let (mut all, mut bright) = (0.0, 0.0);
    for (upper, lower) in points::UPPER_LIP_INNER.iter().zip(&points::LOWER_LIP_INNER) {
        let (from, to) = (sample.at(*upper), sample.at(*lower));
        let steps = from.distance(to).ceil().max(1.0) as usize;
        for step in 0..=steps {
            let share = step as f64 / steps as f64;
            let pixel = sample.pixel_near(Point::new(
                from.x + (to.x - from.x) * share,
                from.y + (to.y - from.y) * share,
            ));
            let most = pixel.iter().copied().max().unwrap_or(0);
            let least = pixel.iter().copied().min().unwrap_or(0);
            all += 1.0;
            if least >= TOOTH_LIGHT && most - least <= TOOTH_SPREAD {
                bright += 1.0;
            }
        }
    }
    100.0 * bright / f64::max(all, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A face with T = 100, eyes open by `lids` and lips by `lips`.
    fn face(lids: [f64; 2], lips: f64) -> impl Fn(usize) -> Point {
        move |index| {
            let within = |set: &[usize]| set.contains(&index);
            let (x, y) = match index {
                points::CHIN => (0.0, 100.0),
                points::LEFT_EYE_OUTER => (40.0, 0.0),
                points::LEFT_EYE_INNER => (10.0, 0.0),
                points::RIGHT_EYE_OUTER => (-40.0, 0.0),
                points::RIGHT_EYE_INNER => (-10.0, 0.0),
                _ if within(&points::LEFT_UPPER_LID) => (25.0, -lids[0] / 2.0),
                _ if within(&points::LEFT_LOWER_LID) => (25.0, lids[0] / 2.0),
                _ if within(&points::RIGHT_UPPER_LID) => (-25.0, -lids[1] / 2.0),
                _ if within(&points::RIGHT_LOWER_LID) => (-25.0, lids[1] / 2.0),
                _ if within(&points::UPPER_LIP_INNER) => (0.0, 70.0 - lips / 2.0),
                _ if within(&points::LOWER_LIP_INNER) => (0.0, 70.0 + lips / 2.0),
                _ => (0.0, 0.0),
            };
            Point::new(x, y)
        }
    }

    #[track_caller]
    fn check(lids: [f64; 2], lips: f64, expected: (f64, f64)) {
        let at = face(lids, lips);
        let got = (lid_gap(&at), lip_gap(&at));
        assert!(
            (got.0 - expected.0).abs() < 1e-9 && (got.1 - expected.1).abs() < 1e-9,
            "{lids:?} {lips}: {got:?}"
        );
    }

    #[test]
    fn gaps_are_told_over_t() {
        check([8.0, 8.0], 0.0, (0.08, 0.0));
        check([8.0, 2.0], 5.0, (0.02, 0.05));
        check([0.0, 8.0], 20.0, (0.0, 0.20));
    }
}
