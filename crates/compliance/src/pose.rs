//! Where head, eyes and shoulders point.
//!
//! Takes the landmarks' pose, the irises between the eyes' corners and the
//! person's outline; gives degrees, and the gaze as a share of the eye's width.

use vision::points;

use crate::{Group, Measured, Sample, VIEW_FACE_WIDTH, VIEW_HEIGHT, VIEW_WIDTH, WhyNot};

/// By how much of the eye's width the irises move for each degree of yaw while
/// a person goes on looking at the camera: least squares over the labelled
/// portraits turned by up to 34° that do.
const IRIS_PER_DEGREE: f64 = 0.0047;

/// Beyond this yaw, in degrees, the far eye is too narrow to tell.
const GAZE_YAW: f64 = 30.0;

/// Shoulders are read this far from the middle, in face widths: beside the
/// neck, before the arms begin.
const SHOULDER_AT: f64 = 0.72;

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let pose = sample.evidence.photo.face.pose;
    let of = |id, value| Measured::new(Group::Pose, id, Ok(value));
    let face = sample.polygon(&points::FACE_OVAL);
    vec![
        of("yaw", pose.yaw).seen_at(face.clone()),
        of("pitch", pose.pitch).seen_at(face.clone()),
        of("roll", pose.roll).seen_at(face),
        gaze(sample),
        shoulders_level(sample),
    ]
}

/// How far the irises stand from where they look at the camera, positive to
/// the picture's right, in widths of the eye; both eyes' mean.
fn gaze(sample: &Sample<'_>) -> Measured {
    let yaw = sample.evidence.photo.face.pose.yaw;
    let place = |iris, left, right| {
        let (iris, from, to) = (sample.at(iris), sample.at(left), sample.at(right));
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let along = (iris.x - from.x) * dx + (iris.y - from.y) * dy;
        along / (dx * dx + dy * dy).max(1.0) - 0.5
    };
    let value = if yaw.abs() > GAZE_YAW {
        Err(WhyNot::TurnedAway)
    } else {
        // The subject's right eye lies at the picture's left.
        let right = place(
            points::RIGHT_IRIS_CENTRE,
            points::RIGHT_EYE_OUTER,
            points::RIGHT_EYE_INNER,
        );
        let left = place(
            points::LEFT_IRIS_CENTRE,
            points::LEFT_EYE_INNER,
            points::LEFT_EYE_OUTER,
        );
        Ok((left + right) / 2.0 + IRIS_PER_DEGREE * yaw)
    };
    Measured::new(Group::Pose, "gaze", value)
        .seen_at(sample.eye_box(points::LEFT_EYE_OUTER, points::LEFT_EYE_INNER))
        .seen_at(sample.eye_box(points::RIGHT_EYE_OUTER, points::RIGHT_EYE_INNER))
}

/// Slope between the outline's height left and right of the neck, degrees,
/// positive when the picture's right shoulder is lower.
fn shoulders_level(sample: &Sample<'_>) -> Measured {
    let middle = sample.at(points::CHIN).x;
    let from = sample.at(points::CHIN).y.max(0.0) as u32;
    let reach = SHOULDER_AT * VIEW_FACE_WIDTH;
    let top = |x: f64| {
        let column = u32::try_from(x as i64).ok().filter(|c| *c < VIEW_WIDTH)?;
        // Hair or an ear at the chin's height hides the shoulder.
        let mut rows = from..VIEW_HEIGHT;
        let first = rows.find(|row| sample.alpha.at(column, *row) >= 0.5)?;
        (first > from).then_some(f64::from(first))
    };
    let value = match (top(middle - reach), top(middle + reach)) {
        (Some(left), Some(right)) => Ok((right - left).atan2(2.0 * reach).to_degrees()),
        _ => Err(WhyNot::Hidden),
    };
    Measured::new(Group::Pose, "shoulders-level", value)
}
