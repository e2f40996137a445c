//! Whether the cut-out can be trusted, and whether what is wrong with it shows.
//!
//! Takes the expected error of the photo's coverage, which a network tells that
//! saw the picture beside the solved matte; gives the mean of it in the square
//! where it is largest, the like of what of it shows on the photo's background, and
//! where those squares are.

use portrait::{MeanSquare, most_doubted, most_smeared};

use crate::{Group, Measured, Sample, WhyNot};

/// `cut-out`, in percent of a square's coverage.
pub(super) fn cut_out(sample: &Sample<'_>) -> Measured {
    in_square(sample, "cut-out", most_doubted(sample.evidence.photo))
}

/// `cut-out-smear`, in percent of what shows most: half-transparent black on white that is wrong for certain.
pub(super) fn smear(sample: &Sample<'_>) -> Measured {
    let background = sample.evidence.spec.background.rgb;
    let worst = most_smeared(sample.evidence.photo, background);
    in_square(sample, "cut-out-smear", worst)
}

/// The mean of `worst`, in percent, seen where that square is in the picture.
fn in_square(sample: &Sample<'_>, id: &'static str, worst: MeanSquare) -> Measured {
    match sample.evidence.photo.frame.map.inverse() {
        None => Measured::new(Group::Finished, id, Err(WhyNot::Hidden)),
        Some(back) => {
            let place = worst.corners().iter().map(|p| back.apply(*p)).collect();
            Measured::new(Group::Finished, id, Ok(100.0 * worst.mean)).seen_at(place)
        }
    }
}
