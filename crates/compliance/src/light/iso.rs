//! ISO/IEC 29794-5's raw values of light and colour.
//!
//! Takes colours of the face; gives the standard's native values, unmapped,
//! with the formulas of its reference implementation (OFIQ 1.0). What differs
//! is where they are read: on our view (200 px from ear to ear) instead of
//! its 616 × 616 px alignment; the landmarked region and the cheeks from 478
//! landmarks instead of 98; nothing is masked as occluded.

use imaging::Point;
use vision::points;

use super::tone::{Histogram, lab, luminance_step, mean};
use super::zones::{SubjectSide, Zone};
use crate::Sample;

/// Mean of the linear luminance, 0…1.
pub(crate) fn luminance_mean(steps: &Histogram) -> f64 {
    let shares = steps.shares();
    levels()
        .zip(shares)
        .map(|(level, share)| level * share)
        .sum()
}

/// Variance of the linear luminance, 0…0.25.
pub(crate) fn luminance_variance(steps: &Histogram) -> f64 {
    let mean = luminance_mean(steps);
    let shares = steps.shares();
    levels()
        .zip(shares)
        .map(|(level, share)| (level - mean).powi(2) * share)
        .sum()
}

fn levels() -> impl Iterator<Item = f64> {
    (0..256).map(|level| f64::from(level) / 255.0)
}

/// Share of the face in the lowest tenth, 0…1.
pub(crate) fn under_exposure(steps: &Histogram) -> f64 {
    steps.share(0, 25)
}

/// Share of the face at the upper end, 0…1.
pub(crate) fn over_exposure(steps: &Histogram) -> f64 {
    steps.share(247, 255)
}

/// Shannon entropy of the linear luminance, 0…8 bit.
pub(crate) fn dynamic_range(steps: &Histogram) -> f64 {
    let used = steps.shares().into_iter().filter(|share| *share > 0.0);
    used.map(|share| -share * share.log2()).sum()
}

/// How much the luminance histograms of the two cheeks share, 0…1.
pub(crate) fn illumination_uniformity(right: &Histogram, left: &Histogram) -> f64 {
    let shares = right.shares().into_iter().zip(left.shares());
    shares.map(|(right, left)| right.min(left)).sum()
}

/// How far the cheeks' mean colour (levels) lies from the colours of skin, in
/// Lab; 0 inside them, up to about 150; 100 for grey, green and blue.
pub(crate) fn natural_colour(cheeks: [f64; 3]) -> f64 {
    const LEAST_HUE: f64 = 1e-3;
    let [_, a, b] = lab(cheeks);
    if a < 0.0 || b < 0.0 || a.hypot(b) < LEAST_HUE {
        return 100.0;
    }
    let off = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
    off(a, 5.0, 25.0).hypot(off(b, 5.0, 35.0))
}

/// The standard's cheek zones: squares of 0.3 eye distances half-way down from
/// the eyes to the mouth, from the middle of each eye inwards.
pub(crate) fn cheek(sample: &Sample<'_>, side: SubjectSide) -> Zone {
    let middle = |a, b| sample.at(a).midpoint(sample.at(b));
    let right = middle(points::RIGHT_EYE_INNER, points::RIGHT_EYE_OUTER);
    let left = middle(points::LEFT_EYE_INNER, points::LEFT_EYE_OUTER);
    let mouth = middle(points::UPPER_LIP_BOTTOM, points::LOWER_LIP_TOP);
    let down = right.midpoint(left).distance(mouth) / 2.0;
    let size = (0.3 * right.distance(left)).floor();
    let corner = match side {
        SubjectSide::Right => Point::new(right.x, right.y + down),
        SubjectSide::Left => Point::new(left.x - size, left.y + down),
    };
    let square = [(0.0, 0.0), (size, 0.0), (size, size), (0.0, size)]
        .map(|(x, y)| Point::new(corner.x + x, corner.y + y));
    Zone::polygon(sample, &square)
}

/// Linear luminance of a zone.
pub(crate) fn steps(sample: &Sample<'_>, zone: &Zone) -> Histogram {
    Histogram::of(zone.colours(sample).map(luminance_step))
}

/// Mean colour of both cheeks together, levels.
pub(crate) fn cheek_colour(sample: &Sample<'_>, cheeks: [&Zone; 2]) -> Option<[f64; 3]> {
    mean(cheeks.into_iter().flat_map(|zone| zone.colours(sample)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Golden values, worked by hand from the formulas.
    #[track_caller]
    fn check(of: fn(&Histogram) -> f64, steps: &[u8], expected: f64) {
        let got = of(&Histogram::of(steps.iter().copied()));
        assert!(
            (got - expected).abs() < 1e-9,
            "{steps:?}: {got}, {expected}"
        );
    }

    #[test]
    fn of_luminance() {
        check(luminance_mean, &[0, 255], 0.5);
        check(luminance_mean, &[51; 7], 0.2);
        check(luminance_mean, &[], 0.0);
        check(luminance_variance, &[0, 255], 0.25);
        check(luminance_variance, &[102, 153], 0.01);
        check(luminance_variance, &[9; 4], 0.0);
        check(dynamic_range, &[9; 4], 0.0);
        check(dynamic_range, &[1, 2, 3, 4], 2.0);
        let all: Vec<u8> = (0..=255).collect();
        check(dynamic_range, &all, 8.0);
        check(under_exposure, &[0, 25, 26, 255], 0.5);
        check(over_exposure, &[246, 247, 255, 0], 0.5);
    }

    #[test]
    fn of_two_cheeks() {
        let histogram = |steps: &[u8]| Histogram::of(steps.iter().copied());
        for (right, left, expected) in [
            (&[1u8, 2][..], &[2u8, 1, 1, 2][..], 1.0),
            (&[1, 1], &[1, 2], 0.5),
            (&[1], &[200], 0.0),
            (&[], &[1], 0.0),
        ] {
            let got = illumination_uniformity(&histogram(right), &histogram(left));
            assert!((got - expected).abs() < 1e-12, "{right:?} {left:?}: {got}");
        }
    }

    #[test]
    fn of_colour() {
        for (colour, low, high) in [
            // Fair, tan and dark skin in white light.
            ([225.0, 185.0, 160.0], 0.0, 0.0),
            ([190.0, 140.0, 110.0], 0.0, 0.0),
            ([90.0, 60.0, 45.0], 0.0, 0.0),
            // Grey, blue light, sodium light.
            ([128.0, 128.0, 128.0], 100.0, 100.0),
            ([120.0, 130.0, 200.0], 100.0, 100.0),
            ([230.0, 140.0, 30.0], 20.0, 60.0),
        ] {
            let got = natural_colour(colour);
            assert!(
                (low - 0.01..=high + 0.01).contains(&got),
                "{colour:?}: {got}"
            );
        }
    }
}
