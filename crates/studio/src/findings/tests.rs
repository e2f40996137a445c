//! Findings keep their words and survive being stored.

use catalogue::{Bounds, Unit};
use compliance::{Group, Limit, WhyNot};
use imaging::{DecodeError, Point};
use messages::Locale;

use super::*;

#[test]
fn every_check_has_its_words() {
    let catalogue = catalogue::Catalogue::embedded().unwrap();
    let spec = catalogue.specification(catalogue.document("身份证").unwrap(), None);
    let rules = catalogue::Measure::ALL.map(|m| format!("geometry-{}", m.key()));
    let others = [
        "too-few-pixels",
        "head-cut",
        "ends-too-early",
        "shoulder-cut",
        "dimensions",
        "density",
        "file-bytes",
    ];
    let ids = spec.checks.keys().cloned().chain(rules);
    for id in ids.chain(others.map(str::to_owned)) {
        for locale in [Locale::Zh, Locale::En] {
            for part in ["", ".wrong", ".reason", ".remedy"] {
                let key = format!("finding-{id}{part}");
                assert!(messages::has(locale, &key), "{key}");
            }
        }
    }
}

/// A finding is said as what is wrong, never as the name of the requirement with a
/// figure behind it ("not hidden: 100 %"), and too little is not said as too much.
#[test]
fn what_is_wrong_is_said_as_a_sentence() {
    let catalogue = catalogue::Catalogue::embedded().unwrap();
    let spec = catalogue.specification(catalogue.document("身份证").unwrap(), None);
    let checks = spec
        .checks
        .iter()
        .map(|(id, check)| (id.clone(), check.unit, check.pass));
    let both_ends = Bounds {
        min: Some(10.0),
        max: Some(20.0),
    };
    let nothing = Bounds {
        min: None,
        max: Some(0.0),
    };
    let rules =
        catalogue::Measure::ALL.map(|m| (format!("geometry-{}", m.key()), Unit::Px, both_ends));
    let others = [
        ("density", Unit::Dpi, both_ends),
        ("file-bytes", Unit::Kb, both_ends),
        ("dimensions", Unit::Px, nothing),
        ("too-few-pixels", Unit::Px, nothing),
        ("head-cut", Unit::Number, nothing),
        ("ends-too-early", Unit::Px, nothing),
        ("shoulder-cut", Unit::Px, nothing),
    ]
    .map(|(id, unit, pass)| (id.to_owned(), unit, pass));
    for (id, unit, pass) in checks.chain(rules).chain(others) {
        let id: &'static str = id.leak();
        let finding = |verdict, value| Finding {
            id,
            group: Group::Finished,
            verdict,
            value,
            unit,
            limit: Limit {
                pass,
                fail: Some(pass),
            },
            regions: Vec::new(),
        };
        let outside = [pass.min.map(|end| end - 1.0), pass.max.map(|end| end + 1.0)];
        for locale in Locale::ALL {
            let name = said_name(id, locale);
            let mut ends = Vec::new();
            for value in outside.into_iter().flatten() {
                for verdict in [Verdict::Advise, Verdict::Fail] {
                    let finding = finding(verdict, Ok(value));
                    let line = line(&finding, locale);
                    assert!(!line.contains(&name), "{id}: {line}");
                    assert!(!line.contains("finding-"), "{id}: {line}");
                    assert!(!line.contains(|c: char| c.is_ascii_digit()), "{id}: {line}");
                    assert!(!line.ends_with(['。', '.']), "{id}: {line}");
                    let told = advice(&finding, locale, Telling::Plain);
                    assert!(told.len() == 1 && !told[0].contains("finding-"), "{told:?}");
                    let told = advice(&finding, locale, Telling::WithFigures);
                    assert!(
                        told.concat().contains(|c: char| c.is_ascii_digit()),
                        "{told:?}"
                    );
                }
                ends.push(headline(&finding(Verdict::Fail, Ok(value)), locale));
            }
            if let [low, high] = &ends[..] {
                assert_ne!(low, high, "{id}: too little and too much are two things");
            }
            let passed = line(&finding(Verdict::Pass, Ok(0.0)), locale);
            assert!(passed.contains(&name), "{passed}");
            let unmeasured = finding(Verdict::NotMeasured, Err(WhyNot::Hidden));
            assert!(line(&unmeasured, locale).contains(&name));
        }
    }
}

