//! Compliance findings as programs read them and as they are stored.
//!
//! Takes a [`compliance::Judgement`]; gives [`Findings`], which serialise both ways
//! and carry what a page shows of each, in both languages; `words` puts them into
//! lines of one language.

mod part;
mod worded;
mod words;

use catalogue::Text;
use compliance::{Finding, Judgement, Region, Verdict};
use imaging::Affine;

use crate::failure::Failure;
use crate::figures::rounded;
use crate::wrong::wrongs;

use part::{in_both_languages, wrong_part};
pub use worded::{Findings, WordedFinding};
pub use words::{Telling, advice, figures, headline, line, name, remedy};

/// A judgement with its words. `to_photo` maps pixels of the upright picture to
/// pixels of the photo.
#[must_use]
pub fn findings(judgement: &Judgement, to_photo: &Affine) -> Findings {
    let entry = |finding: &Finding| {
        let objection = finding.verdict.objects();
        let both = |part| in_both_languages(finding.id, part);
        let value = finding.value.ok().map(rounded);
        let seen = |map: &Affine| finding.regions.iter().map(|r| corners(r, map)).collect();
        WordedFinding {
            id: finding.id.to_owned(),
            group: Some(finding.group),
            verdict: finding.verdict,
            value,
            unit: Some(finding.unit),
            limit: Some(finding.limit),
            not_measured: finding.value.err(),
            name: Some(both("")),
            wrong: objection.then(|| both(wrong_part(finding.id, value, &finding.limit))),
            reason: objection.then(|| both(".reason")),
            remedy: objection.then(|| both(".remedy")),
            regions: seen(&Affine::IDENTITY),
            regions_on_photo: seen(to_photo),
        }
    };
    Findings {
        verdict: judgement.verdict(),
        findings: judgement.findings.iter().map(entry).collect(),
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
        wrong: None,
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
