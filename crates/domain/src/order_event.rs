//! Events of an order, as recorded in its timeline.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::ids::OrderId;
use crate::log_action::LogAction;
use crate::money::{Fen, PayWay};
use crate::receipt::revoked_for::RevokedFor;
use crate::timestamp::Timestamp;

/// An event of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum OrderEvent {
    /// The applicant began the order.
    Drafted,
    /// A picture was uploaded and checked.
    PicturePrepared,
    /// The applicant gave their details and consents.
    DetailsGiven {
        /// Version of the consent texts agreed to.
        consent_version: String,
    },
    /// The price is to be paid before it goes on.
    PaymentDue,
    /// The price was paid.
    Paid {
        /// How much.
        amount: Fen,
        /// How.
        way: PayWay,
    },
    /// The payment had been recorded by mistake.
    PaymentUndone,
    /// What was paid is to be given back.
    RefundAsked {
        /// How much.
        amount: Fen,
    },
    /// What was paid was given back.
    Refunded {
        /// How much.
        amount: Fen,
    },
    /// What was to be given back could not be.
    RefundFailed {
        /// How much.
        amount: Fen,
    },
    /// The applicant submitted a picture.
    Submitted {
        /// Number of the submission, from 1.
        ordinal: u16,
    },
    /// An inspector claimed it.
    Claimed,
    /// The inspector released it.
    Released,
    /// The inspector's claim expired.
    ClaimLapsed,
    /// The inspector asked for a second opinion.
    SecondOpinionAsked,
    /// The inspector who asked took the order back before anybody answered.
    SecondOpinionWithdrawn,
    /// The photo was made again from the original with another crop.
    Remade,
    /// The photo was approved.
    Approved,
    /// The photo was rejected.
    Rejected {
        /// Identifiers of rejection reasons.
        reasons: Vec<String>,
    },
    /// The decision was undone.
    Undone,
    /// The applicant cancelled it.
    Cancelled,
    /// The order's deadline passed.
    Lapsed,
    /// It was submitted and not decided in time.
    LapsedUndecided,
    /// It was approved and no receipt could be issued in time.
    LapsedUnissued,
    /// It was not paid in time.
    LapsedUnpaid,
    /// Whoever used the device it was begun on said that it is not theirs.
    DeviceLeft,
    /// It was taken to a WeChat user, who showed that it is theirs.
    TakenToWechat,
    /// The uploaded picture was deleted.
    OriginalErased,
    /// Personal data and photos were deleted.
    Erased,
    /// The approved photo was given, for a document that has no receipts.
    PhotoGiven,
    /// The receipt was issued.
    ReceiptIssued,
    /// The receipt was used at a counter.
    ReceiptUsed,
    /// The use was undone.
    ReceiptUseUndone,
    /// The receipt was revoked.
    ReceiptRevoked {
        /// Reason.
        why: RevokedFor,
    },
}

impl OrderEvent {
    /// Stable code, the same as in the log.
    #[must_use]
    pub fn code(&self) -> &'static str {
        LogAction::from(self).code()
    }
}

impl From<&OrderEvent> for LogAction {
    /// The log action of an event.
    fn from(event: &OrderEvent) -> Self {
        match event {
            OrderEvent::Drafted => Self::Drafted,
            OrderEvent::PicturePrepared => Self::PicturePrepared,
            OrderEvent::DetailsGiven { .. } => Self::DetailsGiven,
            OrderEvent::PaymentDue => Self::PaymentDue,
            OrderEvent::Paid { .. } => Self::Paid,
            OrderEvent::PaymentUndone => Self::PaymentUndone,
            OrderEvent::RefundAsked { .. } => Self::RefundAsked,
            OrderEvent::Refunded { .. } => Self::Refunded,
            OrderEvent::RefundFailed { .. } => Self::RefundFailed,
            OrderEvent::Submitted { .. } => Self::Submitted,
            OrderEvent::Claimed => Self::Claimed,
            OrderEvent::Released => Self::Released,
            OrderEvent::ClaimLapsed => Self::ClaimLapsed,
            OrderEvent::SecondOpinionAsked => Self::SecondOpinionAsked,
            OrderEvent::SecondOpinionWithdrawn => Self::SecondOpinionWithdrawn,
            OrderEvent::Remade => Self::Remade,
            OrderEvent::Approved => Self::Approved,
            OrderEvent::Rejected { .. } => Self::Rejected,
            OrderEvent::Undone => Self::Undone,
            OrderEvent::Cancelled => Self::Cancelled,
            OrderEvent::Lapsed => Self::Lapsed,
            OrderEvent::LapsedUndecided => Self::LapsedUndecided,
            OrderEvent::LapsedUnissued => Self::LapsedUnissued,
            OrderEvent::LapsedUnpaid => Self::LapsedUnpaid,
            OrderEvent::DeviceLeft => Self::DeviceLeft,
            OrderEvent::TakenToWechat => Self::TakenToWechat,
            OrderEvent::OriginalErased => Self::OriginalErased,
            OrderEvent::Erased => Self::Erased,
            OrderEvent::PhotoGiven => Self::PhotoGiven,
            OrderEvent::ReceiptIssued => Self::ReceiptIssued,
            OrderEvent::ReceiptUsed => Self::ReceiptUsed,
            OrderEvent::ReceiptUseUndone => Self::ReceiptUseUndone,
            OrderEvent::ReceiptRevoked { .. } => Self::ReceiptRevoked,
        }
    }
}

/// An entry of an order's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The order.
    pub order: OrderId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub event: OrderEvent,
}
