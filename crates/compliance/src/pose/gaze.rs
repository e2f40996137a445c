//! How far the eyes look past the camera.
//!
//! Takes landmarks, blendshapes and the head's pose; gives the angle between
//! the line of sight and the line to the camera, in degrees, 0 for eyes that
//! look into it. Sideways it is read from where the irises stand between the
//! corners of the eyes; up and down, where the lids follow the eye and hide
//! its corners' line, from the blendshapes.

use vision::{Blendshapes, Landmarks, Movement, Pose, points};

use crate::expression::{OPENING_SHOWS_IRIS, eye_opening, eye_outlines};
use crate::measurable::eyes_measurable;
use crate::{Group, Measured, Sample, WhyNot};

/// The iris leaves the middle between the corners by this share of the eye's
/// width times the sine of the eye's turn in the head; fitted on 41 portraits
/// of people who look into the camera with heads turned up to 34° (rest: 3.6°).
const SIDEWAYS: f64 = 0.28;
/// Where the iris stands in a straight look, in eye widths, by the same fit.
const SIDEWAYS_REST: f64 = 0.006;

/// The blendshapes' look up less look down is this much times the sine of the
/// eye's turn; fitted on the same portraits (rest: 4.8°).
const UPWARDS: f64 = 1.57;
/// The blendshapes of a level look, by the same fit.
const UPWARDS_REST: f64 = 0.013;

/// `gaze`, in degrees, 0…127.
pub(super) fn gaze(sample: &Sample<'_>) -> Measured {
    let face = &sample.evidence.photo.face;
    let value = eyes_measurable(sample).and_then(|()| {
        let blendshapes = face.blendshapes.as_ref().ok_or(WhyNot::Hidden)?;
        if eye_opening(&sample.landmarks) < OPENING_SHOWS_IRIS {
            return Err(WhyNot::EyesClosed);
        }
        let (sideways, upwards) = line_of_sight(&sample.landmarks, blendshapes, face.pose);
        Ok(sideways.hypot(upwards))
    });
    let mut measured = Measured::new(Group::Pose, "gaze", value);
    for eye in eye_outlines(&sample.landmarks) {
        measured = measured.seen_at(sample.in_source(&eye));
    }
    measured
}

/// Degrees past the camera: to the picture's right, and up.
fn line_of_sight(landmarks: &Landmarks, shapes: &Blendshapes, pose: Pose) -> (f64, f64) {
    let left = iris_offset(
        landmarks,
        points::LEFT_IRIS_CENTRE,
        [points::LEFT_EYE_INNER, points::LEFT_EYE_OUTER],
    );
    let right = iris_offset(
        landmarks,
        points::RIGHT_IRIS_CENTRE,
        [points::RIGHT_EYE_OUTER, points::RIGHT_EYE_INNER],
    );
    // Eyes that meet on the camera turn towards each other: the mean leaves it out.
    let offset = (left + right) / 2.0;
    let of = |movement| f64::from(shapes.of(movement));
    let up = of(Movement::EyeLookUpLeft) + of(Movement::EyeLookUpRight);
    let down = of(Movement::EyeLookDownLeft) + of(Movement::EyeLookDownRight);
    (
        turn((offset - SIDEWAYS_REST) / SIDEWAYS) + pose.yaw,
        turn(((up - down) / 2.0 - UPWARDS_REST) / UPWARDS) + pose.pitch,
    )
}

/// The angle of a sine, in degrees.
fn turn(sine: f64) -> f64 {
    sine.clamp(-1.0, 1.0).asin().to_degrees()
}

/// Where an iris stands along the line between the eye's corners, from the
/// picture's left one to the right one: −0.5 at the left, 0.5 at the right.
fn iris_offset(landmarks: &Landmarks, iris: usize, corners: [usize; 2]) -> f64 {
    let [from, to] = corners.map(|corner| landmarks.at(corner));
    let iris = landmarks.at(iris);
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = dx.hypot(dy).max(f64::MIN_POSITIVE.sqrt());
    let middle = from.midpoint(to);
    ((iris.x - middle.x) * (dx / length) + (iris.y - middle.y) * (dy / length)) / length
}

#[cfg(test)]
mod tests {
    use imaging::Point;
    use vision::{LANDMARKS, Landmark};

    use super::*;

    /// Eyes 30 px wide whose irises stand `offset` eye widths to the right.
    fn eyes(offset: f64) -> Landmarks {
        let mut all = [Landmark::default(); LANDMARKS];
        let mut put = |index: usize, x: f64| all[index].at = Point::new(x, 100.0);
        put(points::RIGHT_EYE_OUTER, 50.0);
        put(points::RIGHT_EYE_INNER, 80.0);
        put(points::LEFT_EYE_INNER, 120.0);
        put(points::LEFT_EYE_OUTER, 150.0);
        put(points::RIGHT_IRIS_CENTRE, 65.0 + 30.0 * offset);
        put(points::LEFT_IRIS_CENTRE, 135.0 + 30.0 * offset);
        Landmarks::new(all)
    }

    #[track_caller]
    fn check(offset: f64, yaw: f64, looks_up: f32, expected: (f64, f64)) {
        let mut shapes = [0.0; 52];
        shapes[Movement::EyeLookUpLeft as usize] = looks_up;
        shapes[Movement::EyeLookUpRight as usize] = looks_up;
        let pose = Pose {
            yaw,
            ..Pose::default()
        };
        let got = line_of_sight(&eyes(offset), &Blendshapes::new(shapes), pose);
        let near = |a: f64, b: f64| (a - b).abs() < 1.5;
        assert!(
            near(got.0, expected.0) && near(got.1, expected.1),
            "{offset} {yaw} {looks_up}: {got:?}"
        );
    }

    #[test]
    fn eyes_and_head_together_make_the_line_of_sight() {
        check(0.0, 0.0, 0.0, (0.0, 0.0));
        check(0.14, 0.0, 0.0, (30.0, 0.0));
        check(-0.14, 0.0, 0.0, (-30.0, 0.0));
        // A head turned to the left with eyes turned back looks into the camera.
        check(0.14, -30.0, 0.0, (0.0, 0.0));
        check(0.0, -30.0, 0.0, (-30.0, 0.0));
        check(0.0, 0.0, 0.8, (0.0, 30.0));
        // Nothing leaves the circle.
        check(9.0, 0.0, 0.0, (90.0, 0.0));
    }

    #[test]
    fn points_that_coincide_do_no_harm() {
        let nowhere = Landmarks::new([Landmark::default(); LANDMARKS]);
        let got = line_of_sight(&nowhere, &Blendshapes::new([0.0; 52]), Pose::default());
        assert!(got.0.is_finite() && got.1.is_finite());
    }
}
