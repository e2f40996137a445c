//! Rate limits per client address, by class of request.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::Client;

/// Requests per minute from one address; a full minute's worth may come at
/// once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Reading pages and pictures.
    pub pages_per_minute: NonZeroU32,
    /// Requests that change something.
    pub writes_per_minute: NonZeroU32,
    /// Sign-in, and look-up of orders by number: requests that could be used
    /// for guessing.
    pub look_ups_per_minute: NonZeroU32,
}

impl Default for Limits {
    /// Far above the use of a family or an office behind one address.
    fn default() -> Self {
        let per_minute = |n| NonZeroU32::new(n).expect("not zero");
        Self {
            pages_per_minute: per_minute(600),
            writes_per_minute: per_minute(60),
            look_ups_per_minute: per_minute(10),
        }
    }
}

/// Class of a rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitClass {
    /// Reading.
    Pages,
    /// Changing.
    Writes,
    /// Requests that could be used for guessing.
    LookUps,
}

/// Counters by address and class. Idle addresses are dropped.
pub struct RateLimits {
    pages: DefaultKeyedRateLimiter<Client>,
    writes: DefaultKeyedRateLimiter<Client>,
    look_ups: DefaultKeyedRateLimiter<Client>,
    clock: DefaultClock,
}

/// Number of addresses above which a class drops the idle ones.
const MOST_ADDRESSES: usize = 10_000;

impl RateLimits {
    /// Counters at zero.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let limiter = |per_minute| RateLimiter::keyed(Quota::per_minute(per_minute));
        Self {
            pages: limiter(limits.pages_per_minute),
            writes: limiter(limits.writes_per_minute),
            look_ups: limiter(limits.look_ups_per_minute),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// The time to wait, if there were too many.
    pub fn count(&self, class: LimitClass, client: Client) -> Result<(), Duration> {
        let limiter = match class {
            LimitClass::Pages => &self.pages,
            LimitClass::Writes => &self.writes,
            LimitClass::LookUps => &self.look_ups,
        };
        if limiter.len() > MOST_ADDRESSES {
            limiter.retain_recent();
        }
        limiter
            .check_key(&client)
            .map_err(|until| until.wait_time_from(self.clock.now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_addresses_are_counted_apart() {
        let n = |n| NonZeroU32::new(n).unwrap();
        let limits = RateLimits::new(Limits {
            pages_per_minute: n(3),
            writes_per_minute: n(1),
            look_ups_per_minute: n(1),
        });
        let (a, b) = (
            Client::new([192, 0, 2, 1].into()),
            Client::new([192, 0, 2, 2].into()),
        );
        let check = |class, client, passes| {
            let found = limits.count(class, client);
            assert_eq!(found.is_ok(), passes, "{class:?}");
            if let Err(wait) = found {
                assert!(wait > Duration::ZERO && wait <= Duration::from_secs(60));
            }
        };
        check(LimitClass::Pages, a, true);
        check(LimitClass::Pages, a, true);
        check(LimitClass::Pages, a, true);
        check(LimitClass::Pages, a, false);
        check(LimitClass::Pages, b, true);
        check(LimitClass::Writes, a, true);
        check(LimitClass::Writes, a, false);
        check(LimitClass::LookUps, a, true);
    }
}
