//! Made-up pictures with known answers.

use std::collections::BTreeMap;

use catalogue::Bounds;
use compliance::Verdict;

use super::observed::{Judged, Observed, Seen};
use super::requirement::{REQUIREMENTS, Requirement};
use super::tally::{Rejections, row, rows};
use super::whole::{again, clean, unlabelled};

/// A value, how it was judged, and whether its limit may fail a picture.
fn seen(value: f64, verdict: Verdict) -> Seen {
    Seen {
        value: Ok(value),
        judged: Some(Judged {
            verdict,
            pass: Bounds {
                min: None,
                max: Some(0.5),
            },
            may_fail: true,
        }),
    }
}

fn unseen() -> Seen {
    Seen {
        value: Err("turned-away"),
        judged: Some(Judged {
            verdict: Verdict::NotMeasured,
            ..seen(0.0, Verdict::Pass).judged.expect("it was just given")
        }),
    }
}

fn picture(name: &str, labels: &[(&str, &str)], values: &[(&'static str, Seen)]) -> Observed {
    let mut labels: BTreeMap<String, String> = labels
        .iter()
        .map(|(column, value)| ((*column).to_owned(), (*value).to_owned()))
        .collect();
    labels
        .entry("single_subject".to_owned())
        .or_insert_with(|| "1".to_owned());
    Observed {
        picture: name.to_owned(),
        labels,
        values: values.iter().copied().collect(),
        again: None,
        judge_ms: 0.0,
    }
}

fn requirement(name: &str) -> &'static Requirement {
    REQUIREMENTS
        .iter()
        .find(|r| r.name == name)
        .expect("it is in the table")
}

#[test]
fn rejections_are_counted_by_limit() {
    use Verdict::{Advise, Fail, Pass};
    let glasses = |name, label, seen| picture(name, &[("glasses", label)], &[("glasses", seen)]);
    let observed = [
        glasses("a", "0", seen(0.1, Pass)),
        glasses("b", "0", seen(0.6, Advise)),
        glasses("c", "0", seen(0.9, Fail)),
        glasses("d", "0", seen(0.2, Pass)),
        glasses("e", "1", seen(0.95, Fail)),
        glasses("f", "1", seen(0.8, Advise)),
        glasses("g", "1", seen(0.3, Pass)),
        glasses("h", "u", seen(0.3, Pass)),
        glasses("i", "1", unseen()),
        picture(
            "j",
            &[("glasses", "1"), ("single_subject", "0")],
            &[("glasses", seen(0.9, Fail))],
        ),
    ];
    let row = row(requirement("glasses"), &observed);
    assert_eq!((row.good, row.bad), (4, 4));
    let found = row.found.expect("there is a measure");
    assert_eq!(found.of, (4, 3));
    assert_eq!(found.not_measured, 1.0 / 8.0);
    assert_eq!(
        found.fail,
        Some(Rejections {
            right: 1,
            wrong: vec!["c".into()],
            missed: vec!["f".into(), "g".into()],
        })
    );
    assert_eq!(
        found.advise,
        Some(Rejections {
            right: 2,
            wrong: vec!["b".into(), "c".into()],
            missed: vec!["g".into()],
        })
    );
    // From (1/4, 1/3) on to (1/2, 1/3).
    let rate = found.equal_error_rate.expect("there are enough");
    assert!((rate - 1.0 / 3.0).abs() < 1e-12, "{rate}");
}

#[test]
fn without_a_measure_there_is_only_the_label() {
    let observed = [picture("a", &[("glasses", "1")], &[])];
    let row = row(requirement("glasses"), &observed);
    assert_eq!((row.good, row.bad), (0, 1));
    assert_eq!(row.unknown, ["glasses"]);
    assert_eq!(row.found, None);
    assert_eq!(rows(&[]).len(), REQUIREMENTS.len());
}

#[test]
fn a_measure_without_limits_still_has_an_error_rate() {
    let free = |value| Seen {
        value: Ok(value),
        judged: None,
    };
    let observed: Vec<Observed> = [("0", 1.0), ("0", 2.0), ("0", 3.0)]
        .into_iter()
        .chain([("1", 4.0), ("1", 5.0), ("1", 6.0)])
        .map(|(label, value)| picture("a", &[("glasses", label)], &[("glasses", free(value))]))
        .collect();
    let found = row(requirement("glasses"), &observed)
        .found
        .expect("there is a measure");
    assert_eq!((found.fail, found.advise), (None, None));
    assert_eq!(found.equal_error_rate, Some(0.0));
}

#[test]
fn of_several_measures_the_worst_counts() {
    use Verdict::{Advise, Fail, Pass};
    let head = |name, label, yaw, pitch| {
        picture(
            name,
            &[("frontal", label)],
            &[("yaw", yaw), ("pitch", pitch)],
        )
    };
    let observed = [
        head("a", "1", seen(-4.0, Pass), seen(6.0, Pass)),
        head("b", "1", seen(7.0, Pass), seen(1.0, Pass)),
        head("c", "1", seen(1.0, Pass), unseen()),
        head("d", "0", seen(-16.0, Fail), seen(1.0, Pass)),
        head("e", "0", seen(1.0, Pass), seen(-18.0, Advise)),
        head("f", "0", seen(9.0, Advise), seen(0.0, Pass)),
    ];
    let found = row(requirement("frontal"), &observed)
        .found
        .expect("there is a measure");
    assert_eq!(found.equal_error_rate, Some(0.0));
    assert_eq!(found.not_measured, 0.0);
    assert_eq!(found.fail.expect("a limit").right, 1);
    assert_eq!(found.advise.expect("a limit").right, 3);
}

#[test]
fn groups_are_labelled_for_bystanders_alone() {
    let group = picture(
        "g",
        &[("single_subject", "0"), ("faces", "4"), ("glasses", "1")],
        &[("bystanders", seen(3.0, Verdict::Fail))],
    );
    let rows = rows(&[group]);
    let bad = |name| rows.iter().find(|r| r.requirement == name).map(|r| r.bad);
    assert_eq!(bad("bystanders"), Some(1));
    assert_eq!(bad("glasses"), Some(0));
}

#[test]
fn fails_among_the_clean_and_without_a_label() {
    let values = [
        ("glasses", seen(0.9, Verdict::Fail)),
        ("noise", seen(9.0, Verdict::Fail)),
    ];
    let observed = [
        picture("good", &[("glasses", "0"), ("tilt", "u")], &values),
        picture("bad", &[("glasses", "0"), ("tilt", "1")], &values),
    ];
    let clean = clean(&observed);
    assert_eq!(clean.pictures, ["good"]);
    assert_eq!(clean.fails["glasses"], ["good"]);
    let unlabelled = unlabelled(&observed);
    assert_eq!(unlabelled.keys().copied().collect::<Vec<_>>(), ["noise"]);
    assert_eq!(unlabelled["noise"], ["good", "bad"]);
}

#[test]
fn only_a_pass_can_flip() {
    use Verdict::{Advise, Fail, Pass};
    let mut first = picture(
        "a",
        &[],
        &[
            ("yaw", seen(0.0, Pass)),
            ("roll", seen(0.0, Pass)),
            ("blur", seen(0.0, Advise)),
        ],
    );
    first.again = Some(BTreeMap::from([
        ("yaw", seen(1.0, Fail)),
        ("roll", seen(1.0, Advise)),
        ("blur", seen(1.0, Fail)),
    ]));
    let again = again(&[first, picture("b", &[], &[])]);
    assert_eq!(again.photos, 1);
    assert_eq!(again.flips.keys().copied().collect::<Vec<_>>(), ["yaw"]);
}
