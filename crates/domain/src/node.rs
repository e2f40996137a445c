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
}

/// Silence after which a process counts as gone: four times the pause between two signs.
const SILENCE: Duration = minutes(2);

/// How long a process that did not say that it ends is still listed.
pub const LISTED: Duration = days(1);

impl Node {
    /// Whether it told of itself of late.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.seen_at.plus(SILENCE)
    }
}
