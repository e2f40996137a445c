//! What happened to an order, in its own words; the lines of its timeline.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::ids::OrderId;
use crate::log_action::LogAction;
use crate::receipt::revoked_for::RevokedFor;
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
    /// Stable code; the log calls it the same.
    #[must_use]
    pub fn code(&self) -> &'static str {
        LogAction::from(self).code()
    }
}

impl From<&OrderEvent> for LogAction {
    /// What the log says of an event.
    fn from(event: &OrderEvent) -> Self {
        match event {
            OrderEvent::Drafted => Self::Drafted,
            OrderEvent::PicturePrepared => Self::PicturePrepared,
            OrderEvent::DetailsGiven { .. } => Self::DetailsGiven,
            OrderEvent::Submitted { .. } => Self::Submitted,
            OrderEvent::Claimed => Self::Claimed,
            OrderEvent::Released => Self::Released,
            OrderEvent::ClaimLapsed => Self::ClaimLapsed,
            OrderEvent::SecondOpinionAsked => Self::SecondOpinionAsked,
            OrderEvent::Remade => Self::Remade,
            OrderEvent::Approved => Self::Approved,
            OrderEvent::Rejected { .. } => Self::Rejected,
            OrderEvent::Undone => Self::Undone,
            OrderEvent::Cancelled => Self::Cancelled,
            OrderEvent::Lapsed => Self::Lapsed,
            OrderEvent::OriginalErased => Self::OriginalErased,
            OrderEvent::Erased => Self::Erased,
            OrderEvent::ReceiptIssued => Self::ReceiptIssued,
            OrderEvent::ReceiptUsed => Self::ReceiptUsed,
            OrderEvent::ReceiptUseUndone => Self::ReceiptUseUndone,
            OrderEvent::ReceiptRevoked { .. } => Self::ReceiptRevoked,
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
    pub event: OrderEvent,
}
