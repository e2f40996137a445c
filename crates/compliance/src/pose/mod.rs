//! Where head, eyes and shoulders point.
//!
//! Takes a [`Sample`]; gives `yaw`, `pitch` and `roll` of the head, `gaze`
//! (how far the eyes look past the camera) and `shoulders-level`, all in
//! degrees.

mod gaze;
mod shoulders;

use crate::{Group, Measured, Sample, WhyNot};

/// Beyond this yaw, in degrees, one half of the face hides behind the other
/// and what is measured on both halves means nothing.
const TURNED_AWAY: f64 = 40.0;

/// Faces narrower than this many source pixels, ear root to ear root: eyelids
/// and lips are then less than a pixel thick.
const LEAST_FACE_PX: f64 = 50.0;

/// Whether eyes, lips and brows can be measured at all.
pub(crate) fn measurable(sample: &Sample<'_>) -> Result<(), WhyNot> {
    if sample.source_density() * crate::VIEW_FACE_WIDTH < LEAST_FACE_PX {
        Err(WhyNot::TooSmall)
    } else if sample.evidence.photo.face.pose.yaw.abs() > TURNED_AWAY {
        Err(WhyNot::TurnedAway)
    } else {
        Ok(())
    }
}

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
