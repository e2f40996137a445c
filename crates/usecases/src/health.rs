//! What the background work found of the installation's state: the clock, and
//! damage.

use std::sync::{Mutex, MutexGuard};

use domain::{AttemptId, Timestamp};

use crate::checkpoints::Destination;

/// What was found last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Whether the clock waits for a person to confirm it.
    pub clock: ClockState,
    /// Rows and photos that are damaged, by the last scrub.
    pub damaged: u64,
    /// When the last scrub ended.
    pub scrubbed_at: Option<Timestamp>,
    /// Where the last checkpoint of the log did not get to.
    pub unreached: Vec<Destination>,
    /// Whether changes are saved.
    pub saving: Saving,
}

/// Whether changes are saved, by the last sign of life of this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// They are.
    #[default]
    Works,
    /// The database takes no changes: it is read-only, or this process has an old key.
    Refused,
}

/// Whether the clock can be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockState {
    /// It goes on from the time last seen.
    #[default]
    Steady,
    /// It jumped; nothing is deleted until a person confirms it.
    Jumped {
        /// The time last seen.
        seen: Timestamp,
        /// The time it shows.
        now: Timestamp,
    },
}

/// The state of the installation, as found by the background work.
#[derive(Debug, Default)]
pub struct Health(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    found: Found,
    /// When the time last seen was stored.
    time_kept: Timestamp,
    /// The last photo that a scrub checked.
    scrubbed_to: Option<AttemptId>,
}

impl Health {
    /// What was found last.
    #[must_use]
    pub fn found(&self) -> Found {
        self.inner().found.clone()
    }

    /// Stores the clock's state; gives the one before.
    pub(crate) fn set_clock(&self, state: ClockState) -> ClockState {
        std::mem::replace(&mut self.inner().found.clock, state)
    }

    pub(crate) fn time_kept(&self) -> Timestamp {
        self.inner().time_kept
    }

    pub(crate) fn keep_time(&self, now: Timestamp) {
        self.inner().time_kept = now;
    }

    pub(crate) fn scrubbed_to(&self) -> Option<AttemptId> {
        self.inner().scrubbed_to
    }

    pub(crate) fn scrubbed(&self, to: Option<AttemptId>, damaged: u64, now: Timestamp) {
        let mut inner = self.inner();
        inner.scrubbed_to = to;
        inner.found.damaged = damaged;
        inner.found.scrubbed_at = Some(now);
    }

    /// Stores what was found by another process, or before this one was started.
    pub(crate) fn recall_damage(&self, damaged: u64) {
        self.inner().found.damaged = damaged;
    }

    /// Stores whether a change was saved.
    pub(crate) fn set_saving(&self, saving: Saving) {
        self.inner().found.saving = saving;
    }

    /// Stores that a checkpoint reached this destination.
    pub(crate) fn reached(&self, destination: Destination) {
        self.inner()
            .found
            .unreached
            .retain(|one| *one != destination);
    }

    /// Stores that a checkpoint did not reach this destination.
    pub(crate) fn missed(&self, destination: Destination) {
        self.reached(destination);
        let unreached = &mut self.inner().found.unreached;
        unreached.push(destination);
        unreached.sort_unstable();
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Plain values, valid after a panic too.
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
