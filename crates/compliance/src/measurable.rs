//! Whether a face is large enough, and turned to the camera enough, to be
//! measured.

use crate::{Sample, VIEW_FACE_WIDTH, WhyNot};

/// Beyond this yaw, in degrees, one half of the face hides behind the other
/// and what is measured on both halves means nothing.
const TURNED_AWAY: f64 = 40.0;

/// Faces narrower than this many source pixels, ear root to ear root: eyelids
/// and lips are then less than a pixel thick.
const LEAST_FACE_PX: f64 = 50.0;

/// Whether eyes, lips and brows can be measured at all.
pub(crate) fn measurable(sample: &Sample<'_>) -> Result<(), WhyNot> {
    if sample.source_density() * VIEW_FACE_WIDTH < LEAST_FACE_PX {
        Err(WhyNot::TooSmall)
    } else if sample.evidence.photo.face.pose.yaw.abs() > TURNED_AWAY {
        Err(WhyNot::TurnedAway)
    } else {
        Ok(())
    }
}
