//! `checks.toml`, and the `[photo.checks]` of a document, into limits.

use crate::read_source::{named_source, source};
use crate::section::Section;
use crate::{Bounds, Check, Checks, ProblemKind, Source, Unit};

const UNITS: [(&str, Unit); 7] = [
    ("number", Unit::Number),
    ("percent", Unit::Percent),
    ("degrees", Unit::Degrees),
    ("px", Unit::Px),
    ("levels", Unit::Levels),
    ("kb", Unit::Kb),
    ("dpi", Unit::Dpi),
];

/// Values a check may plausibly be limited to.
const LARGEST: f64 = 1e6;

const KEYS: [&str; 6] = [
    "unit", "pass-min", "pass-max", "fail-min", "fail-max", "source",
];

/// Checks of earlier releases, which an operator's folder may still correct or name
/// with a reason: they are passed over, so that what was valid stays so.
pub(crate) const RETIRED: [&str; 1] = ["face-altered"];

/// Reads the general checks, `[id]` by `[id]`.
pub(crate) fn checks(whole: &Section) -> Checks {
    let in_use = whole.sections().into_iter();
    let in_use = in_use.filter(|(id, _)| !RETIRED.contains(id));
    let read = in_use.filter_map(|(id, section)| {
        section.only(&KEYS);
        let unit = section.word("unit", &UNITS)?;
        let pass = bounds(&section, "pass-min", "pass-max", None)?;
        let fail = bounds(&section, "fail-min", "fail-max", None)?;
        let source = section
            .section("source")
            .and_then(|section| source(&section))?;
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
        if RETIRED.contains(&id) {
            continue;
        }
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
            let source = named_source(&section, sources)?;
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
