//! Instants as people in China read them: UTC+8, without a zone's name.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use orders::Timestamp;

/// China has one time, eight hours before UTC, all year.
const CHINA: Offset = Offset::constant(8);

fn at(instant: Timestamp) -> DateTime {
    // Beyond the calendar's end there is nothing to read; the epoch shows that
    // something is wrong without breaking the page.
    let instant = jiff::Timestamp::from_millisecond(instant.0).unwrap_or_default();
    CHINA.to_datetime(instant)
}

/// `2026-11-23 10:03`.
pub(crate) fn shown(instant: Timestamp) -> String {
    at(instant).strftime("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-23T10:03:05+08:00`, for the `datetime` attribute.
pub(crate) fn machine(instant: Timestamp) -> String {
    at(instant).strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_china() {
        let check = |ms, expected: &str, exact: &str| {
            assert_eq!(shown(Timestamp(ms)), expected);
            assert_eq!(machine(Timestamp(ms)), exact);
        };
        check(0, "1970-01-01 08:00", "1970-01-01T08:00:00+08:00");
        check(
            1_795_392_185_000,
            "2026-11-23 08:03",
            "2026-11-23T08:03:05+08:00",
        );
        check(i64::MAX, "1970-01-01 08:00", "1970-01-01T08:00:00+08:00");
    }
}
