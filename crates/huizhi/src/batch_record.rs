//! What is kept of each picture of a run, for the summary and the contact sheet.

use compliance::{Judgement, Verdict};
use messages::Locale;
use portrait::ConstraintFit;
use studio::{Explanation, PhotoFile, figures, headline, lacking, remedy};

use crate::explain::explain;
use crate::tried::Tried;

/// One picture of a run.
pub(crate) struct Record {
    /// The picture's file name.
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
    /// What is wrong, in the user's language; also for a draft.
    pub(crate) said: Vec<Explanation>,
    /// What an inspector would object to, gravest first.
    pub(crate) objections: Vec<Objection>,
    /// The photo's file name beside the summary.
    pub(crate) photo: Option<String>,
    pub(crate) bytes: Option<usize>,
    /// JPEG quality, 1–100.
    pub(crate) quality: Option<u8>,
    pub(crate) measures: Vec<ConstraintFit>,
    /// A small JPEG of the picture.
    pub(crate) thumbnail: Option<Vec<u8>>,
    pub(crate) total_ms: f64,
}

/// How one picture ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is a photo that may be handed in.
    Usable,
    /// There is a photo of a picture that lacked something, as was asked for.
    Draft,
    /// There is a photo in which a finding fails.
    Failing,
    /// There is none.
    None,
}

/// What is objected to in a photo, in the user's language.
pub(crate) struct Objection {
    /// The finding's id.
    pub(crate) code: &'static str,
    pub(crate) verdict: Verdict,
    /// What is wrong, as a sentence.
    pub(crate) wrong: String,
    pub(crate) remedy: String,
    pub(crate) figures: String,
}

impl Outcome {
    /// As the summary's column says it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Usable => "yes",
            Self::Draft => "draft",
            Self::Failing | Self::None => "no",
        }
    }
}

/// Keeps what the summary and the contact sheet show.
pub(crate) fn record(
    name: String,
    tried: &mut Tried,
    photo: Option<String>,
    total_ms: f64,
    locale: Locale,
) -> Record {
    let attempt = &mut tried.attempt;
    let shortfalls = attempt.photo.iter().flat_map(|photo| &photo.shortfalls);
    let said = match &tried.failure {
        Some(failure) => explain(failure, locale),
        None => shortfalls
            .map(|shortfall| lacking(shortfall, locale))
            .collect(),
    };
    Record {
        name,
        outcome: match (&photo, said.is_empty()) {
            (None, _) => Outcome::None,
            (Some(_), true) if attempt.usable() => Outcome::Usable,
            (Some(_), true) => Outcome::Failing,
            (Some(_), false) => Outcome::Draft,
        },
        said,
        objections: objections(attempt.compliance.as_ref(), locale),
        bytes: photo
            .as_ref()
            .and(attempt.file.as_ref())
            .map(|file| file.bytes().len()),
        quality: match &attempt.file {
            Some(PhotoFile::Jpeg(jpeg)) => Some(jpeg.quality),
            Some(PhotoFile::Png(_)) | None => None,
        },
        photo,
        measures: attempt
            .photo
            .as_ref()
            .map_or(Vec::new(), |photo| photo.frame.held.clone()),
        thumbnail: attempt.thumbnail.take(),
        total_ms,
    }
}

fn objections(judgement: Option<&Judgement>, locale: Locale) -> Vec<Objection> {
    let findings = judgement.map_or(&[][..], |judgement| &judgement.findings);
    let of = |verdict| findings.iter().filter(move |f| f.verdict == verdict);
    let gravest_first = of(Verdict::Fail).chain(of(Verdict::Advise));
    gravest_first
        .map(|finding| Objection {
            code: finding.id,
            verdict: finding.verdict,
            wrong: headline(finding, locale),
            remedy: remedy(finding, locale),
            figures: figures(finding, locale),
        })
        .collect()
}
