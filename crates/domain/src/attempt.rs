//! One picture put to an order: what was made of it, and how it was decided.

use serde::{Deserialize, Serialize};

use crate::ids::{AttemptId, OrderId, StaffId};
use crate::sealed::{BlobRef, Sealed};
use crate::timestamp::Timestamp;

/// What the engine said of a picture, at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fitness {
    /// Every finding passed.
    Good,
    /// Something to look at; the applicant may accept it.
    Advised,
    /// Something that an inspector would refuse.
    Failing,
    /// No photo could be made of it.
    NoPhoto,
}

/// One picture put to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its name.
    pub id: AttemptId,
    /// The order it belongs to.
    pub order: OrderId,
    /// 1 for the first submission; 0 until it is submitted.
    pub ordinal: u16,
    /// When the picture came.
    pub prepared_at: Timestamp,
    /// When the applicant handed it in.
    pub submitted_at: Option<Timestamp>,
    /// The picture as uploaded; gone after the decision.
    pub original: Option<BlobRef>,
    /// The photo made of it.
    pub photo: Option<BlobRef>,
    /// SHA-256 of the photo's file in hexadecimal; what a receipt vouches for.
    pub photo_sha256: Option<String>,
    /// Findings, lines and provenance, as JSON, sealed under the order's key.
    pub report: Sealed,
    /// The gravest finding.
    pub fitness: Fitness,
    /// The version of the catalogue it was judged by.
    pub catalogue_version: String,
    /// How it was decided.
    pub decision: Option<Decision>,
}

/// Approved or rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The photo meets the specification.
    Approved,
    /// It does not; the reasons say why.
    Rejected,
}

/// An inspector's decision on an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Which way.
    pub verdict: Verdict,
    /// Who decided.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
    /// Identifiers of rejection reasons; at least one where it was rejected.
    pub reasons: Vec<String>,
    /// A sentence to the applicant; may be empty.
    pub note: String,
    /// Findings decided against, each with why.
    pub overruled: Vec<Overruled>,
}

/// A finding an inspector decided against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overruled {
    /// The finding's identifier.
    pub finding: String,
    /// Why.
    pub class: OverruleClass,
}

/// Why a finding was overruled (after BSI TR-03121-3-2, which lets a reviewer
/// veto both ways with a class of reason).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OverruleClass {
    /// The measure is mistaken: anyone can see it is in order.
    Mistaken,
    /// Medical or bodily reason: disability, illness, age.
    Bodily,
    /// Religious or cultural reason the rules allow for.
    Religious,
    /// Something else; the note says what.
    Other,
}

impl OverruleClass {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Mistaken, Self::Bodily, Self::Religious, Self::Other];

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mistaken => "mistaken",
            Self::Bodily => "bodily",
            Self::Religious => "religious",
            Self::Other => "other",
        }
    }
}
