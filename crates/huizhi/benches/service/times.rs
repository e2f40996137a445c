//! How long requests took. Takes durations; gives percentiles in milliseconds.

use std::time::Duration;

/// Times of one kind of request.
#[derive(Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// The time that `share` of the requests took at most; 1.0 for the longest.
    pub(crate) fn percentile_ms(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let at = (self.0.len() as f64 * share).ceil() as usize;
        let took = self.0[at.clamp(1, self.0.len()) - 1];
        took.as_secs_f64() * 1e3
    }
}
