//! Requirements of guides that no measure here tells reliably.
//!
//! Gives one finding each, never measured: the requirement is not passed in
//! silence, and an inspector knows where to look.

use catalogue::{Bounds, Unit};

use crate::limits::against;
use crate::{Finding, Group, Measured, WhyNot};

/// The requirements, by group; tried and found unreliable, or not to be told
/// from one picture at all.
const REQUIREMENTS: [(Group, &str); 7] = [
    (Group::Picture, "mirrored"),
    (Group::Picture, "watermark"),
    (Group::Picture, "retouched"),
    (Group::Coverage, "necklace"),
    (Group::Coverage, "headphones"),
    (Group::Scene, "uniform"),
    (Group::Scene, "chair-back"),
];

/// One finding a requirement.
pub(crate) fn findings() -> impl Iterator<Item = Finding> {
    let anything = Bounds {
        min: None,
        max: None,
    };
    REQUIREMENTS.into_iter().map(move |(group, id)| {
        let measured = Measured::new(group, id, Err(WhyNot::NoMeasure));
        against(measured, Unit::Number, anything, None)
    })
}
