//! Whether the cut-out can be trusted.
//!
//! Takes the expected error of the photo's coverage, which a network tells that
//! saw the picture beside the solved matte; gives the mean of it in the square
//! where it is largest, and where that is.

use portrait::most_doubted;

use crate::{Group, Measured, Sample, WhyNot};

/// `cut-out`, in percent of a square's coverage.
pub(super) fn cut_out(sample: &Sample<'_>) -> Measured {
    let photo = sample.evidence.photo;
    let Some(back) = photo.frame.map.inverse() else {
        return Measured::new(Group::Finished, "cut-out", Err(WhyNot::Hidden));
    };
    let worst = most_doubted(photo);
    let place = worst.corners().iter().map(|p| back.apply(*p)).collect();
    Measured::new(Group::Finished, "cut-out", Ok(100.0 * worst.mean)).seen_at(place)
}
