//! Limits of the compliance checks: what a measured value is held against.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Source;

/// Limits by the check's id, for instance `yaw`.
pub type Checks = BTreeMap<String, Check>;

/// What one measured value is held against. A value inside `pass` passes; one
/// outside `fail` fails; between the two a person is advised. A check without
/// `fail` limits is not reliable enough to refuse a picture, and only advises.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// Unit of the value.
    pub unit: Unit,
    /// Least and greatest value that passes.
    pub pass: Bounds,
    /// Least and greatest value that does not fail; `None` for advice alone.
    pub fail: Option<Bounds>,
    /// Where the limits come from.
    pub source: Source,
}

/// Unit of a measured value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A ratio or an index.
    Number,
    /// Percent, 0 to 100.
    Percent,
    /// Degrees of an angle.
    Degrees,
    /// Pixels.
    Px,
    /// Levels of an 8-bit sample, 0 to 255.
    Levels,
    /// Kilobytes of 1024 bytes.
    Kb,
    /// Pixels an inch.
    Dpi,
}

/// A range that may be open at an end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Least value; `None` for an open end.
    pub min: Option<f64>,
    /// Greatest value; `None` for an open end.
    pub max: Option<f64>,
}

impl Bounds {
    /// Whether `value` lies inside, ends included.
    #[must_use]
    pub fn hold(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }

    /// Whether this range lies inside `outer`, ends included.
    pub(crate) fn within(&self, outer: &Self) -> bool {
        let ends = [(self.min, outer.min, 1.0), (self.max, outer.max, -1.0)];
        ends.into_iter()
            .all(|(own, outer, sign)| match (own, outer) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(own), Some(outer)) => sign * own >= sign * outer,
            })
    }
}
