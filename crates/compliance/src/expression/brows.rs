//! Brows: drawn down into a frown, or raised.

use imaging::Point;
use vision::{Blendshapes, Landmarks, Movement, points};

use super::lengths::eye_middles;
use super::movements::mean;

/// Inner ends of the brows this far above the inner corners of the eyes, in
/// distances between the outer corners, are at rest; neutral portraits
/// measure 0.12 to 0.2.
const AT_REST: f64 = 0.15;
/// This far above they are pressed down as far as they go.
const PRESSED: f64 = 0.09;

/// The inner end of the lower edge of the left brow and of the right.
const INNER_ENDS: [usize; 2] = [points::LEFT_BROW_BOTTOM[0], points::RIGHT_BROW_BOTTOM[0]];

/// How much of a frown there is, 0…1: what the network sees of lowered brows,
/// as far as their inner ends are near the eyes; low straight brows alone
/// are no frown.
pub(super) fn frown(shapes: &Blendshapes, landmarks: &Landmarks) -> f64 {
    let lowered = mean(shapes, Movement::BrowDownLeft, Movement::BrowDownRight);
    let near = (AT_REST - inner_height(landmarks)) / (AT_REST - PRESSED);
    lowered * near.clamp(0.0, 1.0)
}

/// How far the brows are raised, 0…1: the stronger of inner and outer ends.
pub(super) fn raised(shapes: &Blendshapes) -> f64 {
    let outer = mean(
        shapes,
        Movement::BrowOuterUpLeft,
        Movement::BrowOuterUpRight,
    );
    f64::from(shapes.of(Movement::BrowInnerUp)).max(outer)
}

/// The inner ends above the inner corners, across the line of the eyes, in
/// distances between the outer corners.
fn inner_height(landmarks: &Landmarks) -> f64 {
    let outer = landmarks
        .at(points::LEFT_EYE_OUTER)
        .distance(landmarks.at(points::RIGHT_EYE_OUTER));
    let corners = landmarks
        .at(points::LEFT_EYE_INNER)
        .midpoint(landmarks.at(points::RIGHT_EYE_INNER));
    let ends = landmarks
        .at(INNER_ENDS[0])
        .midpoint(landmarks.at(INNER_ENDS[1]));
    let [left, right] = eye_middles(landmarks);
    let (dx, dy) = (left.x - right.x, left.y - right.y);
    let length = dx.hypot(dy).max(f64::MIN_POSITIVE.sqrt());
    let height = (corners.y - ends.y) * (dx / length) - (corners.x - ends.x) * (dy / length);
    height / outer.max(f64::MIN_POSITIVE.sqrt())
}

/// The outlines of both brows.
pub(super) fn outlines(landmarks: &Landmarks) -> [Vec<Point>; 2] {
    let brow = |top: &[usize], bottom: &[usize]| {
        landmarks
            .pick(top)
            .chain(bottom.iter().rev().map(|index| landmarks.at(*index)))
            .collect()
    };
    [
        brow(&points::LEFT_BROW_TOP, &points::LEFT_BROW_BOTTOM),
        brow(&points::RIGHT_BROW_TOP, &points::RIGHT_BROW_BOTTOM),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::drawn::face;
    use super::*;

    fn lowered(by: f32) -> Blendshapes {
        let mut all = [0.0; 52];
        all[Movement::BrowDownLeft as usize] = by;
        all[Movement::BrowDownRight as usize] = by;
        Blendshapes::new(all)
    }

    /// `height`: of the brows' inner ends, in distances between the outer corners.
    #[track_caller]
    fn check(by: f32, height: f64, expected: f64) {
        let y = 100.0 - 130.0 * height;
        let ends = INNER_ENDS.map(|index| (index, Point::new(200.0, y)));
        let got = frown(&lowered(by), &face(&ends));
        assert!((got - expected).abs() < 1e-6, "{by} {height}: {got}");
    }

    #[test]
    fn a_frown_lowers_the_inner_ends() {
        check(0.0, 0.05, 0.0);
        check(1.0, 0.2, 0.0);
        check(1.0, 0.12, 0.5);
        check(0.6, 0.05, 0.6);
    }

    #[test]
    fn the_stronger_end_is_how_far_they_are_raised() {
        let mut all = [0.0; 52];
        all[Movement::BrowInnerUp as usize] = 0.3;
        assert!((raised(&Blendshapes::new(all)) - 0.3).abs() < 1e-6);
        all[Movement::BrowOuterUpLeft as usize] = 0.8;
        all[Movement::BrowOuterUpRight as usize] = 0.6;
        assert!((raised(&Blendshapes::new(all)) - 0.7).abs() < 1e-6);
    }
}
