//! The equal error rate: how well a score tells two kinds of pictures apart,
//! whatever limit is chosen.
//!
//! At a threshold, a good picture at or above it is falsely rejected, a bad
//! one below it falsely accepted. As the threshold falls the first share grows
//! and the second shrinks; where they are equal stands the rate. Between
//! thresholds both are taken to change linearly (ISO/IEC 19795-1, detection
//! error trade-off).

/// Fewer pictures than this of either kind say nothing.
pub(crate) const LEAST: usize = 3;

/// Equal error rate of scores that are higher the worse, as a share 0–1:
/// 0 tells perfectly apart, 0.5 is chance, 1 is the wrong way round. `None`
/// with fewer than [`LEAST`] of either.
pub(crate) fn equal_error_rate(good: &[f64], bad: &[f64]) -> Option<f64> {
    if good.len() < LEAST || bad.len() < LEAST {
        return None;
    }
    let mut thresholds: Vec<f64> = good.iter().chain(bad).copied().collect();
    thresholds.sort_by(|a, b| f64::total_cmp(b, a));
    thresholds.dedup();
    let at_or_above = |scores: &[f64], threshold: f64| {
        scores.iter().filter(|score| **score >= threshold).count() as f64 / scores.len() as f64
    };
    // Above every score nothing is rejected and everything bad accepted.
    let (mut rejected, mut accepted) = (0.0, 1.0);
    for threshold in thresholds {
        let next = (
            at_or_above(good, threshold),
            1.0 - at_or_above(bad, threshold),
        );
        if next.0 >= next.1 {
            let before = accepted - rejected;
            let after: f64 = next.0 - next.1;
            let part = before / (before + after).max(f64::MIN_POSITIVE);
            return Some(rejected + part * (next.0 - rejected));
        }
        (rejected, accepted) = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(good: &[f64], bad: &[f64], expected: Option<f64>) {
        let found = equal_error_rate(good, bad);
        let same = match (found, expected) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-12,
            (a, b) => a == b,
        };
        assert!(same, "{found:?} for {expected:?}: {good:?} and {bad:?}");
    }

    #[test]
    fn too_few_say_nothing() {
        check(&[], &[], None);
        check(&[1.0, 2.0], &[3.0, 4.0, 5.0], None);
        check(&[1.0, 2.0, 3.0], &[4.0, 5.0], None);
    }

    #[test]
    fn apart_mixed_and_the_wrong_way_round() {
        check(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0], Some(0.0));
        check(&[4.0, 5.0, 6.0], &[1.0, 2.0, 3.0], Some(1.0));
        check(&[1.0, 1.0, 1.0], &[1.0, 1.0, 1.0], Some(0.5));
        check(
            &[1.0, 2.0, 3.0, 8.0],
            &[4.0, 5.0, 6.0, 7.0],
            // One good picture of four is above every bad one.
            Some(0.25),
        );
        check(
            &[1.0, 2.0, 3.0, 5.0],
            &[4.0, 6.0, 7.0, 8.0],
            // At 5 a quarter of each is on the wrong side.
            Some(0.25),
        );
    }

    #[test]
    fn between_thresholds_it_is_linear() {
        // From (0, 1/3) to (1/4, 0): equal where x = 1/3 · (1 − 4x).
        check(
            &[1.0, 2.0, 3.0, 5.0],
            &[5.0, 6.0, 7.0],
            Some(1.0 / 3.0 / (1.0 + 4.0 / 3.0)),
        );
        // One score for all but one good picture: from (0, 1) to (2/3, 0).
        check(&[1.0, 2.0, 2.0], &[2.0, 2.0, 2.0], Some(0.4));
    }

    #[test]
    fn swapping_and_mirroring_changes_nothing() {
        let good = [0.1, 0.4, 0.35, 0.8, 0.2];
        let bad = [0.3, 0.9, 0.7, 0.35];
        let mirrored = |scores: &[f64]| scores.iter().map(|s| -s).collect::<Vec<_>>();
        check(
            &mirrored(&bad),
            &mirrored(&good),
            equal_error_rate(&good, &bad),
        );
    }
}
