//! Rate limits by client address and device, and by class of request.
//!
//! An office, a school or a photo studio has one address: each device behind it has
//! the whole rate, and all of them together ten times that. A device is one that this
//! service gave its cookie; without one, all of an address share a rate.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::Client;

/// Requests per minute from one device at one address; a full minute's worth may come
/// at once.
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
    /// Far above what one person does.
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

/// Whom a request is counted against.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Counted {
    /// The address.
    pub client: Client,
    /// The device's secret, if this service made it.
    pub device: Option<String>,
}

/// Counters of one class.
struct Counters {
    devices: DefaultKeyedRateLimiter<Counted>,
    addresses: DefaultKeyedRateLimiter<Client>,
}

/// Counters by class. Idle ones are dropped.
pub struct RateLimits {
    pages: Counters,
    writes: Counters,
    look_ups: Counters,
    clock: DefaultClock,
}

/// Number of counters above which a class drops the idle ones.
const MOST_COUNTERS: usize = 10_000;

/// How many devices' rates an address has in all: thirty people who are served one
/// after the other, a few at a time.
const DEVICES_AT_ONCE: u32 = 10;

impl RateLimits {
    /// Counters at zero.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let counters = |per_minute: NonZeroU32| Counters {
            devices: RateLimiter::keyed(Quota::per_minute(per_minute)),
            addresses: RateLimiter::keyed(Quota::per_minute(
                per_minute.saturating_mul(NonZeroU32::new(DEVICES_AT_ONCE).expect("not zero")),
            )),
        };
        Self {
            pages: counters(limits.pages_per_minute),
            writes: counters(limits.writes_per_minute),
            look_ups: counters(limits.look_ups_per_minute),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// The time to wait, if there were too many.
    pub fn count(&self, class: LimitClass, counted: &Counted) -> Result<(), Duration> {
        let Counters { devices, addresses } = match class {
            LimitClass::Pages => &self.pages,
            LimitClass::Writes => &self.writes,
            LimitClass::LookUps => &self.look_ups,
        };
        if devices.len() > MOST_COUNTERS {
            devices.retain_recent();
            addresses.retain_recent();
        }
        let wait = |until: governor::NotUntil<_>| until.wait_time_from(self.clock.now());
        devices.check_key(counted).map_err(wait)?;
        addresses.check_key(&counted.client).map_err(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_addresses_and_devices_are_counted_apart() {
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
        let of = |client, device: &str| Counted {
            client,
            device: Some(device.to_owned()).filter(|device| !device.is_empty()),
        };
        let (a, b, mine) = (of(a, ""), of(b, ""), of(a, "mine"));
        let check = |class, counted: &Counted, passes| {
            let found = limits.count(class, counted);
            assert_eq!(found.is_ok(), passes, "{class:?}");
            if let Err(wait) = found {
                assert!(wait > Duration::ZERO && wait <= Duration::from_secs(60));
            }
        };
        check(LimitClass::Pages, &a, true);
        check(LimitClass::Pages, &a, true);
        check(LimitClass::Pages, &a, true);
        check(LimitClass::Pages, &a, false);
        check(LimitClass::Pages, &b, true);
        check(LimitClass::Writes, &a, true);
        check(LimitClass::Writes, &a, false);
        check(LimitClass::Writes, &mine, true);
        check(LimitClass::Writes, &mine, false);
        check(LimitClass::LookUps, &a, true);
        // All of an address together.
        for device in 2..DEVICES_AT_ONCE {
            let other = of(a.client, &device.to_string());
            check(LimitClass::Writes, &other, true);
        }
        check(LimitClass::Writes, &of(a.client, "one more"), false);
        check(LimitClass::Writes, &of(b.client, "one more"), true);
    }
}
