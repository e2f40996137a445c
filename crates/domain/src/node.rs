//! A process of the service.

use std::time::Duration;

use crate::coded::coded;
use crate::ids::NodeId;
use crate::sealed::Digest;
use crate::timestamp::{Timestamp, days, minutes};

coded! {
    /// What a process does.
    pub enum NodeKind {
        /// Pages, API and background jobs.
        Serve = "serve",
        /// Photos, for processes of the other kind.
        Work = "work",
    }
}

/// A process, as it told of itself last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Drawn at its start.
    pub id: NodeId,
    /// What it does.
    pub kind: NodeKind,
    /// The program's version.
    pub version: String,
    /// The catalogue's version.
    pub catalogue: String,
    /// Keyed digest of its settings.
    pub settings: Digest,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it told of itself last.
    pub seen_at: Timestamp,
    /// Pictures that it makes at once for all others; 0 of a process that makes none but
    /// its own.
    pub slots: u32,
}

impl NodeKind {
    /// Silence after which a process counts as gone: four times the pause between two signs.
    /// Whether pictures can be taken hangs on those that make them, so it is noticed sooner.
    const fn silence(self) -> Duration {
        match self {
            Self::Serve => minutes(2),
            Self::Work => Duration::from_secs(20),
        }
    }

    /// The pause between two signs.
    #[must_use]
    pub fn pause(self) -> Duration {
        self.silence() / 4
    }
}

/// How long a process that did not say that it ends is still listed.
pub const LISTED: Duration = days(1);

impl Node {
    /// Whether it told of itself of late.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.seen_at.plus(self.kind.silence())
    }
}
