//! Where an order stands.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::attempt::Verdict;
use crate::coded::coded;
use crate::timestamp::Timestamp;

/// Where an order stands. The only way from one to another is a method of
/// [`Order`](crate::Order).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum State {
    /// The applicant is putting picture and details together.
    Draft,
    /// 待审核: in the queue.
    Waiting {
        /// When it was handed in; a claim given back does not lose its place.
        since: Timestamp,
        /// Who asked for a second opinion, and so may not give it.
        asked_by: Option<Actor>,
    },
    /// An inspector has it before them.
    Claimed {
        /// When it was handed in.
        since: Timestamp,
        /// Who asked for a second opinion before.
        asked_by: Option<Actor>,
        /// Who has it.
        by: Actor,
        /// Then it goes back to the queue.
        until: Timestamp,
    },
    /// 审核通过 or 审核失败.
    Decided {
        /// When it was handed in; an undo puts it back there.
        since: Timestamp,
        /// Who asked for a second opinion before.
        asked_by: Option<Actor>,
        /// Which way.
        verdict: Verdict,
        /// Who decided.
        by: Actor,
        /// When.
        at: Timestamp,
        /// Until then it can be taken back, and the applicant is not told.
        final_at: Timestamp,
    },
    /// The applicant cancelled it.
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// Nobody went on with it.
    Lapsed {
        /// When.
        at: Timestamp,
    },
}

coded! {
    /// What a person outside sees.
    pub enum Status {
        /// 草稿.
        Draft = "draft",
        /// 待审核.
        Waiting = "waiting",
        /// 审核中.
        InReview = "in-review",
        /// 审核通过.
        Approved = "approved",
        /// 审核失败.
        Rejected = "rejected",
        /// 已取消.
        Cancelled = "cancelled",
        /// 已失效.
        Lapsed = "lapsed",
    }
}

impl State {
    /// What the applicant sees at `now`: a decision that can still be taken
    /// back is not told.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> Status {
        match *self {
            Self::Draft => Status::Draft,
            Self::Waiting { .. } => Status::Waiting,
            Self::Claimed { .. } => Status::InReview,
            Self::Decided { final_at, .. } if now < final_at => Status::InReview,
            Self::Decided { verdict, .. } => match verdict {
                Verdict::Approved => Status::Approved,
                Verdict::Rejected => Status::Rejected,
            },
            Self::Cancelled { .. } => Status::Cancelled,
            Self::Lapsed { .. } => Status::Lapsed,
        }
    }

    /// Stable name, for storage and figures.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
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
