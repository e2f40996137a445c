//! Percentiles of measured values.

/// The value below which `share` of the sorted values lie, between two of
/// them linearly; `None` without values.
pub(crate) fn of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    Some(sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64))
}

/// The same of values in any order.
pub(crate) fn of(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    of_sorted(&sorted, share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles() {
        for (values, share, expected) in [
            (&[][..], 0.5, None),
            (&[3.0], 0.9, Some(3.0)),
            (&[4.0, 1.0, 3.0, 2.0], 0.5, Some(2.5)),
            (&[4.0, 1.0, 3.0, 2.0], 1.0, Some(4.0)),
            (&[1.0, 2.0, 3.0], 0.0, Some(1.0)),
        ] {
            assert_eq!(of(values, share), expected);
        }
    }
}
