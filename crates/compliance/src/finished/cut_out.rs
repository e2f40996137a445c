//! Whether the cut-out can be trusted.
//!
//! Takes the expected error of the photo's coverage, which a network tells that
//! saw the picture beside the solved matte; gives the largest mean of it in a
//! square of a quarter of the face's width, and where that is. A soft edge
//! fills little of such a square, a piece of the wall or a missing piece of
//! hair or ear most of it.

use portrait::largest_mean;

use crate::{Group, Measured, Sample, WhyNot};

/// Side of the square, in face widths.
const SQUARE: f64 = 0.25;

/// `cut-out`, in percent of a square's coverage.
pub(super) fn cut_out(sample: &Sample<'_>) -> Measured {
    let photo = sample.evidence.photo;
    let face = photo
        .marks
        .left_ear_root
        .distance(photo.marks.right_ear_root);
    let Some(back) = photo.frame.map.inverse() else {
        return Measured::new(Group::Finished, "cut-out", Err(WhyNot::Hidden));
    };
    let side = (SQUARE * face).round().max(1.0) as u32;
    let worst = largest_mean(&photo.doubt, side);
    let place = worst.corners().iter().map(|p| back.apply(*p)).collect();
    Measured::new(Group::Finished, "cut-out", Ok(100.0 * worst.mean)).seen_at(place)
}
