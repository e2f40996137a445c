//! Throttling of wrong guesses: the first tries are free, each further one locks
//! for longer, at most an hour. Whom a lock hits is decided by whose count it is:
//! see [`super::standing`] for sign-ins.

use std::time::Duration;

use crate::timestamp::{Timestamp, days, minutes};

/// Tries before the first lock: the last of these failures locks.
pub const FREE_TRIES: u32 = 5;

/// Lock after the fifth, sixth, seventh and every later failure.
const LOCKS: [Duration; 4] = [minutes(1), minutes(5), minutes(15), minutes(60)];

/// Failures are reset this long after the last one.
pub const FORGOTTEN_AFTER: Duration = days(1);

/// Whether a sign-in may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// It may.
    Allowed,
    /// Not before this instant; the password is not checked.
    LockedUntil(Timestamp),
}

impl SignIn {
    /// Stable code of the refusal; `None` if allowed.
    #[must_use]
    pub const fn refusal(self) -> Option<&'static str> {
        match self {
            Self::Allowed => None,
            Self::LockedUntil(_) => Some("sign-in-locked"),
        }
    }
}

/// The failures of an account since its last success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// Number of failures.
    pub count: u32,
    /// Time of the last failure; meaningless while the count is zero.
    pub last: Timestamp,
}

impl Failures {
    /// With one more failure at `now`; expired failures are dropped first.
    #[must_use]
    pub fn another(self, now: Timestamp) -> Self {
        Self {
            count: self.remembered(now).saturating_add(1),
            last: now,
        }
    }

    /// With one failure fewer: it was no wrong guess after all.
    #[must_use]
    pub const fn one_fewer(self) -> Self {
        Self {
            count: self.count.saturating_sub(1),
            last: self.last,
        }
    }

    /// Whether a sign-in may be tried at `now`.
    #[must_use]
    pub fn sign_in(self, now: Timestamp) -> SignIn {
        let Some(beyond) = self.remembered(now).checked_sub(FREE_TRIES) else {
            return SignIn::Allowed;
        };
        let place = usize::try_from(beyond).unwrap_or(usize::MAX);
        let lock = LOCKS[place.min(LOCKS.len() - 1)];
        let until = self.last.plus(lock);
        if now < until {
            SignIn::LockedUntil(until)
        } else {
            SignIn::Allowed
        }
    }

    fn remembered(self, now: Timestamp) -> u32 {
        if now.since(self.last) >= FORGOTTEN_AFTER {
            0
        } else {
            self.count
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: Timestamp = Timestamp(1_000_000_000);

    #[test]
    fn locks_grow_and_end() {
        let check = |count, after, lock: Option<Duration>| {
            let expected = lock.map_or(SignIn::Allowed, |l| SignIn::LockedUntil(LAST.plus(l)));
            let failures = Failures { count, last: LAST };
            assert_eq!(
                failures.sign_in(LAST.plus(after)),
                expected,
                "{count} {after:?}"
            );
            assert_eq!(expected.refusal().is_some(), lock.is_some());
        };
        let ms = Duration::from_millis(1);
        check(0, Duration::ZERO, None);
        check(4, Duration::ZERO, None);
        for (count, lock) in [(5, 1), (6, 5), (7, 15), (8, 60), (9, 60), (u32::MAX, 60)] {
            let lock = minutes(lock);
            check(count, Duration::ZERO, Some(lock));
            check(count, lock - ms, Some(lock));
            check(count, lock, None);
        }
    }

    #[test]
    fn a_clock_put_back_does_not_open_the_door() {
        let failures = Failures {
            count: 5,
            last: LAST,
        };
        let earlier = LAST.minus(minutes(30));
        assert_eq!(
            failures.sign_in(earlier),
            SignIn::LockedUntil(LAST.plus(minutes(1)))
        );
    }

    #[test]
    fn failures_add_up_and_are_forgotten() {
        let mut failures = Failures::default();
        for expected in 1..=6 {
            failures = failures.another(LAST);
            assert_eq!(
                failures,
                Failures {
                    count: expected,
                    last: LAST
                }
            );
        }
        let tomorrow = LAST.plus(FORGOTTEN_AFTER);
        assert_eq!(failures.sign_in(tomorrow), SignIn::Allowed);
        assert_eq!(failures.another(tomorrow).count, 1);
        let most = Failures {
            count: u32::MAX,
            last: LAST,
        };
        assert_eq!(most.another(LAST).count, u32::MAX);
    }
}
