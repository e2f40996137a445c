//! One picture put to an order: what was made of it, and how it was decided.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::coded::coded;
use crate::ids::{AttemptId, OrderId};
use crate::photo_hash::PhotoHash;
use crate::sealed::{BlobRef, Sealed};
use crate::timestamp::Timestamp;

coded! {
    /// What the engine said of a picture, at a glance.
    pub enum Fitness {
        /// Every finding passed.
        Good = "good",
        /// Something to look at; the applicant may accept it.
        Advised = "advised",
        /// Something that an inspector would refuse.
        Failing = "failing",
        /// No photo could be made of it.
        NoPhoto = "no-photo",
    }
}

impl Fitness {
    /// Whether a picture judged so can be handed in.
    #[must_use]
    pub const fn may_be_handed_in(self) -> bool {
        matches!(self, Self::Good | Self::Advised)
    }
}

/// One picture put to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Internal id (ULID).
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
    /// Hash of the photo's file; what a receipt vouches for.
    pub photo_hash: Option<PhotoHash>,
    /// Findings, lines and provenance, as JSON, sealed under the order's key.
    pub report: Sealed,
    /// The gravest finding.
    pub fitness: Fitness,
    /// The version of the catalogue it was judged by.
    pub catalogue_version: String,
    /// How it was decided.
    pub decision: Option<Decision>,
}

coded! {
    /// Approved or rejected.
    pub enum Verdict {
        /// The photo meets the specification.
        Approved = "approved",
        /// It does not; the reasons say why.
        Rejected = "rejected",
    }
}

/// An inspector's decision on an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Which way.
    pub verdict: Verdict,
    /// Who decided.
    pub by: Actor,
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

coded! {
    /// Why a finding was overruled (after BSI TR-03121-3-2, which lets a reviewer
    /// veto both ways with a class of reason).
    pub enum OverruleClass {
        /// The measure is mistaken: anyone can see it is in order.
        Mistaken = "mistaken",
        /// Medical or bodily reason: disability, illness, age.
        Bodily = "bodily",
        /// Religious or cultural reason the rules allow for.
        Religious = "religious",
        /// Something else; the note says what.
        Other = "other",
    }
}
