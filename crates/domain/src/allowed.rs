//! Actions offered to an applicant on the order's pages and in the API.

use crate::order::Order;
use crate::state::Status;
use crate::timestamp::Timestamp;

/// An applicant's action on their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicantAction {
    /// Put a picture, give details, submit.
    Change,
    /// Cancel the order.
    Cancel,
    /// Delete all personal data.
    Erase,
    /// Write messages in the order's thread.
    Write,
    /// Begin a new order from this one's details, as far as they are kept.
    Renew,
}

impl Order {
    /// Whether `action` is offered to the applicant at `now`. The transition
    /// checks again when the action is taken.
    #[must_use]
    pub fn allows(&self, action: ApplicantAction, now: Timestamp) -> bool {
        match action {
            ApplicantAction::Change => self.open_to_applicant(now).is_ok(),
            // Not while under review: whether the order can be cancelled would
            // reveal a decision before it is final.
            ApplicantAction::Cancel => {
                self.status(now) != Status::InReview && self.clone().cancel(now).is_ok()
            }
            ApplicantAction::Erase => self.erased_at.is_none() || self.is_tombstone(),
            ApplicantAction::Write => self.key.is_some(),
            ApplicantAction::Renew => {
                (self.key.is_some() || self.is_tombstone()) && self.status(now) == Status::Approved
            }
        }
    }
}
