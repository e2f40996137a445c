//! A value of this group, with the zones it was read at.

use super::zones::Zone;
use crate::{Group, Measured, Sample, WhyNot};

/// Fewest pixels of the view that a value of the whole face is read from.
pub(super) const LEAST_FACE: usize = 2_000;
/// Fewest pixels of the view that a value of a cheek is read from.
pub(super) const LEAST_CHEEK: usize = 100;

/// A value without a place.
pub(super) fn plain(id: &'static str, value: Result<f64, WhyNot>) -> Measured {
    Measured::new(Group::Light, id, value)
}

/// A value and the zones it was read at.
pub(super) fn seen(
    sample: &Sample<'_>,
    id: &'static str,
    value: Result<f64, WhyNot>,
    zones: &[&Zone],
) -> Measured {
    zones.iter().fold(plain(id, value), |measured, zone| {
        measured.seen_at(zone.in_source(sample))
    })
}
