//! An instant: milliseconds since 1970-01-01 00:00 UTC.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 00:00 UTC. Nothing here reads a clock: the
/// current time is an argument.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This instant plus `later`, saturating.
    #[must_use]
    pub fn plus(self, later: Duration) -> Self {
        let ms = i64::try_from(later.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(ms))
    }

    /// This instant minus `earlier`.
    #[must_use]
    pub fn minus(self, earlier: Duration) -> Self {
        let ms = i64::try_from(earlier.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(ms))
    }

    /// Time elapsed since `earlier`; zero if it is in the future.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

/// A duration of `count` days.
#[must_use]
pub const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 24 * 60 * 60)
}

/// A duration of `count` minutes.
#[must_use]
pub const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_neither_wraps_nor_runs_backwards() {
        let check = |from: i64, later, expected| {
            assert_eq!(Timestamp(from).plus(later), Timestamp(expected));
        };
        check(0, minutes(1), 60_000);
        check(5, Duration::ZERO, 5);
        check(i64::MAX - 1, days(1), i64::MAX);
        assert_eq!(Timestamp(1_000).since(Timestamp(400)).as_millis(), 600);
        assert_eq!(Timestamp(400).since(Timestamp(1_000)), Duration::ZERO);
        assert_eq!(Timestamp(60_000).minus(minutes(2)), Timestamp(-60_000));
    }
}
