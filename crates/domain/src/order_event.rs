//! What happened to an order, in its own words; the lines of its timeline.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::ids::OrderId;
use crate::receipt::RevokedFor;
use crate::timestamp::Timestamp;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum OrderEvent {
    /// The applicant began.
    Drafted,
    /// A picture came and was looked at.
    PicturePrepared,
    /// The applicant gave their details and consents.
    DetailsGiven {
        /// The version of the consent texts agreed to.
        consent_version: String,
    },
    /// The applicant handed a picture in.
    Submitted {
        /// Which submission, from 1.
        ordinal: u16,
    },
    /// An inspector took it.
    Claimed,
    /// They gave it back.
    Released,
    /// They did not come back to it.
    ClaimLapsed,
    /// They asked for another pair of eyes.
    SecondOpinionAsked,
    /// The photo was made anew from the original, the crop moved.
    Remade,
    /// Approved.
    Approved,
    /// Rejected.
    Rejected {
        /// Identifiers of the reasons.
        reasons: Vec<String>,
    },
    /// The decision was taken back at once.
    Undone,
    /// The applicant cancelled it.
    Cancelled,
    /// Nobody went on with it.
    Lapsed,
    /// The uploaded picture was deleted.
    OriginalErased,
    /// Person and photos were deleted.
    Erased,
    /// The receipt was issued.
    ReceiptIssued,
    /// It was used up at a counter.
    ReceiptUsed,
    /// That was taken back.
    ReceiptUseUndone,
    /// It was declared void.
    ReceiptRevoked {
        /// Why.
        why: RevokedFor,
    },
}

impl OrderEvent {
    /// Stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::PicturePrepared => "picture-prepared",
            Self::DetailsGiven { .. } => "details-given",
            Self::Submitted { .. } => "submitted",
            Self::Claimed => "claimed",
            Self::Released => "released",
            Self::ClaimLapsed => "claim-lapsed",
            Self::SecondOpinionAsked => "second-opinion-asked",
            Self::Remade => "remade",
            Self::Approved => "approved",
            Self::Rejected { .. } => "rejected",
            Self::Undone => "undone",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
            Self::OriginalErased => "original-erased",
            Self::Erased => "erased",
            Self::ReceiptIssued => "receipt-issued",
            Self::ReceiptUsed => "receipt-used",
            Self::ReceiptUseUndone => "receipt-use-undone",
            Self::ReceiptRevoked { .. } => "receipt-revoked",
        }
    }
}

/// One line of an order's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Whose.
    pub order: OrderId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub what: OrderEvent,
}
