//! When the workers of background jobs last gave a sign of life.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Lane;
use tokio::time::Instant;

/// Silence after which a worker counts as stopped. A job is ended with its lease of two
/// minutes, or renews it, which is a sign; the wait before a restart is at most one.
const SILENCE: Duration = Duration::from_secs(4 * 60);

/// The last sign of life of each lane's worker. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Heartbeat(Arc<Mutex<BTreeMap<Lane, Instant>>>);

impl Default for Heartbeat {
    /// A start counts as a sign.
    fn default() -> Self {
        let now = Instant::now();
        Self(Arc::new(Mutex::new(
            Lane::ALL.map(|lane| (lane, now)).into(),
        )))
    }
}

impl Heartbeat {
    /// Gives a sign of this lane's worker.
    pub(crate) fn beat(&self, lane: Lane) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.insert(lane, Instant::now());
    }

    /// Whether there was a sign of every worker of late.
    pub(crate) fn is_fresh(&self) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.values().all(|last| last.elapsed() < SILENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn silence_is_noticed() {
        let heartbeat = Heartbeat::default();
        assert!(heartbeat.is_fresh());
        tokio::time::advance(Duration::from_secs(239)).await;
        assert!(heartbeat.is_fresh());
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(!heartbeat.is_fresh());
        for lane in Lane::ALL {
            assert!(!heartbeat.is_fresh(), "before that of {lane:?}");
            heartbeat.beat(lane);
        }
        assert!(heartbeat.is_fresh());
    }
}
