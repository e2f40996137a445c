//! An allowance of failures that comes back slowly: a leaky count. A burst is
//! free, then one more failure is allowed each time one has come back. Unlike
//! the growing locks of [`Failures::sign_in`], a single failure can be given
//! back exactly, and one success does not wipe out what others did.

use std::time::Duration;

use crate::staff::throttle::{Failures, SignIn};
use crate::timestamp::Timestamp;

/// How many failures at once, and how fast one comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Failures before the first refusal.
    pub burst: u32,
    /// Time after which one failure comes back.
    pub one_back: Duration,
}

impl Allowance {
    /// Whether one more failure fits at `now`.
    #[must_use]
    pub fn sign_in(self, failures: Failures, now: Timestamp) -> SignIn {
        let left = self.left(failures, now);
        let Some(beyond) = left.count.checked_sub(self.burst) else {
            return SignIn::Allowed;
        };
        let places = beyond.saturating_add(1);
        SignIn::LockedUntil(left.last.plus(self.one_back.saturating_mul(places)))
    }

    /// With one more failure at `now`.
    #[must_use]
    pub fn another(self, failures: Failures, now: Timestamp) -> Failures {
        let left = self.left(failures, now);
        Failures {
            count: left.count.saturating_add(1),
            ..left
        }
    }

    /// With one failure fewer: it was none after all.
    #[must_use]
    pub const fn given_back(self, failures: Failures) -> Failures {
        Failures {
            count: failures.count.saturating_sub(1),
            last: failures.last,
        }
    }

    /// What has not come back by `now`. `last` is when the count last fell or
    /// began, so that the rest of an interval is not lost.
    fn left(self, failures: Failures, now: Timestamp) -> Failures {
        // After a clock that ran ahead and was put right, the count falls from
        // now on, rather than not before that far time.
        let since = failures.last.min(now);
        let back = now.since(since).as_millis() / self.one_back.as_millis().max(1);
        let back = u32::try_from(back).unwrap_or(u32::MAX);
        match failures.count.checked_sub(back) {
            None | Some(0) => Failures {
                count: 0,
                last: now,
            },
            Some(count) => Failures {
                count,
                last: since.plus(self.one_back.saturating_mul(back)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timestamp::{days, minutes};

    const START: Timestamp = Timestamp(1_000_000_000);
    const THREE: Allowance = Allowance {
        burst: 3,
        one_back: minutes(10),
    };

    #[test]
    fn a_burst_then_one_at_a_time() {
        let check = |count, after: u64, expected: Option<u64>| {
            let failures = Failures { count, last: START };
            let expected = expected.map_or(SignIn::Allowed, |until| {
                SignIn::LockedUntil(START.plus(minutes(until)))
            });
            let now = START.plus(minutes(after));
            assert_eq!(THREE.sign_in(failures, now), expected, "{count} {after}");
        };
        check(0, 0, None);
        check(2, 0, None);
        check(3, 0, Some(10));
        check(3, 9, Some(10));
        check(3, 10, None);
        check(4, 10, Some(20));
        check(4, 19, Some(20));
        check(4, 20, None);
        check(u32::MAX, 40_000_000, Some(10 * (u64::from(u32::MAX) - 2)));
    }

    #[test]
    fn the_rest_of_an_interval_is_kept() {
        let mut failures = Failures::default();
        for minute in [0, 0, 0, 15] {
            failures = THREE.another(failures, START.plus(minutes(minute)));
        }
        // One came back at 10; the next comes back at 20, not at 25.
        let expected = Failures {
            count: 3,
            last: START.plus(minutes(10)),
        };
        assert_eq!(failures, expected);
        let fewer = THREE.given_back(failures);
        assert_eq!(fewer.count, 2);
        assert_eq!(
            THREE.sign_in(fewer, START.plus(minutes(15))),
            SignIn::Allowed
        );
        assert_eq!(THREE.given_back(Failures::default()).count, 0);
    }

    #[test]
    fn a_clock_put_right_does_not_lock_for_ever() {
        let failures = Failures {
            count: 3,
            last: START.plus(days(60_000)),
        };
        let until = SignIn::LockedUntil(START.plus(minutes(10)));
        assert_eq!(THREE.sign_in(failures, START), until);
        let one_more = THREE.another(failures, START);
        assert_eq!(
            THREE.sign_in(one_more, START.plus(minutes(20))),
            SignIn::Allowed
        );
    }
}
