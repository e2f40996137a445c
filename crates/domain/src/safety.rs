//! What a content-safety service says of a picture or of words. It says what a person should
//! look at; it decides nothing.

use crate::coded::coded;
use crate::ids::{AttemptId, MessageId, OrderId};
use crate::sealed::Digest;
use crate::timestamp::Timestamp;

coded! {
    /// How a check stands.
    pub enum SafetyVerdict {
        /// It was asked for, and nothing is said yet.
        Asked = "asked",
        /// Nothing against it.
        Passed = "passed",
        /// A person should look at it.
        Doubtful = "doubtful",
        /// It is held for forbidden.
        Risky = "risky",
        /// The service could not look at it.
        Unseen = "unseen",
    }
}

impl SafetyVerdict {
    /// Whether a person has to look at it.
    #[must_use]
    pub const fn is_for_a_person(self) -> bool {
        match self {
            Self::Doubtful | Self::Risky => true,
            Self::Asked | Self::Passed | Self::Unseen => false,
        }
    }
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SafetySubject {
    /// The photo of an attempt.
    Attempt(AttemptId),
    /// A message of an order's thread.
    Message(MessageId),
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyCheck {
    /// What is checked.
    pub subject: SafetySubject,
    /// The order that it belongs to.
    pub order: OrderId,
    /// Digest of the service's number of the check, where its answer comes later.
    pub trace: Option<Digest>,
    /// When it was asked for.
    pub at: Timestamp,
    /// How it stands.
    pub verdict: SafetyVerdict,
    /// The service's number of the reason; 0 for none.
    pub label: i64,
}
