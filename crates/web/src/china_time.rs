//! Formatting of instants and durations, in China's time.

use std::time::Duration;

use domain::Timestamp;
use domain::china::civil;

use crate::Speech;

/// `2026-11-23 10:03`.
pub(crate) fn shown(instant: Timestamp) -> String {
    civil(instant).strftime("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-23T10:03:05+08:00`, for the `datetime` attribute.
pub(crate) fn machine(instant: Timestamp) -> String {
    civil(instant)
        .strftime("%Y-%m-%dT%H:%M:%S+08:00")
        .to_string()
}

/// `2026-11-23`.
pub(crate) fn day(at: Timestamp) -> String {
    civil(at).date().to_string()
}

/// `2026-11-23T08:05:09.123+08:00`: for programs, to the millisecond.
pub(crate) fn exact(at: Timestamp) -> String {
    civil(at)
        .strftime("%Y-%m-%dT%H:%M:%S.%3f+08:00")
        .to_string()
}

/// `40 s`, `12 min`, `3 h 5 min`, `2 d 4 h`, in the language.
pub(crate) fn lasting(s: Speech, length: Duration) -> String {
    let seconds = length.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    if minutes == 0 {
        s.with("seconds", seconds).say("office-seconds")
    } else if hours == 0 {
        s.with("minutes", minutes).say("office-minutes")
    } else if days == 0 {
        s.with("hours", hours)
            .with("minutes", minutes % 60)
            .say("office-hours")
    } else {
        s.with("days", days)
            .with("hours", hours % 24)
            .say("office-days")
    }
}

#[cfg(test)]
mod tests {
    use messages::Locale;

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

    #[test]
    fn instants() {
        let check = |ms, at_ms: &str| assert_eq!(exact(Timestamp(ms)), at_ms);
        check(0, "1970-01-01T08:00:00.000+08:00");
        check(1_795_363_200_000 - 1, "2026-11-22T23:59:59.999+08:00");
        check(-1, "1970-01-01T07:59:59.999+08:00");
    }

    #[test]
    fn lengths() {
        let s = Speech { locale: Locale::En };
        let check = |seconds, expected: &str| {
            assert_eq!(lasting(s, Duration::from_secs(seconds)), expected);
        };
        check(0, "0 s");
        check(59, "59 s");
        check(60, "1 min");
        check(3_599, "59 min");
        check(3_600, "1 h 0 min");
        check(86_400 + 7_200, "1 d 2 h");
    }
}
