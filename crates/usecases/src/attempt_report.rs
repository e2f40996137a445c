//! What the engine said of a picture: kept as JSON; `sealed_report.rs` keeps it.

use domain::Fitness;
use portrait::{Nudge, Provenance, Rulers};
use serde::{Deserialize, Serialize};
use studio::{Findings, Wrong};

/// What the engine said of a picture.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AttemptReport {
    /// What an inspector would object to; `None` where there is no face.
    pub findings: Option<Findings>,
    /// Why there is no photo; empty where there is one.
    pub wrongs: Vec<Wrong>,
    /// How the photo was made; `None` where there is none.
    pub provenance: Option<Provenance>,
    /// The measured lines on the photo.
    pub rulers: Option<Rulers>,
    /// The photo's file.
    pub photo: Option<PhotoFacts>,
    /// The uploaded picture.
    pub picture: Option<UploadFacts>,
    /// How the crop was moved from where it was solved.
    pub nudge: Nudge,
}

/// A photo's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoFacts {
    /// Pixels across.
    pub width_px: u32,
    /// Pixels down.
    pub height_px: u32,
    /// Length of the file.
    pub bytes: usize,
    /// JPEG quality, 1–100 as libjpeg counts.
    pub quality: u8,
}

/// An uploaded picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadFacts {
    /// Pixels across as stored.
    pub width_px: u32,
    /// Pixels down as stored.
    pub height_px: u32,
    /// `JPEG`, `PNG`, `WebP` or `HEIC`.
    pub format: String,
    /// Length of the file.
    pub bytes: usize,
}

impl AttemptReport {
    /// The gravest finding.
    #[must_use]
    pub fn fitness(&self) -> Fitness {
        if self.photo.is_none() {
            return Fitness::NoPhoto;
        }
        match self.findings.as_ref().map(|findings| findings.verdict) {
            Some(compliance::Verdict::Fail) => Fitness::Failing,
            Some(compliance::Verdict::Advise) => Fitness::Advised,
            Some(compliance::Verdict::Pass | compliance::Verdict::NotMeasured) | None => {
                Fitness::Good
            }
        }
    }

    /// Identifiers of the findings that fail.
    #[must_use]
    pub fn failing(&self) -> Vec<String> {
        let entries = self.findings.iter().flat_map(|findings| &findings.findings);
        entries
            .filter(|entry| entry.verdict == compliance::Verdict::Fail)
            .map(|entry| entry.id.clone())
            .collect()
    }
}
