//! When what is kept of an order ends at the latest, computed from the order's
//! state and times alone. The jobs of each step delete punctually; the daily
//! pass holds every order against this, so that no state and no job that died
//! keeps anything.

use crate::attempt::{Attempt, Verdict};
use crate::job::{Due, Job};
use crate::money::PaidFor;
use crate::order::Order;
use crate::receipt::{Receipt, RevokedFor, Standing};
use crate::retention::{
    DRAFT, ENDED, GIVEN, LAPSE_TOLD, ORIGINAL, RECEIPT, RECEIPT_REMEMBERED, REJECTED, UNDECIDED,
    UNISSUED, UNPAID,
};
use crate::state::State;
use crate::timestamp::Timestamp;

/// What an approved order gives its applicant, which decides when it ends.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    /// This receipt.
    Receipt(&'a Receipt),
    /// A receipt that is not issued yet.
    ReceiptAwaited,
    /// The photo alone: the document has no receipts.
    Photo,
}

impl Order {
    /// Whether anything of the applicant is left.
    #[must_use]
    pub const fn holds_somebody(&self) -> bool {
        self.key.is_some()
            || self.applicant.is_some()
            || self.proposal.is_some()
            || self.phone.is_some()
            || self.identity.is_some()
            || self.name.is_some()
            || self.device.is_some()
            || self.wechat.is_some()
    }

    /// The job that ends the order, or erases it if it has ended, or forgets its
    /// device with its receipt, and when it is due at the latest; `None` if nothing
    /// of the applicant is left. `given` is what an approval gives.
    #[must_use]
    pub fn ends(&self, given: Given) -> Option<Due> {
        if !self.holds_somebody() {
            return None;
        }
        let order = self.id;
        if let Some(erased_at) = self.erased_at {
            return Some(match given {
                Given::Receipt(receipt) if self.is_tombstone() && receipt.is_remembered() => Due {
                    job: Job::ForgetReceipt {
                        receipt: receipt.id,
                    },
                    at: receipt.forgotten_at(),
                },
                // Erased once already, and yet not empty: it is done again.
                _ => Due {
                    job: Job::EraseOrder { order },
                    at: erased_at,
                },
            });
        }
        let (job, at) = match self.state {
            State::Draft => (Job::LapseDraft { order }, self.updated_at.plus(DRAFT)),
            State::Unpaid { since } => (Job::LapseUnpaid { order }, since.plus(UNPAID)),
            State::Waiting { since, .. } | State::Claimed { since, .. } => {
                (Job::LapseUndecided { order }, since.plus(UNDECIDED))
            }
            State::Decided {
                verdict: Verdict::Rejected,
                ..
            } => (Job::LapseRejected { order }, self.updated_at.plus(REJECTED)),
            State::Decided {
                verdict: Verdict::Approved,
                final_at,
                ..
            } => match given {
                Given::ReceiptAwaited => (Job::LapseUnissued { order }, final_at.plus(UNISSUED)),
                Given::Photo if self.bill.holds_up(PaidFor::Receipt) => {
                    (Job::LapseUnissued { order }, final_at.plus(UNISSUED))
                }
                Given::Receipt(receipt) => (Job::EraseOrder { order }, receipt.photo_ends_at()),
                Given::Photo => (Job::EraseOrder { order }, final_at.plus(GIVEN)),
            },
            State::Cancelled { at } => (Job::EraseOrder { order }, at.plus(ENDED)),
            State::Lapsed { at } => (Job::EraseOrder { order }, at.plus(LAPSE_TOLD)),
        };
        Some(Due { job, at })
    }

    /// The instant after which nothing of an order can be left in any state, if
    /// it last changed at `changed_at`: the longest term and what follows it.
    /// For an order whose row cannot be read.
    #[must_use]
    pub fn ends_unread(changed_at: Timestamp) -> Timestamp {
        changed_at.plus(RECEIPT).plus(ENDED)
    }

    /// Whether the original of `attempt` is needed to judge the order.
    #[must_use]
    pub fn needs_original(&self, attempt: &Attempt) -> bool {
        self.attempt == Some(attempt.id)
            && matches!(self.state, State::Waiting { .. } | State::Claimed { .. })
    }

    /// When the original of `attempt`, one of this order's, ends at the latest.
    #[must_use]
    pub fn original_ends(&self, attempt: &Attempt) -> Timestamp {
        match (self.state, &attempt.decision, attempt.submitted_at) {
            (State::Waiting { since, .. } | State::Claimed { since, .. }, ..)
                if self.attempt == Some(attempt.id) =>
            {
                since.plus(ORIGINAL)
            }
            (State::Decided { final_at, .. }, Some(_), _) => final_at,
            (State::Cancelled { at } | State::Lapsed { at }, ..) => at,
            (_, Some(decision), _) => decision.at.plus(crate::retention::UNDO),
            (_, None, Some(submitted_at)) => submitted_at.plus(ORIGINAL),
            (_, None, None) => attempt.prepared_at.plus(ORIGINAL),
        }
    }
}

impl Receipt {
    /// Whether its applicant's digests are kept.
    #[must_use]
    pub const fn is_remembered(&self) -> bool {
        self.identity.is_some() || self.name.is_some()
    }

    /// When its applicant's digests, and what its device still finds, are deleted.
    #[must_use]
    pub fn forgotten_at(&self) -> Timestamp {
        self.ends_at().plus(RECEIPT_REMEMBERED)
    }

    /// When the photo of its order ends: with its term, or the time for
    /// complaints after it was revoked.
    #[must_use]
    pub fn photo_ends_at(&self) -> Timestamp {
        match self.standing {
            Standing::Revoked {
                at,
                why: RevokedFor::Erased,
                ..
            } => at,
            Standing::Revoked { at, .. } => self.ends_at().min(at.plus(ENDED)),
            Standing::Good | Standing::Used { .. } => self.ends_at(),
        }
    }
}

#[cfg(test)]
mod tests;
