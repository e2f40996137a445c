//! The check results of a picture, stored as JSON; `sealed_report.rs` seals them.

use domain::Fitness;
use portrait::{Edit, Nudge, Provenance, Rulers};
use serde::{Deserialize, Serialize};
use studio::{Findings, Wrong};

/// The check results of a picture.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AttemptReport {
    /// Findings; `None` if no face was found.
    pub findings: Option<Findings>,
    /// Why no photo could be made; empty if there is one.
    pub wrongs: Vec<Wrong>,
    /// How the photo was made; `None` if there is none.
    pub provenance: Option<Provenance>,
    /// The measured lines on the photo.
    pub rulers: Option<Rulers>,
    /// Properties of the photo's file.
    pub photo: Option<PhotoFacts>,
    /// Properties of the uploaded picture.
    pub picture: Option<UploadFacts>,
    /// How the crop was moved from its computed place.
    pub nudge: Nudge,
    /// The background that the applicant chose; `None` for the usual one.
    #[serde(default)]
    pub background: Option<[u8; 3]>,
}

/// Properties of a photo's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoFacts {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Size of the file in bytes.
    pub bytes: usize,
    /// JPEG quality, 1–100 on libjpeg's scale.
    pub quality: u8,
}

/// Properties of an uploaded picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadFacts {
    /// Width in pixels, as stored.
    pub width_px: u32,
    /// Height in pixels, as stored.
    pub height_px: u32,
    /// `JPEG`, `PNG`, `WebP` or `HEIC`.
    pub format: String,
    /// Size of the file in bytes.
    pub bytes: usize,
}

impl AttemptReport {
    /// What of the photo was corrected by hand.
    #[must_use]
    pub fn edit(&self) -> Edit {
        let made = self.provenance.as_ref();
        Edit {
            nudge: self.nudge,
            strokes: made.map(|made| made.strokes.clone()).unwrap_or_default(),
        }
    }

    /// Result of the gravest finding.
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

    /// Identifiers of the failing findings.
    #[must_use]
    pub fn failing(&self) -> Vec<String> {
        let entries = self.findings.iter().flat_map(|findings| &findings.findings);
        entries
            .filter(|entry| entry.verdict == compliance::Verdict::Fail)
            .map(|entry| entry.id.clone())
            .collect()
    }
}
