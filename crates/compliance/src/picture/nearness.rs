//! How near the camera was: the nearer, the larger the nose beside the ears.
//!
//! Takes the face's width in the picture and the lens's focal length; gives the enlargement of
//! the nose's tip against the ears, in percent. Where the file does not tell of the lens,
//! nothing is measured: from one picture alone a broad nose is not told from a near camera.

use crate::{Measured, Sample, WhyNot};

use super::value::plain;

/// Width of a face from ear root to ear root, in metres: that of a broad one (bitragion breadth
/// of GB/T 2428, 95th percentile of men), so that a narrow face is rather taken for one
/// farther away than a broad one for one that is near.
const FACE_WIDTH_M: f64 = 0.15;

/// The tip of the nose before the ear roots, in metres.
const NOSE_DEPTH_M: f64 = 0.10;

/// The value, of a face of `face_width_px` through a lens of `focal_length_px`.
pub(super) fn measure(sample: &Sample<'_>, face_width_px: f64) -> Measured {
    let enlargement = sample
        .evidence
        .focal_length_px
        .map(|focal_length_px| enlargement_percent(focal_length_px, face_width_px));
    plain("selfie-distortion", enlargement.ok_or(WhyNot::NoCameraData))
}

/// How much larger the nose's tip is shown than what lies as far away as the ears, in percent.
fn enlargement_percent(focal_length_px: f64, face_width_px: f64) -> f64 {
    let to_ears_m = FACE_WIDTH_M * focal_length_px / face_width_px;
    // Nearer than the nose itself is nonsense, and far outside of every limit.
    let to_nose_m = (to_ears_m - NOSE_DEPTH_M).max(0.01);
    100.0 * (to_ears_m / to_nose_m - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_the_larger_is_the_nose() {
        // Focal length 3000 px: of 26 mm on 12 megapixels.
        let check = |face_width_px: f64, expected: f64| {
            let got = enlargement_percent(3000.0, face_width_px);
            assert!((got - expected).abs() < 0.1, "{face_width_px}: {got}");
        };
        check(225.0, 5.3); // 2 m
        check(450.0, 11.1); // 1 m
        check(750.0, 20.0); // 0.6 m, an arm's length
        check(1125.0, 33.3); // 0.4 m
        check(1500.0, 50.0); // 0.3 m
        check(9000.0, 400.0);
    }
}
