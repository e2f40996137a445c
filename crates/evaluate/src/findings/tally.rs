//! What a person noted against what was found, requirement by requirement.

use std::collections::BTreeMap;

use compliance::Verdict;
use serde::Serialize;

use crate::findings::error_rate::equal_error_rate;
use crate::findings::observed::{Judged, Observed, Seen, Values};
use crate::findings::published::Published;
use crate::findings::requirement::{REQUIREMENTS, Requirement};
use crate::findings::score::Worse;
use crate::findings::whole::Names;

/// One requirement over all pictures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct RequirementTally {
    pub(crate) requirement: &'static str,
    pub(crate) label: &'static str,
    /// Pictures that a person found nothing wrong with.
    pub(crate) good: usize,
    /// Pictures that a person objected to.
    pub(crate) bad: usize,
    /// Ids that no measure gives.
    pub(crate) unknown: Vec<&'static str>,
    /// `None` without any measure.
    pub(crate) found: Option<MeasurePerformance>,
    pub(crate) published: Option<&'static Published>,
}

/// How the measures did on the labelled pictures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct MeasurePerformance {
    /// Pictures that failed; `None` where no limit may fail a picture.
    pub(crate) fail: Option<Rejections>,
    /// Pictures that failed or about which a person is advised; `None` without
    /// any limit.
    pub(crate) advise: Option<Rejections>,
    /// Equal error rate of the raw value, 0–1; `None` when too few of either.
    pub(crate) equal_error_rate: Option<f64>,
    /// Good and bad pictures that the rate was computed from.
    pub(crate) of: (usize, usize),
    /// Share of the labelled pictures without a value, 0–1.
    pub(crate) not_measured: f64,
}

/// Pictures rejected, rightly or not; what was not measured counts nowhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Rejections {
    /// Bad ones rejected.
    pub(crate) right: usize,
    /// Good ones rejected.
    pub(crate) wrong: Names,
    /// Bad ones let through.
    pub(crate) missed: Names,
}

impl Rejections {
    fn count(&mut self, picture: &str, bad: bool, rejected: bool) {
        match (bad, rejected) {
            (true, true) => self.right += 1,
            (true, false) => self.missed.push(picture.to_owned()),
            (false, true) => self.wrong.push(picture.to_owned()),
            (false, false) => {}
        }
    }
}

/// Every requirement of the table.
pub(crate) fn rows(observed: &[Observed]) -> Vec<RequirementTally> {
    REQUIREMENTS.iter().map(|r| row(r, observed)).collect()
}

/// One requirement's.
pub(crate) fn row(requirement: &Requirement, observed: &[Observed]) -> RequirementTally {
    let labelled: Vec<(&Observed, bool)> = observed
        .iter()
        .filter(|o| o.is_of_one() || requirement.of_groups())
        .filter_map(|o| {
            let label = o.labels.get(requirement.label)?;
            Some((o, requirement.objection.made(label)?))
        })
        .collect();
    let bad = labelled.iter().filter(|(_, bad)| *bad).count();
    let measured_at_all = |id: &str| observed.iter().any(|o| o.values.contains_key(id));
    let unknown: Vec<&str> = requirement
        .parts
        .iter()
        .map(|part| part.id)
        .filter(|id| !measured_at_all(id))
        .collect();
    RequirementTally {
        requirement: requirement.name,
        label: requirement.label,
        good: labelled.len() - bad,
        bad,
        found: (unknown.len() < requirement.parts.len()).then(|| found(requirement, &labelled)),
        unknown,
        published: requirement.published(),
    }
}

fn found(requirement: &Requirement, labelled: &[(&Observed, bool)]) -> MeasurePerformance {
    let (mut fail, mut advise) = (None, None);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let mut not_measured = 0;
    for (picture, is_bad) in labelled {
        let seen = seen(requirement, &picture.values);
        if seen.values().all(|(_, s)| s.value.is_err()) {
            not_measured += 1;
            continue;
        }
        let scores = seen
            .values()
            .filter_map(|(worse, s)| worse.score(s.value.ok()?, s.judged.map(|j| j.pass)));
        let kind = if *is_bad { &mut bad } else { &mut good };
        kind.extend(scores.reduce(f64::max));
        let judged: Vec<Judged> = seen.values().filter_map(|(_, s)| s.judged).collect();
        let rejected = |from| judged.iter().any(|j| j.verdict >= from);
        let name = picture.picture.as_str();
        if judged.iter().any(|j| j.may_fail) {
            fail.get_or_insert_with(Rejections::default).count(
                name,
                *is_bad,
                rejected(Verdict::Fail),
            );
        }
        if !judged.is_empty() {
            advise.get_or_insert_with(Rejections::default).count(
                name,
                *is_bad,
                rejected(Verdict::Advise),
            );
        }
    }
    MeasurePerformance {
        fail,
        advise,
        equal_error_rate: equal_error_rate(&good, &bad),
        of: (good.len(), bad.len()),
        not_measured: f64::from(not_measured) / labelled.len().max(1) as f64,
    }
}

/// The requirement's measures on one picture, by id.
fn seen<'a>(
    requirement: &Requirement,
    values: &'a Values,
) -> BTreeMap<&'static str, (Worse, &'a Seen)> {
    let parts = requirement.parts.iter();
    parts
        .filter_map(|part| Some((part.id, (part.worse, values.get(part.id)?))))
        .collect()
}
