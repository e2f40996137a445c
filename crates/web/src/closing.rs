//! Tells what streams without end that the service stops.

use std::sync::Arc;

use tokio::sync::watch;

/// A signal that is given once. Cheap to clone; all clones are one signal.
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

    /// Is done once the signal has been given.
    pub async fn closed(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let mut seen = self.0.subscribe();
        let _closed = seen.wait_for(|closed| *closed).await;
    }
}
