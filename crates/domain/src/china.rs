//! Civil dates and times in China: UTC+8, no summer time.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::timestamp::{Timestamp, days};

const CHINA: Offset = Offset::constant(8);

/// Date and time of day in China. An instant outside the calendar's range gives
/// the epoch, which shows a fault without breaking a page.
#[must_use]
pub fn civil(at: Timestamp) -> DateTime {
    let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    CHINA.to_datetime(instant)
}

/// The date in China.
#[must_use]
pub fn date(at: Timestamp) -> Date {
    civil(at).date()
}

/// The first instant of a day in China.
#[must_use]
pub fn begins(day: Date) -> Timestamp {
    let midnight = day.at(0, 0, 0, 0);
    let instant = CHINA.to_timestamp(midnight);
    Timestamp(instant.map_or(i64::MAX, jiff::Timestamp::as_millisecond))
}

/// The first instant after a day in China.
#[must_use]
pub fn ends(day: Date) -> Timestamp {
    begins(day).plus(days(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let check = |ms, expected: &str| {
            let at = Timestamp(ms);
            assert_eq!(date(at).to_string(), expected);
            assert!(begins(date(at)) <= at && at < ends(date(at)), "{ms}");
        };
        check(0, "1970-01-01");
        check(-1, "1970-01-01");
        check(16 * 3_600_000 - 1, "1970-01-01");
        check(16 * 3_600_000, "1970-01-02");
        check(1_795_363_200_000, "2026-11-23");
        assert_eq!(
            begins(date(Timestamp(1_795_363_200_000))),
            Timestamp(1_795_363_200_000)
        );
    }

    #[test]
    fn the_end_of_time_breaks_nothing() {
        assert_eq!(
            civil(Timestamp(i64::MAX)).to_string(),
            "1970-01-01T08:00:00"
        );
        assert!(ends(Date::MAX) > Timestamp(0));
    }
}
