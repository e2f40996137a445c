//! The clock, as an argument.

use std::time::{SystemTime, UNIX_EPOCH};

use catalogue::{Catalogue, DivisionCode};
use domain::Timestamp;

/// A source of the current time.
pub trait Clock: Send + Sync + 'static {
    /// The current time.
    fn now(&self) -> Timestamp;

    /// Whether its jumps are believed.
    fn trust(&self) -> Trust {
        Trust::Watched
    }

    /// Whether the time is known well enough to serve.
    fn is_known(&self) -> bool {
        true
    }
}

/// Whether a clock's jumps are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Not until a person confirms them.
    Watched,
    /// A person sets it, as tests do.
    SetByHand,
}

/// The system clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        // A clock before 1970 is not set; it gives 1970.
        let ms = since.map_or(0, |since| since.as_millis());
        Timestamp(i64::try_from(ms).unwrap_or(i64::MAX))
    }
}

impl<C: Clock> Clock for std::sync::Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }

    fn trust(&self) -> Trust {
        (**self).trust()
    }

    fn is_known(&self) -> bool {
        (**self).is_known()
    }
}

/// Whether the first six digits of an identity number are a current or former
/// division code.
pub(crate) fn region_known(catalogue: &Catalogue) -> impl Fn(u32) -> bool + '_ {
    |code| {
        let Ok(code) = DivisionCode::try_from(code) else {
            return false;
        };
        catalogue.county(code).is_some() || catalogue.place_names(code).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known_by_county_city_and_province() {
        let catalogue = Catalogue::embedded().expect("checked by its own tests");
        let known = region_known(&catalogue);
        let check = |code, expected| assert_eq!(known(code), expected, "{code}");
        check(440_305, true);
        check(440_300, true);
        check(440_000, true);
        check(110_105, true);
        check(990_101, false);
        check(0, false);
    }
}
