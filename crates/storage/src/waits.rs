//! Waits for a decision, counted by when they ended and how long they were: what is asked of
//! them is how long they mostly are, and reading each would take a second at 100 000 a day.

use std::time::Duration;

use async_trait::async_trait;
use domain::Timestamp;

use crate::{Period, StorageError};

/// A wait for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waited {
    /// When the order was submitted.
    pub from: Timestamp,
    /// When it was decided.
    pub until: Timestamp,
}

impl Waited {
    /// How long it lasted; zero where the clock was put back meanwhile.
    #[must_use]
    pub fn length(self) -> Duration {
        self.until.since(self.from)
    }
}

/// How many waits ended at about one time and were about as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitCount {
    /// One of them, right to within 8 minutes of its end and 8 % of its length.
    pub waited: Waited,
    /// How many.
    pub count: u64,
}

/// How long a wait was: one of [`WaitLength::COUNT`] steps, each 15 % above the one before. A
/// table of SQL's has the same steps (migration 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WaitLength(u8);

/// The longest wait of each step, in milliseconds; the last takes what is longer, too.
const LONGEST: [u64; WaitLength::COUNT] = {
    let mut longest = [1_000; WaitLength::COUNT];
    let mut step = 1;
    while step < longest.len() {
        longest[step] = longest[step - 1] + longest[step - 1] * 15 / 100;
        step += 1;
    }
    longest
};

impl WaitLength {
    /// How many there are: up to half a year, longer than an order stays undecided.
    pub const COUNT: usize = 120;

    /// The step of this length.
    #[must_use]
    pub fn of(length: Duration) -> Self {
        let ms = u64::try_from(length.as_millis()).unwrap_or(u64::MAX);
        let step = LONGEST.partition_point(|longest| *longest < ms);
        let last = Self::COUNT - 1;
        Self(u8::try_from(step.min(last)).expect("there are few steps"))
    }

    /// The step of this number; `None` if there is none.
    #[must_use]
    pub fn numbered(step: u8) -> Option<Self> {
        (usize::from(step) < Self::COUNT).then_some(Self(step))
    }

    /// Its number, from 0.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its middle, from which no wait of the step is further than 8 %, but one under a second.
    #[must_use]
    pub fn middle(self) -> Duration {
        Duration::from_millis(LONGEST[usize::from(self.0)] * 1_000 / 1_072)
    }
}

/// Counts of waits.
#[async_trait]
pub trait Waits {
    /// Counts a wait that ended. Last in its transaction: another that counts one of about the
    /// same time and length may wait for its end.
    async fn count_wait(&mut self, waited: Waited) -> Result<(), StorageError>;

    /// Takes back what [`Waits::count_wait`] counted.
    async fn uncount_wait(&mut self, waited: Waited) -> Result<(), StorageError>;

    /// The waits that ended in the period, to within a quarter of an hour.
    async fn waits(&mut self, period: Period) -> Result<Vec<WaitCount>, StorageError>;

    /// The same by length alone, the shortest first.
    async fn wait_lengths(
        &mut self,
        period: Period,
    ) -> Result<Vec<(WaitLength, u64)>, StorageError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_right_to_within_a_twelfth() {
        let days = 30 * 24 * 3_600_000;
        let mut ms = 1_000_u64;
        while ms < days {
            let length = Duration::from_millis(ms);
            let middle = WaitLength::of(length).middle();
            let off = middle.as_secs_f64() / length.as_secs_f64() - 1.0;
            assert!(off.abs() < 0.08, "{length:?} counts as {middle:?}");
            ms += ms / 50 + 1;
        }
    }

    #[test]
    fn steps_have_numbers() {
        let check = |ms, number| {
            let step = WaitLength::of(Duration::from_millis(ms));
            assert_eq!(step.number(), number, "{ms}");
            assert_eq!(WaitLength::numbered(number), Some(step));
        };
        check(0, 0);
        check(1_000, 0);
        check(1_001, 1);
        check(1_150, 1);
        check(1_151, 2);
        check(u64::MAX, 119);
        assert_eq!(WaitLength::numbered(120), None);
    }
}
