//! Whether the shoulders stand level.
//!
//! Takes the person's coverage on the view, whose eyes are level; gives by how
//! many degrees the shoulder at the picture's right stands lower, read at
//! places that mirror each other about the neck.

use imaging::{Plane, Point};
use vision::points;

use crate::{Group, Measured, Sample, VIEW_FACE_WIDTH, WhyNot};

/// Where the shoulders are read, in face widths beside the middle of the chin:
/// clear of the neck, and inside what an ID photo shows (GA 461: 358 px for a
/// face of 207 px, that is 0.86 to either side).
const FROM: f64 = 0.5;
const TO: f64 = 0.82;
/// Pairs of columns that are read, and how many must be seen.
const PAIRS: u32 = 14;
const LEAST_PAIRS: usize = 5;
/// Where the neck is looked at below the chin, and how wide it may be, in
/// face widths; this project's own choice.
const UNDER_CHIN: f64 = 0.08;
const WIDEST_NECK: f64 = 1.05;
/// Half covered: the person's edge.
const EDGE: f32 = 0.5;

/// `shoulders-level`, in degrees, positive clockwise in the picture.
pub(super) fn shoulders_level(sample: &Sample<'_>) -> Measured {
    let read = shoulder_pairs(
        &sample.alpha,
        neck_middle(&sample.alpha, sample.at(points::CHIN), VIEW_FACE_WIDTH),
        sample.at(points::LOWER_LIP_BOTTOM).y,
        VIEW_FACE_WIDTH,
    );
    match read {
        Ok(pairs) => {
            let line: Vec<Point> = pairs
                .iter()
                .rev()
                .map(|pair| pair.0)
                .chain(pairs.iter().map(|pair| pair.1))
                .collect();
            Measured::new(Group::Pose, "shoulders-level", Ok(tilt(&pairs)))
                .seen_at(sample.in_source(&line))
        }
        Err(why) => Measured::new(Group::Pose, "shoulders-level", Err(why)),
    }
}

/// The upper edge of the shoulders at the picture's left and right, column
/// pair by column pair from the neck outwards; what reaches above row `mouth`
/// is no shoulder.
fn shoulder_pairs(
    alpha: &Plane,
    middle: f64,
    mouth: f64,
    face_width: f64,
) -> Result<Vec<(Point, Point)>, WhyNot> {
    let mut pairs = Vec::new();
    let mut hidden = 0;
    for step in 0..PAIRS {
        let share = FROM + (TO - FROM) * f64::from(step) / f64::from(PAIRS - 1);
        let aside = share * face_width;
        let tops = [middle - aside, middle + aside].map(|x| top(alpha, x));
        let [Some(left), Some(right)] = tops else {
            continue;
        };
        if left.y <= mouth || right.y <= mouth {
            // Long hair or a hand: the outline is not the shoulder's.
            hidden += 1;
        } else {
            pairs.push((left, right));
        }
    }
    if pairs.len() >= LEAST_PAIRS {
        Ok(pairs)
    } else if hidden > 0 {
        Err(WhyNot::Hidden)
    } else {
        Err(WhyNot::OutOfPicture)
    }
}

/// The middle of the neck just under the chin; where hair or a collar hides
/// it, the chin's own place, which a turned head carries aside.
fn neck_middle(alpha: &Plane, chin: Point, face_width: f64) -> f64 {
    let row = chin.y + UNDER_CHIN * face_width;
    let inside = |at: f64, side: u32| at >= 0.0 && at < f64::from(side);
    if !inside(row, alpha.height()) || !inside(chin.x, alpha.width()) {
        return chin.x;
    }
    let (row, middle) = (alpha.row(row as u32), chin.x as usize);
    let free = |alpha: &f32| *alpha < EDGE;
    let left = row[..middle].iter().rev().position(free);
    let right = row[middle..].iter().position(free);
    match (left, right) {
        (Some(left), Some(right)) if (left + right) as f64 <= WIDEST_NECK * face_width => {
            chin.x + (right as f64 - left as f64) / 2.0
        }
        _ => chin.x,
    }
}

/// The upper end of the lowest covered stretch of a column.
fn top(alpha: &Plane, x: f64) -> Option<Point> {
    if !(x >= 0.0 && x < f64::from(alpha.width())) {
        return None;
    }
    let column = x as u32;
    let bottom = (0..alpha.height())
        .rev()
        .find(|y| alpha.at(column, *y) >= EDGE)?;
    let top = (0..bottom)
        .rev()
        .find(|y| alpha.at(column, *y) < EDGE)
        .map_or(0, |above| above + 1);
    Some(Point::new(x, f64::from(top)))
}

/// The median of the pairs' tilts, in degrees.
fn tilt(pairs: &[(Point, Point)]) -> f64 {
    let mut tilts: Vec<f64> = pairs
        .iter()
        .map(|(left, right)| (right.y - left.y).atan2(right.x - left.x).to_degrees())
        .collect();
    tilts.sort_by(f64::total_cmp);
    tilts.get(tilts.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: f64 = 200.0;
    const MOUTH: f64 = 330.0;

    /// Shoulders that fall by half a px a px from the neck, `lower` px lower
    /// for each px to the right; hair down to row `hair` at the left side.
    fn person(lower: f64, hair: Option<u32>) -> Plane {
        let mut alpha = Plane::filled(400, 520, 0.0);
        for y in 0..520_u32 {
            for x in 0..400_u32 {
                let aside = f64::from(x) - MIDDLE;
                let shoulder = 360.0 + 0.5 * aside.abs() + lower * aside;
                let hair = x < 150 && hair.is_some_and(|top| y >= top);
                if f64::from(y) >= shoulder || hair {
                    alpha.data_mut()[(y * 400 + x) as usize] = 1.0;
                }
            }
        }
        alpha
    }

    #[test]
    fn the_neck_is_found_beside_the_chin() {
        let mut alpha = Plane::filled(400, 520, 0.0);
        for y in 0..520 {
            alpha.data_mut()[y * 400 + 150..y * 400 + 290].fill(1.0);
        }
        let check = |alpha: &Plane, x: f64, expected: f64| {
            let got = neck_middle(alpha, Point::new(x, 300.0), 200.0);
            assert!((got - expected).abs() < 1.0, "{x}: {got}");
        };
        check(&alpha, 200.0, 220.0);
        check(&alpha, 240.0, 220.0);
        check(&Plane::filled(400, 520, 1.0), 180.0, 180.0);
        check(&Plane::filled(1, 1, 1.0), 180.0, 180.0);
    }

    #[track_caller]
    fn check(alpha: &Plane, expected: Result<f64, WhyNot>) {
        let got = shoulder_pairs(alpha, MIDDLE, MOUTH, 200.0).map(|pairs| tilt(&pairs));
        let same = match (got, expected) {
            (Ok(got), Ok(expected)) => (got - expected).abs() < 0.5,
            (got, expected) => got == expected,
        };
        assert!(same, "{got:?} instead of {expected:?}");
    }

    #[test]
    fn shoulders_level_tilted_hidden_or_not_there() {
        check(&person(0.0, None), Ok(0.0));
        check(&person(0.1, None), Ok(5.7));
        check(&person(-0.1, None), Ok(-5.7));
        check(&person(0.0, Some(200)), Err(WhyNot::Hidden));
        check(&Plane::filled(400, 520, 0.0), Err(WhyNot::OutOfPicture));
        check(&Plane::filled(400, 520, 1.0), Err(WhyNot::Hidden));
        check(&Plane::filled(1, 1, 1.0), Err(WhyNot::OutOfPicture));
    }
}
