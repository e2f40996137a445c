//! Compliance findings as programs read them and as people do.

use catalogue::{Bounds, Text, Unit};
use compliance::{Finding, Group, Region, Verdict};
use imaging::Affine;
use messages::{Args, Locale, text};
use serde::Serialize;

use crate::explain::{args, explain};
use crate::failure::Failure;
use crate::figures::{range, short};

/// The findings on one picture.
#[derive(Debug, Serialize)]
pub(crate) struct Findings {
    /// The gravest of them.
    pub(crate) verdict: Verdict,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    /// Stable name.
    id: &'static str,
    /// `null` where the picture could not be judged at all.
    group: Option<Group>,
    verdict: Verdict,
    /// `null` where it could not be measured.
    value: Option<f64>,
    unit: Option<Unit>,
    limit: Option<Limits>,
    /// Why there is no value; `null` where there is one.
    not_measured: Option<&'static str>,
    name: Option<Text>,
    /// `null` where there is nothing to object to.
    reason: Option<Text>,
    remedy: Option<Text>,
    /// Closed polygons, in pixels of the upright picture.
    regions: Vec<Vec<[f64; 2]>>,
    /// The same on the photo.
    regions_on_photo: Vec<Vec<[f64; 2]>>,
}

/// A value inside `pass` passes; one outside `fail` fails.
#[derive(Debug, Serialize)]
struct Limits {
    pass: Bounds,
    fail: Option<Bounds>,
}

/// `report` for programs; `to_photo` takes the upright picture to the photo.
pub(crate) fn findings(report: &compliance::Report, to_photo: &Affine) -> Findings {
    let entry = |finding: &Finding| {
        let objection = matches!(finding.verdict, Verdict::Advise | Verdict::Fail);
        let both = |part| Text {
            zh: said(finding, part, Locale::Zh),
            en: said(finding, part, Locale::En),
        };
        let seen = |map: &Affine| finding.regions.iter().map(|r| corners(r, map)).collect();
        Entry {
            id: finding.id,
            group: Some(finding.group),
            verdict: finding.verdict,
            value: finding.value.ok().map(rounded),
            unit: Some(finding.unit),
            limit: Some(Limits {
                pass: finding.limit.pass,
                fail: finding.limit.fail,
            }),
            not_measured: finding.value.err().map(compliance::WhyNot::code),
            name: Some(both("")),
            reason: objection.then(|| both(".reason")),
            remedy: objection.then(|| both(".remedy")),
            regions: seen(&Affine::IDENTITY),
            regions_on_photo: seen(to_photo),
        }
    };
    Findings {
        verdict: report.verdict(),
        findings: report.findings.iter().map(entry).collect(),
    }
}

/// A picture that gave no photo to judge: what was wrong is the one finding.
pub(crate) fn nothing_to_judge(failure: &Failure) -> Findings {
    let pairs = explain(failure, Locale::Zh)
        .into_iter()
        .zip(explain(failure, Locale::En));
    let findings = pairs.map(|(zh, en)| Entry {
        id: zh.code,
        group: None,
        verdict: Verdict::Fail,
        value: None,
        unit: None,
        limit: None,
        not_measured: None,
        name: None,
        reason: Some(Text {
            zh: zh.message,
            en: en.message,
        }),
        remedy: zh.remedy.zip(en.remedy).map(|(zh, en)| Text { zh, en }),
        regions: Vec::new(),
        regions_on_photo: Vec::new(),
    });
    Findings {
        verdict: Verdict::Fail,
        findings: findings.collect(),
    }
}

/// Four digits after the point tell more than any measure does.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn corners(region: &Region, map: &Affine) -> Vec<[f64; 2]> {
    let tenths = |v: f64| (v * 10.0).round() / 10.0;
    let corner = |p| {
        let p = map.apply(p);
        [tenths(p.x), tenths(p.y)]
    };
    region.0.iter().copied().map(corner).collect()
}

