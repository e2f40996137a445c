//! Work that is due later, decided by the rules in the same step as its cause.

use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::ids::{AttemptId, OrderId, ReceiptId};
use crate::timestamp::Timestamp;

coded! {
    /// What the applicant is told about.
    pub enum Occasion {
        /// The order was handed in.
        Submitted = "submitted",
        /// The photo was approved.
        Approved = "approved",
        /// The photo was rejected.
        Rejected = "rejected",
        /// Someone at the desk wrote a message.
        Message = "message",
        /// The receipt ends soon.
        EndsSoon = "ends-soon",
        /// The receipt was revoked.
        Revoked = "revoked",
    }
}

coded! {
    /// A way by which the applicant is told outside the system.
    pub enum NoticeChannel {
        /// An e-mail, to those who gave an address.
        Email = "email",
        /// A call to the operator's own system, which tells them.
        WebHook = "web-hook",
    }
}

/// A piece of work. Running one twice does no harm, and one whose order has
/// moved on does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Job {
    /// Tell the applicant.
    Notify {
        /// About this order.
        order: OrderId,
        /// What happened.
        occasion: Occasion,
    },
    /// Tell the applicant by one way: each is tried again for itself, so that
    /// a way that fails does not make another tell twice.
    Tell {
        /// About this order.
        order: OrderId,
        /// What happened.
        occasion: Occasion,
        /// How.
        way: NoticeChannel,
        /// When that was noted; the notice goes by it, however often it is tried.
        noted_at: Timestamp,
    },
    /// Delete an attempt's picture as uploaded.
    EraseOriginal {
        /// Of this attempt.
        attempt: AttemptId,
    },
    /// Give a claim back to the queue if nobody renewed it.
    LapseClaim {
        /// Of this order.
        order: OrderId,
    },
    /// End a draft nobody handed in.
    LapseDraft {
        /// This order.
        order: OrderId,
    },
    /// End a rejected order nobody resubmitted.
    LapseRejected {
        /// This order.
        order: OrderId,
    },
    /// Delete person and photos, and forget the key.
    EraseOrder {
        /// Of this order.
        order: OrderId,
    },
    /// Issue the receipt of an approved order.
    IssueReceipt {
        /// This order.
        order: OrderId,
    },
    /// Forget whose an ended receipt was.
    ForgetReceipt {
        /// This receipt.
        receipt: ReceiptId,
    },
    /// Drop log entries past their time.
    TrimLog,
    /// Delete files no row speaks of, and sessions past their time.
    Sweep,
}

impl Job {
    /// Stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Notify { .. } => "notify",
            Self::Tell { .. } => "tell",
            Self::EraseOriginal { .. } => "erase-original",
            Self::LapseClaim { .. } => "lapse-claim",
            Self::LapseDraft { .. } => "lapse-draft",
            Self::LapseRejected { .. } => "lapse-rejected",
            Self::EraseOrder { .. } => "erase-order",
            Self::IssueReceipt { .. } => "issue-receipt",
            Self::ForgetReceipt { .. } => "forget-receipt",
            Self::TrimLog => "trim-log",
            Self::Sweep => "sweep",
        }
    }

    /// Two jobs with one key are one: a later one replaces an earlier that has
    /// not run.
    #[must_use]
    pub fn key(&self) -> String {
        let code = self.code();
        match self {
            Self::Notify { order, occasion } => format!("{code}:{order}:{}", occasion.code()),
            Self::Tell {
                order,
                occasion,
                way,
                ..
            } => format!("{code}:{order}:{}:{}", occasion.code(), way.code()),
            Self::EraseOriginal { attempt } => format!("{code}:{attempt}"),
            Self::LapseClaim { order }
            | Self::LapseDraft { order }
            | Self::LapseRejected { order }
            | Self::IssueReceipt { order }
            | Self::EraseOrder { order } => format!("{code}:{order}"),
            Self::ForgetReceipt { receipt } => format!("{code}:{receipt}"),
            Self::TrimLog | Self::Sweep => code.to_owned(),
        }
    }
}

/// A job and when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// What.
    pub job: Job,
    /// Not before.
    pub at: Timestamp,
}
