//! What was measured of a case: rows of findings and measures, and the pictures
//! with what is drawn over them.

use compliance::Verdict;
use studio::WordedFinding;
use usecases::inspector::CaseView;

use crate::Speech;
use crate::measured::drawn;
use crate::pages::application::drawing::{Over, Shot, photo_size, picture_size, places};

/// One measurement.
pub(super) struct MeasureRow {
    pub(super) id: String,
    /// What is wrong, or what is measured and in order.
    pub(super) name: String,
    pub(super) value: String,
    pub(super) limit: String,
    pub(super) reason: String,
}

/// The findings of this verdict.
pub(super) fn lines(s: Speech, case: &CaseView, verdict: Verdict) -> Vec<MeasureRow> {
    let entries = case.report.findings.iter().flat_map(|f| &f.findings);
    let matching = entries.filter(|entry| entry.verdict == verdict);
    matching.map(|entry| line(s, entry)).collect()
}

pub(super) fn line(s: Speech, entry: &WordedFinding) -> MeasureRow {
    let locale = s.locale;
    let reason = entry.reason.as_ref().map(|text| s.of(text).to_owned());
    MeasureRow {
        id: entry.id.clone(),
        name: entry.headline(locale),
        value: entry.value_text(locale).unwrap_or_default(),
        limit: entry.limit_text(locale).unwrap_or_default(),
        reason: reason.unwrap_or_default(),
    }
}

pub(super) fn measures(s: Speech, case: &CaseView) -> Vec<MeasureRow> {
    let Some(rulers) = &case.report.rulers else {
        return Vec::new();
    };
    let one = |ruler: &portrait::Ruler| {
        let held = &ruler.measure;
        MeasureRow {
            id: if ruler.held { "held" } else { "missed" }.to_owned(),
            name: s.say(&format!("measure-{}", held.measure.key())),
            value: format!("{} px", studio::short(held.px)),
            limit: studio::range(held.min_px, held.max_px),
            reason: String::new(),
        }
    };
    rulers.measures.iter().map(one).collect()
}

pub(super) fn shots(s: Speech, case: &CaseView) -> (Option<Shot>, Option<Shot>) {
    let entries = || case.report.findings.iter().flat_map(|f| &f.findings);
    let tone = |entry: &WordedFinding| match entry.verdict {
        Verdict::Fail => Some("fail"),
        Verdict::Advise => Some("advise"),
        Verdict::Pass | Verdict::NotMeasured => None,
    };
    let number = case.number;
    let before = case.has_original.then_some(()).and_then(|()| {
        let (width, height) = picture_size(&case.report)?;
        Some(Shot {
            src: format!("/desk/orders/{number}/original.jpg"),
            alt: s.say("desk-original"),
            width,
            height,
            places: places(entries(), Over::Picture, tone),
            bands: Vec::new(),
            lines: Vec::new(),
        })
    });
    let after = photo_size(&case.report).map(|(width, height)| {
        let (bands, lines) = case.report.rulers.as_ref().map(drawn).unwrap_or_default();
        // The hash gives a remade photo another URL.
        let hash = case.photo_hash.map(|hash| hash.to_string());
        let hash = hash.unwrap_or_default();
        Shot {
            src: format!(
                "/desk/orders/{number}/photo.jpg?v={}",
                hash.get(..12).unwrap_or_default()
            ),
            alt: s.say("desk-photo"),
            width,
            height,
            places: places(entries(), Over::Photo, tone),
            bands,
            lines,
        }
    });
    (before, after)
}
