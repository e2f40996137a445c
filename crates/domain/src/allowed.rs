//! What an applicant may do with their order, as its pages and the API offer it.

use crate::order::Order;
use crate::state::Status;
use crate::timestamp::Timestamp;

/// Something an applicant may do with their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicantAction {
    /// Put a picture to it, give details, hand it in.
    Change,
    /// Give it up.
    Cancel,
    /// Have everything personal deleted.
    Erase,
    /// Write messages about it.
    Write,
    /// Begin another one like it.
    Renew,
}

impl Order {
    /// Whether the applicant is offered `action` at `now`. The transition itself
    /// has the last word.
    #[must_use]
    pub fn allows(&self, action: ApplicantAction, now: Timestamp) -> bool {
        match action {
            ApplicantAction::Change => self.open_to_applicant(now).is_ok(),
            // Not while it is under review: whether it can be would tell that it
            // has been decided, before the decision is final.
            ApplicantAction::Cancel => {
                self.status(now) != Status::InReview && self.clone().cancel(now).is_ok()
            }
            ApplicantAction::Erase => self.erased_at.is_none(),
            ApplicantAction::Write => self.key.is_some(),
            ApplicantAction::Renew => self.key.is_some() && self.status(now) == Status::Approved,
        }
    }
}
