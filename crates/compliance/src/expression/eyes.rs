//! How far the eyes are open.
//!
//! Takes landmarks; gives the lids' gap of the narrower eye as a share of T.

use imaging::Point;
use vision::{Landmarks, points};

use super::lengths::{chin_to_eyes, widest_gap};

/// With lids closer than this share of T the iris is hidden: squeezed eyes
/// measure 0.002 to 0.008, open ones 0.055 and more.
pub(crate) const OPENING_SHOWS_IRIS: f64 = 0.025;

/// ISO/IEC 29794-5, "eyes open": the widest gap between the lids over T, of
/// the narrower eye. 0 closed, about 0.055…0.14 open.
pub(crate) fn eye_opening(landmarks: &Landmarks) -> f64 {
    let left = widest_gap(landmarks, &points::LEFT_UPPER_LID, &points::LEFT_LOWER_LID);
    let right = widest_gap(
        landmarks,
        &points::RIGHT_UPPER_LID,
        &points::RIGHT_LOWER_LID,
    );
    left.min(right) / chin_to_eyes(landmarks)
}

/// The rims of both eyes.
pub(crate) fn eye_outlines(landmarks: &Landmarks) -> [Vec<Point>; 2] {
    let rim = |inner, upper: &[usize], outer, lower: &[usize]| {
        std::iter::once(landmarks.at(inner))
            .chain(landmarks.pick(upper))
            .chain([landmarks.at(outer)])
            .chain(lower.iter().rev().map(|index| landmarks.at(*index)))
            .collect()
    };
    [
        rim(
            points::LEFT_EYE_INNER,
            &points::LEFT_UPPER_LID,
            points::LEFT_EYE_OUTER,
            &points::LEFT_LOWER_LID,
        ),
        rim(
            points::RIGHT_EYE_INNER,
            &points::RIGHT_UPPER_LID,
            points::RIGHT_EYE_OUTER,
            &points::RIGHT_LOWER_LID,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use vision::{LANDMARKS, Landmark};

    use super::super::drawn::face;
    use super::*;

    /// `moved`: points and the rows they are moved to.
    #[track_caller]
    fn check(moved: &[(usize, f64, f64)], expected: f64) {
        let changes: Vec<(usize, Point)> = moved
            .iter()
            .map(|(index, x, y)| (*index, Point::new(*x, *y)))
            .collect();
        let got = eye_opening(&face(&changes));
        assert!((got - expected).abs() < 1e-9, "{moved:?}: {got}");
    }

    #[test]
    fn the_narrower_eyes_widest_gap_over_t() {
        check(&[], 0.08);
        // One wider pair of an eye does not help the other eye.
        check(&[(386, 250.0, 90.0)], 0.08);
        check(&[(386, 250.0, 90.0), (159, 150.0, 91.0)], 0.13);
        // A wink: every pair of the left eye meets.
        let wink = points::LEFT_UPPER_LID.map(|index| (index, 250.0, 103.0));
        check(&wink, 0.01);
        // T is measured from the chin.
        check(&[(points::CHIN, 200.0, 300.0)], 0.04);
    }

    #[test]
    fn points_that_coincide_do_no_harm() {
        let nowhere = Landmarks::new([Landmark::default(); LANDMARKS]);
        assert!(eye_opening(&nowhere).is_finite());
    }
}
