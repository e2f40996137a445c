//! The minimum rate of a body. A body has credit, in time, which waiting uses
//! up and bytes renew; so a short hole in the network is bridged, and neither a
//! trickle nor a body that stops short of its end lasts.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// Credit at the beginning, and the most there can be: a train's tunnel.
const CREDIT: Duration = Duration::from_secs(20);
/// Bytes that renew a second of credit: a mobile network at its edge (EDGE, 384
/// kbit/s at best) gives 16 KB a second. 12 MB then take 12 minutes.
const BYTES_PER_S: f64 = 16_000.0;

/// How a body keeps up. The clock starts with the first wait.
#[derive(Default)]
pub(super) struct Pace {
    ends: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Pace {
    /// Bytes came.
    pub(super) fn came(&mut self, bytes: usize) {
        let latest = Instant::now() + CREDIT;
        if let Some(ends) = &mut self.ends {
            let renewed = Duration::from_secs_f64(bytes as f64 / BYTES_PER_S);
            *ends = (*ends + renewed).min(latest);
        }
        // Set again at the next wait.
        self.timer = None;
    }

    /// Completes when the credit is used up.
    pub(super) fn poll_over(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let ends = *self.ends.get_or_insert_with(|| Instant::now() + CREDIT);
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(sleep_until(ends)));
        timer.as_mut().poll(context)
    }
}