fn said(finding: &Finding, part: &str, locale: Locale) -> String {
    let key = format!("finding-{}{part}", finding.id);
    text(locale, &key, &Args::new())
}

/// The requirement's name.
pub(crate) fn name(finding: &Finding, locale: Locale) -> String {
    said(finding, "", locale)
}

/// A finding in a line: its name, the value, the limit.
pub(crate) fn line(finding: &Finding, locale: Locale) -> String {
    let key = match finding.verdict {
        Verdict::Pass => "check-pass",
        Verdict::NotMeasured => "check-not-measured",
        Verdict::Advise => "check-advise",
        Verdict::Fail => "check-fail",
    };
    let value = match finding.value {
        Ok(value) => with_unit(value, finding.unit, locale),
        Err(why) => text(
            locale,
            &format!("not-measured-{}", why.code()),
            &Args::new(),
        ),
    };
    let given = args([
        ("name", name(finding, locale)),
        ("value", value),
        ("limit", limit(finding, locale)),
    ]);
    text(locale, key, &given)
}

/// What is wrong and what to do, in two lines.
pub(crate) fn advice(finding: &Finding, locale: Locale) -> [String; 2] {
    ["reason", "remedy"].map(|part| {
        let given = args([("text", said(finding, &format!(".{part}"), locale))]);
        text(locale, &format!("check-{part}"), &given)
    })
}

fn limit(finding: &Finding, locale: Locale) -> String {
    // What fails is told beside the bound that failed it.
    let bounds = match (finding.verdict, finding.limit.fail) {
        (Verdict::Fail, Some(fail)) => fail,
        _ => finding.limit.pass,
    };
    let ends = if finding.unit == Unit::Number {
        let three = |end: Option<f64>| end.map(significant);
        match (three(bounds.min), three(bounds.max)) {
            (Some(min), Some(max)) => format!("{min}–{max}"),
            (Some(min), None) => format!("≥ {min}"),
            (None, Some(max)) => format!("≤ {max}"),
            (None, None) => "–".to_owned(),
        }
    } else {
        range(bounds.min, bounds.max)
    };
    format!("{ends}{}", unit(finding.unit, locale))
}

fn with_unit(value: f64, of: Unit, locale: Locale) -> String {
    let figure = if of == Unit::Number {
        significant(value)
    } else {
        short(value)
    };
    format!("{figure}{}", unit(of, locale))
}

/// Ratios and indices: three digits that count.
fn significant(value: f64) -> String {
    let whole = value.abs().max(1e-9).log10().floor() as i32;
    let digits = usize::try_from(2 - whole).unwrap_or(0).min(4);
    let figure = format!("{value:.digits$}");
    if figure.contains('.') {
        let trimmed = figure.trim_end_matches('0').trim_end_matches('.');
        if trimmed == "-0" {
            "0".to_owned()
        } else {
            trimmed.to_owned()
        }
    } else {
        figure
    }
}

fn unit(unit: Unit, locale: Locale) -> String {
    let key = match unit {
        Unit::Number => return String::new(),
        Unit::Percent => "unit-percent",
        Unit::Degrees => "unit-degrees",
        Unit::Px => "unit-px",
        Unit::Levels => "unit-levels",
        Unit::Kb => "unit-kb",
        Unit::Dpi => "unit-dpi",
    };
    text(locale, key, &Args::new())
}

#[cfg(test)]
mod tests {
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
                for part in ["", ".reason", ".remedy"] {
                    let key = format!("finding-{id}{part}");
                    assert!(messages::has(locale, &key), "{key}");
                }
            }
        }
    }

    #[test]
    fn ratios_have_three_digits_that_count() {
        let check = |value, expected| assert_eq!(significant(value), expected, "{value}");
        check(0.0, "0");
        check(0.023_456, "0.0235");
        check(-0.5, "-0.5");
        check(1.234_5, "1.23");
        check(123.4, "123");
        check(12_345.6, "12346");
        check(-0.000_001, "0");
    }
}
