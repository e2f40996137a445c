//! Lengths between landmarks.

use imaging::Point;
use vision::{Landmarks, points};

/// T of ISO/IEC 29794-5: the chin to the middle between the eyes, px; an eye
/// lies half-way between its corners.
pub(super) fn chin_to_eyes(landmarks: &Landmarks) -> f64 {
    let [left, right] = eye_middles(landmarks);
    landmarks
        .at(points::CHIN)
        .distance(left.midpoint(right))
        .max(f64::MIN_POSITIVE.sqrt())
}

/// The left eye's middle and the right one's.
pub(super) fn eye_middles(landmarks: &Landmarks) -> [Point; 2] {
    let middle = |a, b| landmarks.at(a).midpoint(landmarks.at(b));
    [
        middle(points::LEFT_EYE_INNER, points::LEFT_EYE_OUTER),
        middle(points::RIGHT_EYE_INNER, points::RIGHT_EYE_OUTER),
    ]
}

/// The widest gap between opposite points of two rims, px.
pub(super) fn widest_gap(landmarks: &Landmarks, upper: &[usize], lower: &[usize]) -> f64 {
    landmarks
        .pick(upper)
        .zip(landmarks.pick(lower))
        .map(|(above, below)| above.distance(below))
        .fold(0.0, f64::max)
}
