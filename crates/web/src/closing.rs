//! The signal that the process is asked to stop: event streams end, and probes say so.

use std::sync::Arc;

use tokio::sync::watch;

/// A one-time signal. Cheap to clone; all clones share it.
#[derive(Clone, Debug)]
pub struct Closing(Arc<watch::Sender<bool>>);

impl Default for Closing {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Closing {
    /// Gives the signal.
    pub fn close(&self) {
        self.0.send_replace(true);
    }

    /// Whether the signal was given.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        *self.0.borrow()
    }

    /// Completes once the signal was given.
    pub async fn closed(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let mut seen = self.0.subscribe();
        let _closed = seen.wait_for(|closed| *closed).await;
    }
}
