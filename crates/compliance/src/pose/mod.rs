//! Where head, eyes and shoulders point.
//!
//! Takes a [`Sample`]; gives `yaw`, `pitch` and `roll` of the head, `gaze`
//! (how far the eyes look past the camera) and `shoulders-level`, all in
//! degrees.

mod gaze;
mod shoulders;

use crate::{Group, Measured, Sample};

/// The values of this group.
pub(crate) fn measure(sample: &Sample<'_>) -> Vec<Measured> {
    let pose = sample.evidence.photo.face.pose;
    let head = || {
        let oval: Vec<_> = sample.landmarks.pick(&vision::points::FACE_OVAL).collect();
        sample.in_source(&oval)
    };
    let angle = |id, value| Measured::new(Group::Pose, id, Ok(value)).seen_at(head());
    vec![
        angle("yaw", pose.yaw),
        angle("pitch", pose.pitch),
        angle("roll", pose.roll),
        gaze::gaze(sample),
        shoulders::shoulders_level(sample),
    ]
}
