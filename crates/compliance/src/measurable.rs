//! Whether a face is large enough, and turned to the camera enough, to be
//! measured.

use crate::coverage::worn::{hides_eyes, hides_mouth};
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

/// Whether the eyes can be measured: the landmarks invent those that are behind dark lenses.
pub(crate) fn eyes_measurable(sample: &Sample<'_>) -> Result<(), WhyNot> {
    measurable(sample).and(if hides_eyes(&sample.evidence.worn) {
        Err(WhyNot::Hidden)
    } else {
        Ok(())
    })
}

/// Whether the mouth can be measured: the landmarks invent one that is behind a mask.
pub(crate) fn mouth_measurable(sample: &Sample<'_>) -> Result<(), WhyNot> {
    measurable(sample).and(if hides_mouth(&sample.evidence.worn) {
        Err(WhyNot::Hidden)
    } else {
        Ok(())
    })
}
