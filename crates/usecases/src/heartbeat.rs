//! When the worker of background jobs last gave a sign of life.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Silence after which the worker counts as stopped. A job can take the lease of
/// two minutes; the wait before a restart is at most one.
const SILENCE: Duration = Duration::from_secs(4 * 60);

/// The last sign of life. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Heartbeat(Arc<Mutex<Instant>>);

impl Default for Heartbeat {
    /// A start counts as a sign.
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

impl Heartbeat {
    /// Gives a sign.
    pub(crate) fn beat(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Whether there was a sign of late.
    pub(crate) fn is_fresh(&self) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.elapsed() < SILENCE
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
        heartbeat.beat();
        assert!(heartbeat.is_fresh());
    }
}
