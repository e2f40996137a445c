//! The states of an order.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::attempt::Verdict;
use crate::coded::coded;
use crate::timestamp::Timestamp;

/// The state of an order. Changed only by the methods of
/// [`Order`](crate::Order).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum State {
    /// The applicant is preparing picture and details.
    Draft,
    /// 待付款: handed in, and waits to be paid before it is submitted.
    Unpaid {
        /// When it was handed in.
        since: Timestamp,
    },
    /// 待审核: waiting in the queue.
    Waiting {
        /// When it was submitted; kept when a claim is released.
        since: Timestamp,
        /// Who asked for a second opinion, and so cannot give it.
        asked_by: Option<Actor>,
    },
    /// Claimed by an inspector.
    Claimed {
        /// When it was submitted.
        since: Timestamp,
        /// Who asked for a second opinion.
        asked_by: Option<Actor>,
        /// Who holds the claim.
        by: Actor,
        /// When the claim expires.
        until: Timestamp,
    },
    /// 审核通过 (approved) or 审核失败 (rejected).
    Decided {
        /// When it was submitted; kept when the decision is undone.
        since: Timestamp,
        /// Who asked for a second opinion.
        asked_by: Option<Actor>,
        /// Outcome.
        verdict: Verdict,
        /// Who decided.
        by: Actor,
        /// When it was decided.
        at: Timestamp,
        /// Until then it can be undone and is hidden from the applicant.
        final_at: Timestamp,
    },
    /// The applicant cancelled it.
    Cancelled {
        /// When it was cancelled.
        at: Timestamp,
    },
    /// Its deadline passed.
    Lapsed {
        /// When it lapsed.
        at: Timestamp,
    },
}

coded! {
    /// The status shown to the applicant.
    pub enum Status {
        /// 草稿: draft.
        Draft = "draft",
        /// 待付款: handed in and not paid.
        Unpaid = "unpaid",
        /// 待审核: waiting.
        Waiting = "waiting",
        /// 审核中: in review.
        InReview = "in-review",
        /// 审核通过: approved.
        Approved = "approved",
        /// 审核失败: rejected.
        Rejected = "rejected",
        /// 已取消: cancelled.
        Cancelled = "cancelled",
        /// 已失效: lapsed.
        Lapsed = "lapsed",
    }
}

impl State {
    /// The status shown to the applicant at `now`: a decision that can still be
    /// undone is hidden.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> Status {
        match *self {
            Self::Decided { final_at, .. } if now < final_at => Status::InReview,
            _ => self.settled(),
        }
    }

    /// The status with a decision from the moment it was made: what staff see.
    #[must_use]
    pub const fn settled(&self) -> Status {
        match *self {
            Self::Draft => Status::Draft,
            Self::Unpaid { .. } => Status::Unpaid,
            Self::Waiting { .. } => Status::Waiting,
            Self::Claimed { .. } => Status::InReview,
            Self::Decided { verdict, .. } => match verdict {
                Verdict::Approved => Status::Approved,
                Verdict::Rejected => Status::Rejected,
            },
            Self::Cancelled { .. } => Status::Cancelled,
            Self::Lapsed { .. } => Status::Lapsed,
        }
    }

    /// Who asked for the second opinion that is not given yet.
    #[must_use]
    pub const fn asked_by(&self) -> Option<Actor> {
        match *self {
            Self::Waiting { asked_by, .. } | Self::Claimed { asked_by, .. } => asked_by,
            Self::Draft
            | Self::Unpaid { .. }
            | Self::Decided { .. }
            | Self::Cancelled { .. }
            | Self::Lapsed { .. } => None,
        }
    }

    /// Stable code, for storage and statistics.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Unpaid { .. } => "unpaid",
            Self::Waiting { .. } => "waiting",
            Self::Claimed { .. } => "claimed",
            Self::Decided { verdict, .. } => match verdict {
                Verdict::Approved => "approved",
                Verdict::Rejected => "rejected",
            },
            Self::Cancelled { .. } => "cancelled",
            Self::Lapsed { .. } => "lapsed",
        }
    }
}
