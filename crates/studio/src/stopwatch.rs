//! How long each step took.

use std::time::Instant;

use serde::Serialize;

/// A step and how long it took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Timing {
    /// The step's stable name.
    pub step: &'static str,
    /// Milliseconds.
    pub ms: f64,
}

/// Measures consecutive steps by the time between their ends.
#[derive(Debug)]
pub struct Stopwatch {
    last: Instant,
    /// The steps so far, in the order of their ends.
    pub timings: Vec<Timing>,
}

impl Stopwatch {
    /// A stopwatch that runs from now on.
    #[must_use]
    pub fn start() -> Self {
        Self {
            last: Instant::now(),
            timings: Vec::new(),
        }
    }

    /// `step` has just ended.
    pub fn ended(&mut self, step: &'static str) {
        let now = Instant::now();
        let ms = (now - self.last).as_secs_f64() * 1e3;
        // A hundredth is finer than the same step's next run will agree to.
        self.timings.push(Timing {
            step,
            ms: (ms * 100.0).round() / 100.0,
        });
        self.last = now;
    }

    /// All steps together, in milliseconds.
    #[must_use]
    pub fn total_ms(&self) -> f64 {
        self.timings.iter().map(|timing| timing.ms).sum()
    }
}
