//! Whom the findings are wrong about: rates by skin tone, age and sex.
//!
//! Takes the judged pictures, whose labels say of whom they are; gives for each finding how
//! many of a group's pictures it objects to although nobody else did. A group that is told
//! wrong things more often than others is treated worse by the program, however good the mean.

use std::collections::{BTreeMap, BTreeSet};

use compliance::Verdict;
use serde::Serialize;

use crate::findings::observed::Observed;
use crate::findings::requirement::REQUIREMENTS;

/// People alike in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Group {
    pub(crate) name: &'static str,
    /// Column of the labels, and what stands in it.
    column: &'static str,
    values: &'static [&'static str],
}

const fn group(name: &'static str, column: &'static str, values: &'static [&'static str]) -> Group {
    Group {
        name,
        column,
        values,
    }
}

/// Skin by Monk's scale (Monk 2019; 1 lightest, 10 darkest), in three parts; ages as labelled.
pub(crate) const GROUPS: [Group; 8] = [
    group("Monk 1–3", "monk", &["1", "2", "3"]),
    group("4–6", "monk", &["4", "5", "6"]),
    group("7–10", "monk", &["7", "8", "9", "10"]),
    group("to 35", "age", &["child", "young"]),
    group("36–60", "age", &["middle"]),
    group("older", "age", &["elderly"]),
    group("women", "sex", &["f"]),
    group("men", "sex", &["m"]),
];

/// Groups of skin, which stand first.
const OF_SKIN: usize = 3;

/// Fewer pictures than this make no rate.
const LEAST: usize = 8;

/// What one finding said wrongly of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Wrong {
    /// Pictures failed.
    pub(crate) failed: usize,
    /// Pictures failed or advised about.
    pub(crate) objected: usize,
    /// Pictures that nobody objected to for what the finding speaks of.
    pub(crate) of: usize,
}

impl Wrong {
    fn rate(self) -> Option<f64> {
        (self.of >= LEAST).then(|| self.objected as f64 / self.of as f64)
    }
}

/// One finding's row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct ByGroup {
    pub(crate) finding: &'static str,
    /// In the order of [`GROUPS`].
    pub(crate) wrong: [Wrong; GROUPS.len()],
}

impl ByGroup {
    /// By how much the rate of one skin exceeds that of another, at most, 0–1; `None` with
    /// fewer than two groups large enough.
    pub(crate) fn gap(&self) -> Option<f64> {
        let rates: Vec<f64> = self.wrong[..OF_SKIN]
            .iter()
            .filter_map(|wrong| wrong.rate())
            .collect();
        let most = rates.iter().copied().reduce(f64::max)?;
        let least = rates.iter().copied().reduce(f64::min)?;
        (rates.len() > 1).then_some(most - least)
    }
}

/// Findings that are about the picture itself or its wall, and not about the person.
const NOT_OF_PEOPLE: [&str; 13] = [
    "cut-out",
    "cut-out-smear",
    "several-people",
    "geometry-crown-margin",
    "wall-busy",
    "wall-dark",
    "face-pixels",
    "too-few-pixels",
    "ends-too-early",
    "shoulder-cut",
    "head-cut",
    "bystanders",
    "light-top",
];

/// Every finding that objected wrongly to anybody; none where no picture says of whom it is.
pub(crate) fn rows(observed: &[Observed]) -> Vec<ByGroup> {
    let people: Vec<&Observed> = observed
        .iter()
        .filter(|o| o.is_of_one() && GROUPS.iter().any(|g| o.labels.contains_key(g.column)))
        .collect();
    let ids: BTreeSet<&'static str> = people
        .iter()
        .flat_map(|o| o.values.keys().copied())
        .filter(|id| !NOT_OF_PEOPLE.contains(id))
        .collect();
    ids.into_iter()
        .map(|finding| row(finding, &people))
        .filter(|row| row.wrong.iter().any(|wrong| wrong.objected > 0))
        .collect()
}

fn row(finding: &'static str, people: &[&Observed]) -> ByGroup {
    let mut wrong = [Wrong::default(); GROUPS.len()];
    for picture in people {
        let Some(judged) = picture.values.get(finding).and_then(|seen| seen.judged) else {
            continue;
        };
        if judged.verdict == Verdict::NotMeasured || is_right(finding, &picture.labels) {
            continue;
        }
        for (group, wrong) in GROUPS.iter().zip(&mut wrong) {
            let label = picture.labels.get(group.column).map(String::as_str);
            if label.is_some_and(|label| group.values.contains(&label)) {
                wrong.of += 1;
                wrong.objected += usize::from(judged.verdict >= Verdict::Advise);
                wrong.failed += usize::from(judged.verdict == Verdict::Fail);
            }
        }
    }
    ByGroup { finding, wrong }
}

/// Whether a person objected, or could not tell, where the finding speaks.
fn is_right(finding: &str, labels: &BTreeMap<String, String>) -> bool {
    REQUIREMENTS
        .iter()
        .filter(|r| r.parts.iter().any(|part| part.id == finding))
        .filter_map(|r| labels.get(r.label).map(|label| r.objection.made(label)))
        .any(|objected| objected != Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::observed::{Judged, Seen};
    use catalogue::Bounds;

    fn picture(labels: &[(&str, &str)], verdict: Verdict) -> Observed {
        let judged = Judged {
            verdict,
            pass: Bounds {
                min: None,
                max: Some(50.0),
            },
            may_fail: true,
        };
        let seen = Seen {
            value: Ok(60.0),
            judged: Some(judged),
        };
        let labels = labels.iter().chain(&[("single_subject", "1")]);
        Observed {
            picture: "a.jpg".into(),
            labels: labels
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            values: [("glasses", seen)].into(),
            again: None,
            judge_ms: 0.0,
        }
    }

    #[test]
    fn wrong_objections_are_counted_for_each_group() {
        let light = [("monk", "2"), ("sex", "f"), ("glasses", "0")];
        let dark = [("monk", "9"), ("sex", "m"), ("glasses", "0")];
        let mut observed = Vec::new();
        for at in 0..8 {
            let said = |share: usize| {
                if at < share {
                    Verdict::Advise
                } else {
                    Verdict::Pass
                }
            };
            observed.push(picture(&light, said(1)));
            observed.push(picture(
                &dark,
                if at == 0 { Verdict::Fail } else { said(5) },
            ));
        }
        // With glasses, untold whether, or not measured: none of them is wrong.
        observed.push(picture(&[("monk", "9"), ("glasses", "1")], Verdict::Advise));
        observed.push(picture(&[("monk", "9"), ("glasses", "u")], Verdict::Advise));
        observed.push(picture(&dark, Verdict::NotMeasured));
        let rows = rows(&observed);
        assert_eq!(rows.len(), 1);
        let wrong = |failed, objected, of| Wrong {
            failed,
            objected,
            of,
        };
        assert_eq!(rows[0].wrong[0], wrong(0, 1, 8));
        assert_eq!(rows[0].wrong[2], wrong(1, 5, 8));
        assert_eq!(rows[0].wrong[7], wrong(1, 5, 8));
        assert_eq!(rows[0].gap(), Some(0.5));
    }

    #[test]
    fn pictures_that_say_nothing_of_people_make_no_table() {
        assert!(rows(&[picture(&[("glasses", "0")], Verdict::Advise)]).is_empty());
    }
}
