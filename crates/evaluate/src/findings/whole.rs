//! What is told over all requirements together: fails where nobody objected,
//! fails without a label, and photos that fail where their pictures passed.

use std::collections::BTreeMap;

use compliance::Verdict;
use serde::Serialize;

use crate::findings::observed::{Observed, Seen, Values};
use crate::findings::requirement::REQUIREMENTS;

/// Pictures by name.
pub(crate) type Names = Vec<String>;

/// Pictures that nobody objected to, and what failed among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Clean {
    pub(crate) pictures: Names,
    /// Finding → pictures.
    pub(crate) fails: BTreeMap<&'static str, Names>,
}

/// The pictures of one person none of whose labels speaks against them; what
/// a person could not tell counts for them.
pub(crate) fn clean(observed: &[Observed]) -> Clean {
    let objected = |o: &&Observed| {
        REQUIREMENTS.iter().any(|r| {
            let label = o.labels.get(r.label);
            label.and_then(|label| r.objection.made(label)) == Some(true)
        })
    };
    let good = || observed.iter().filter(|o| o.is_of_one() && !objected(o));
    Clean {
        pictures: good().map(|o| o.picture.clone()).collect(),
        fails: failing(good(), |_, verdict| verdict == Verdict::Fail),
    }
}

/// Findings that fail although no label tells of them: finding → pictures.
pub(crate) fn unlabelled(observed: &[Observed]) -> BTreeMap<&'static str, Names> {
    let labelled = |id: &str| {
        REQUIREMENTS
            .iter()
            .flat_map(|r| r.parts)
            .any(|part| part.id == id)
    };
    let single = observed.iter().filter(|o| o.is_of_one());
    failing(single, |id, verdict| {
        verdict == Verdict::Fail && !labelled(id)
    })
}

fn failing<'a>(
    observed: impl Iterator<Item = &'a Observed>,
    listed: impl Fn(&str, Verdict) -> bool,
) -> BTreeMap<&'static str, Names> {
    let mut found: BTreeMap<&'static str, Names> = BTreeMap::new();
    for picture in observed {
        for (id, seen) in &picture.values {
            if seen.judged.is_some_and(|j| listed(id, j.verdict)) {
                found.entry(id).or_default().push(picture.picture.clone());
            }
        }
    }
    found
}

/// Photos judged after their pictures.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Again {
    /// Pictures whose photo gave a photo again.
    pub(crate) photos: usize,
    /// Finding → pictures that passed and whose photo fails.
    pub(crate) flips: BTreeMap<&'static str, Names>,
}

/// What passed on the picture and fails on the photo made of it.
pub(crate) fn again(observed: &[Observed]) -> Again {
    let mut out = Again::default();
    let verdict = |values: &Values, id| {
        let seen: Option<&Seen> = values.get(id);
        seen.and_then(|s| s.judged).map(|j| j.verdict)
    };
    for picture in observed {
        let Some(second) = &picture.again else {
            continue;
        };
        out.photos += 1;
        for id in picture.values.keys() {
            let passed = verdict(&picture.values, id) == Some(Verdict::Pass);
            if passed && verdict(second, id) == Some(Verdict::Fail) {
                out.flips
                    .entry(id)
                    .or_default()
                    .push(picture.picture.clone());
            }
        }
    }
    out
}
