//! One picture put to an order, the photo made from it, and the decision.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::coded::coded;
use crate::ids::{AttemptId, OrderId};
use crate::photo_hash::PhotoHash;
use crate::sealed::{BlobRef, Sealed};
use crate::timestamp::Timestamp;

coded! {
    /// The overall result of the photo checks.
    pub enum Fitness {
        /// Every finding passed.
        Good = "good",
        /// Findings that an inspector decides on; the applicant may submit.
        Advised = "advised",
        /// A finding that an inspector would reject.
        Failing = "failing",
        /// No photo could be made.
        NoPhoto = "no-photo",
    }
}

impl Fitness {
    /// Whether an attempt of this fitness can be submitted.
    #[must_use]
    pub const fn may_be_handed_in(self) -> bool {
        matches!(self, Self::Good | Self::Advised)
    }
}

/// One picture put to an order, and what was made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Internal id (ULID).
    pub id: AttemptId,
    /// The order it belongs to.
    pub order: OrderId,
    /// 1 for the first submission; 0 until it is submitted.
    pub ordinal: u16,
    /// When the picture was uploaded.
    pub prepared_at: Timestamp,
    /// When the applicant submitted it.
    pub submitted_at: Option<Timestamp>,
    /// The uploaded picture; `None` once erased after the decision.
    pub original: Option<BlobRef>,
    /// The photo made from it.
    pub photo: Option<BlobRef>,
    /// SHA-256 of the photo's file; signed in the receipt. `None` once erased.
    pub photo_hash: Option<PhotoHash>,
    /// Result of the gravest finding.
    pub fitness: Fitness,
    /// Version of the catalogue it was checked against.
    pub catalogue_version: String,
    /// The inspector's decision.
    pub decision: Option<Decision>,
}

coded! {
    /// The outcome of a decision.
    pub enum Verdict {
        /// The photo meets the specification.
        Approved = "approved",
        /// The photo does not meet it; see the reasons.
        Rejected = "rejected",
    }
}

/// An inspector's decision on an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Outcome.
    pub verdict: Verdict,
    /// Who decided.
    pub by: Actor,
    /// When it was made.
    pub at: Timestamp,
    /// Identifiers of rejection reasons; at least one for a rejection.
    pub reasons: Vec<String>,
    /// Note to the applicant, sealed under the order's key; `None` for none, and
    /// once erased.
    pub note: Option<Sealed>,
    /// Overruled findings, each with its class of reason.
    pub overruled: Vec<Overruled>,
}

/// A finding that an inspector overruled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overruled {
    /// The finding's identifier.
    pub finding: String,
    /// Class of reason.
    pub class: OverruleClass,
}

coded! {
    // After BSI TR-03121-3-2, where a reviewer can veto in both directions with a
    // class of reason.
    /// Why a finding is overruled.
    pub enum OverruleClass {
        /// The measurement is wrong: the photo obviously complies.
        Mistaken = "mistaken",
        /// Medical or physical reason: disability, illness, age.
        Bodily = "bodily",
        /// Religious or cultural reason that the rules allow.
        Religious = "religious",
        /// Another reason; see the note.
        Other = "other",
    }
}