fn said_name(id: &str, locale: Locale) -> String {
    messages::text(locale, &format!("finding-{id}"), &messages::Args::new())
}

/// What an earlier release stored has no sentence; it is said all the same, and what
/// nobody knows any more keeps its own reason.
#[test]
fn findings_stored_earlier_are_said_as_what_is_wrong() {
    let check = |id: &str, expected: &str| {
        let stored = format!(
            r#"{{"id":"{id}","group":"coverage","verdict":"advise","value":100.0,
            "unit":"percent","limit":{{"pass":{{"min":null,"max":48.0}},"fail":null}},
            "not_measured":null,"name":{{"zh":"没有被遮住","en":"not hidden"}},
            "reason":{{"zh":"好像没有全部露出来。","en":"seems hidden."}},
            "remedy":{{"zh":"别到耳后。","en":"tuck it."}},
            "regions":[],"regions_on_photo":[]}}"#
        );
        let entry: WordedFinding = serde_json::from_str(&stored).unwrap();
        assert_eq!(entry.headline(Locale::Zh), expected);
    };
    check("ear-left-hidden", "照片左边的耳朵被头发遮住");
    check("of-an-older-release", "好像没有全部露出来。");
}

fn report() -> compliance::Judgement {
    let bounds = |min, max| Bounds {
        min: Some(min),
        max: Some(max),
    };
    let finding = |id, verdict, value, unit| Finding {
        id,
        group: Group::Finished,
        verdict,
        value,
        unit,
        limit: Limit {
            pass: bounds(193.0, 221.0),
            fail: Some(bounds(186.6, 228.25)),
        },
        regions: vec![Region(vec![Point::new(1.06, 2.0), Point::new(3.0, 4.0)])],
    };
    compliance::Judgement {
        findings: vec![
            finding("geometry-face-width", Verdict::Pass, Ok(204.76), Unit::Px),
            finding("geometry-face-width", Verdict::Advise, Ok(190.0), Unit::Px),
            finding("eyes-open", Verdict::Fail, Ok(0.023_456), Unit::Number),
            finding(
                "yaw",
                Verdict::NotMeasured,
                Err(WhyNot::TurnedAway),
                Unit::Degrees,
            ),
            // Four digits make it a half, which rounds up; by itself it rounds down.
            finding("pitch", Verdict::Pass, Ok(204.749_98), Unit::Degrees),
        ],
    }
}

#[test]
fn what_is_stored_reads_as_what_was_found() {
    let report = report();
    let map = Affine::scaling(2.0);
    let stored = serde_json::to_string(&findings(&report, &map)).unwrap();
    let read: Findings = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, findings(&report, &map));
    assert_eq!(read.verdict, Verdict::Fail);
    for locale in Locale::ALL {
        for (finding, entry) in report.findings.iter().zip(&read.findings) {
            assert_eq!(entry.line(locale), line(finding, locale));
            let objected = matches!(finding.verdict, Verdict::Advise | Verdict::Fail);
            assert_eq!(entry.reason.is_some() && entry.remedy.is_some(), objected);
        }
    }
    assert_eq!(
        read.findings[0].regions_on_photo,
        [[[2.1, 4.0], [6.0, 8.0]]]
    );
}

#[test]
fn value_and_limit_stand_alone_too() {
    let stored = findings(&report(), &Affine::IDENTITY);
    let check = |index: usize, value: &str, limit: &str| {
        let entry: &WordedFinding = &stored.findings[index];
        let text = entry
            .value_text(Locale::En)
            .zip(entry.limit_text(Locale::En));
        assert_eq!(text, Some((value.to_owned(), limit.to_owned())), "{index}");
    };
    check(0, "204.8 px", "193–221 px");
    check(1, "190 px", "193–221 px");
    check(2, "0.0235", "187–228");
}

#[test]
fn a_picture_that_cannot_be_judged_says_why() {
    let found = nothing_to_judge(&DecodeError::Empty.into());
    let stored = serde_json::to_string(&found).unwrap();
    let read: Findings = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, found);
    let [entry] = &read.findings[..] else {
        panic!("{read:?}");
    };
    for locale in Locale::ALL {
        assert!(entry.line(locale) != entry.id && !entry.line(locale).is_empty());
        assert_eq!(
            (entry.value_text(locale), entry.limit_text(locale)),
            (None, None)
        );
    }
}
