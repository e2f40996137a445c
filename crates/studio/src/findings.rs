//! Compliance findings as programs read them and as they are stored.
//!
//! Takes a [`compliance::Report`]; gives [`Findings`], which serialise both ways
//! and carry what a page shows of each, in both languages. [`words`] says them.

mod words;

use catalogue::{Text, Unit};
use compliance::{Finding, Group, Limit, Region, Verdict, WhyNot};
use imaging::Affine;
use messages::Locale;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::wrong::wrongs;

use words::said;
pub use words::{advice, line, name};

/// The findings on one picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// The gravest of them.
    pub verdict: Verdict,
    /// In the order of the groups.
    pub findings: Vec<WordedFinding>,
}

/// One requirement's outcome, with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordedFinding {
    /// Stable name.
    pub id: String,
    /// `None` where the picture could not be judged at all.
    pub group: Option<Group>,
    /// How it came out.
    pub verdict: Verdict,
    /// `None` where it could not be measured.
    pub value: Option<f64>,
    /// Unit of value and limit.
    pub unit: Option<Unit>,
    /// A value inside `pass` passes; one outside `fail` fails.
    pub limit: Option<Limit>,
    /// Why there is no value; `None` where there is one.
    pub not_measured: Option<WhyNot>,
    /// What the requirement is called.
    pub name: Option<Text>,
    /// `None` where there is nothing to object to.
    pub reason: Option<Text>,
    /// What to do.
    pub remedy: Option<Text>,
    /// Closed polygons, in pixels of the upright picture.
    pub regions: Vec<Vec<[f64; 2]>>,
    /// The same on the photo.
    pub regions_on_photo: Vec<Vec<[f64; 2]>>,
}

/// `report` for programs; `to_photo` takes the upright picture to the photo.
#[must_use]
pub fn findings(report: &compliance::Report, to_photo: &Affine) -> Findings {
    let entry = |finding: &Finding| {
        let objection = matches!(finding.verdict, Verdict::Advise | Verdict::Fail);
        let both = |part| Text {
            zh: said(finding.id, part, Locale::Zh),
            en: said(finding.id, part, Locale::En),
        };
        let seen = |map: &Affine| finding.regions.iter().map(|r| corners(r, map)).collect();
        WordedFinding {
            id: finding.id.to_owned(),
            group: Some(finding.group),
            verdict: finding.verdict,
            value: finding.value.ok().map(rounded),
            unit: Some(finding.unit),
            limit: Some(finding.limit),
            not_measured: finding.value.err(),
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
#[must_use]
pub fn nothing_to_judge(failure: &Failure) -> Findings {
    let findings = wrongs(failure).into_iter().map(|wrong| WordedFinding {
        id: wrong.code,
        group: None,
        verdict: Verdict::Fail,
        value: None,
        unit: None,
        limit: None,
        not_measured: None,
        name: None,
        reason: Some(Text {
            zh: wrong.zh.message,
            en: wrong.en.message,
        }),
        remedy: wrong
            .zh
            .remedy
            .zip(wrong.en.remedy)
            .map(|(zh, en)| Text { zh, en }),
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

#[cfg(test)]
mod tests;
