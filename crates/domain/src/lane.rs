//! Which jobs run beside which: what waits on somebody else's machine, or on many
//! files, holds up nothing else.

use crate::coded::coded;
use crate::job::Job;

coded! {
    /// Jobs that run one after the other. Each lane has a worker of its own.
    pub enum Lane {
        /// Rows alone: what follows from a deed, within milliseconds.
        House = "house",
        /// Calls to other services: mail, text messages, web hooks, WeChat, payment services,
        /// and the operator's book of checkpoints.
        Outside = "outside",
        /// Files: deleting, examining and overwriting them.
        Files = "files",
    }
}

/// How long a run of a job may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Within one lease: a longer run is stuck, and is ended.
    OneLease,
    /// As long as there is something to do: its lease is renewed meanwhile.
    AsLongAsNeeded,
}

impl Job {
    /// The lane that the job runs in.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        match self {
            Self::Notify { .. }
            | Self::LapseClaim { .. }
            | Self::LapseDraft { .. }
            | Self::LapseUnpaid { .. }
            | Self::LapseRejected { .. }
            | Self::LapseUndecided { .. }
            | Self::LapseUnissued { .. }
            | Self::ReturnMoney { .. }
            | Self::IssueReceipt { .. }
            | Self::ForgetReceipt { .. }
            | Self::TrimLog
            | Self::HoldToTerms => Lane::House,
            Self::Tell { .. }
            | Self::Refund { .. }
            | Self::AskCharge { .. }
            | Self::TellShipped { .. }
            | Self::CheckPhoto { .. }
            | Self::CheckMessage { .. }
            | Self::CloseCharges { .. }
            | Self::WarnOperator { .. }
            | Self::CheckBills
            | Self::AttestLog
            | Self::SendCheckpoint { .. } => Lane::Outside,
            Self::EraseOriginal { .. }
            | Self::EraseOrder { .. }
            | Self::ForgetCode { .. }
            | Self::EraseSealedPhoto { .. }
            | Self::Sweep
            | Self::Purge
            | Self::Scrub => Lane::Files,
        }
    }

    /// How long a run of it may take.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Sweep
            | Self::Scrub
            | Self::Purge
            | Self::TrimLog
            | Self::HoldToTerms
            | Self::CheckBills => Span::AsLongAsNeeded,
            _ => Span::OneLease,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_others_is_apart() {
        let check = |job: Job, lane, span| {
            assert_eq!((job.lane(), job.span()), (lane, span), "{}", job.code());
        };
        check(Job::TrimLog, Lane::House, Span::AsLongAsNeeded);
        check(Job::HoldToTerms, Lane::House, Span::AsLongAsNeeded);
        check(Job::CheckBills, Lane::Outside, Span::AsLongAsNeeded);
        check(Job::AttestLog, Lane::Outside, Span::OneLease);
        check(Job::Sweep, Lane::Files, Span::AsLongAsNeeded);
        check(Job::Purge, Lane::Files, Span::AsLongAsNeeded);
    }
}
