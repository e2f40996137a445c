//! A value of this group.

use crate::{Group, Measured, WhyNot};

/// A value without a place.
pub(super) fn plain(id: &'static str, value: Result<f64, WhyNot>) -> Measured {
    Measured::new(Group::Picture, id, value)
}
