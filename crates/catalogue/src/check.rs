//! Limits of the compliance checks: what a measured value is held against.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::read_photo::{read_source, source};
use crate::section::Section;
use crate::{ProblemKind, Source};

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
    /// Hundredths of a whole.
    Percent,
    /// Degrees of an angle.
    Degrees,
    /// Pixels.
    Px,
    /// Steps of 255.
    Levels,
    /// Bytes of 1024 to the kilobyte.
    Kb,
    /// Pixels an inch.
    Dpi,
}

impl Unit {
    const WORDS: [(&str, Self); 7] = [
        ("number", Self::Number),
        ("percent", Self::Percent),
        ("degrees", Self::Degrees),
        ("px", Self::Px),
        ("levels", Self::Levels),
        ("kb", Self::Kb),
        ("dpi", Self::Dpi),
    ];
}

/// A range open at either end; at least one end is there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
}

impl Bounds {
    /// Whether `value` lies inside, ends included.
    #[must_use]
    pub fn hold(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }

    fn within(&self, outer: &Self) -> bool {
        let ends = [(self.min, outer.min, 1.0), (self.max, outer.max, -1.0)];
        ends.into_iter()
            .all(|(own, outer, sign)| match (own, outer) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(own), Some(outer)) => sign * own >= sign * outer,
            })
    }
}

/// Values a check may plausibly be limited to.
const LARGEST: f64 = 1e6;

const KEYS: [&str; 6] = [
    "unit", "pass-min", "pass-max", "fail-min", "fail-max", "source",
];

/// Reads the general checks, `[id]` by `[id]`.
pub(crate) fn checks(whole: &Section) -> Checks {
    let read = whole.sections().into_iter().filter_map(|(id, section)| {
        section.only(&KEYS);
        let unit = section.word("unit", &Unit::WORDS)?;
        let pass = bounds(&section, "pass-min", "pass-max", None)?;
        let fail = bounds(&section, "fail-min", "fail-max", None)?;
        let source = section
            .section("source")
            .and_then(|source| read_source(&source))?;
        let check = check(&section, unit, pass, fail, source)?;
        Some((id.to_owned(), check))
    });
    read.collect()
}

/// A document's or city's own limits over the general ones.
pub(crate) fn corrected(general: &Checks, own: Option<&Section>, sources: &Section) -> Checks {
    let mut checks = general.clone();
    let Some(own) = own else { return checks };
    for (id, section) in own.sections() {
        section.only(&KEYS[1..]);
        let Some(base) = general.get(id) else {
            let known = general.keys().cloned().collect();
            let name = id.to_owned();
            own.note(id, ProblemKind::UnknownReference { name, known });
            continue;
        };
        let corrected = || {
            let pass = bounds(&section, "pass-min", "pass-max", Some(base.pass))?;
            let fail = bounds(&section, "fail-min", "fail-max", base.fail)?;
            let source = source(&section, sources)?;
            check(&section, base.unit, pass, fail, source)
        };
        checks.extend(corrected().map(|check| (id.to_owned(), check)));
    }
    checks
}

fn check(
    section: &Section,
    unit: Unit,
    pass: Option<Bounds>,
    fail: Option<Bounds>,
    source: Source,
) -> Option<Check> {
    let Some(pass) = pass else {
        section.note("pass-max", ProblemKind::NoLimit);
        return None;
    };
    for (key, bounds) in [("pass-min", Some(pass)), ("fail-min", fail)] {
        if let Some((min, max)) = bounds.and_then(|b| b.min.zip(b.max)).filter(|(a, b)| a > b) {
            section.note(key, ProblemKind::MinAboveMax { min, max });
            return None;
        }
    }
    if !fail.as_ref().is_none_or(|fail| pass.within(fail)) {
        section.note("fail-max", ProblemKind::PassOutsideFail);
        return None;
    }
    Some(Check {
        unit,
        pass,
        fail,
        source,
    })
}

/// The two ends, each from `base` where it is not given; the inner `None`
/// where there is no end at all, the outer where one is not a number.
#[expect(clippy::option_option, reason = "absent and wrong are two things")]
fn bounds(section: &Section, min: &str, max: &str, base: Option<Bounds>) -> Option<Option<Bounds>> {
    let end = |key: &str, base: Option<f64>| {
        section
            .number_if_any(key, -LARGEST, LARGEST)
            .map(|given| given.or(base))
    };
    let min = end(min, base.and_then(|b| b.min))?;
    let max = end(max, base.and_then(|b| b.max))?;
    Some((min.is_some() || max.is_some()).then_some(Bounds { min, max }))
}
