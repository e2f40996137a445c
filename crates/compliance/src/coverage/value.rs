//! A value of this group, with its place.

use imaging::Point;

use crate::WhyNot;

/// A value, and where on the view it was read.
pub(crate) type Place = (Result<f64, WhyNot>, Vec<Point>);

/// A share, 0…1, in percent.
pub(crate) fn percent(share: f64) -> f64 {
    100.0 * share
}
