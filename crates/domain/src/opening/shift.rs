//! A stretch of one day.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::OpeningError;
use crate::china;
use crate::timestamp::{Timestamp, minutes};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// A stretch of one day, in minutes since midnight: `from` ≤ t < `until`, 0 to
/// 1440.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    from: u16,
    until: u16,
}

impl Shift {
    /// First minute, 0 to 1439.
    #[must_use]
    pub const fn from_minute(self) -> u16 {
        self.from
    }

    /// First minute after it, 1 to 1440.
    #[must_use]
    pub const fn until_minute(self) -> u16 {
        self.until
    }

    /// Its first instant on a day, and the first after it.
    pub(super) fn on(self, day: Date) -> (Timestamp, Timestamp) {
        let midnight = china::begins(day);
        let at = |minute: u16| midnight.plus(minutes(minute.into()));
        (at(self.from), at(self.until))
    }
}

/// `9:00–12:30`.
impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [from, until] = [self.from, self.until].map(|at| (at / 60, at % 60));
        write!(f, "{}:{:02}–{}:{:02}", from.0, from.1, until.0, until.1)
    }
}

/// `9:00-12:30`, also with an en dash and with spaces around it.
impl FromStr for Shift {
    type Err = OpeningError;

    fn from_str(written: &str) -> Result<Self, OpeningError> {
        let unreadable = || OpeningError::Shift {
            written: written.to_owned(),
        };
        let (from, until) = written.split_once(['-', '–']).ok_or_else(unreadable)?;
        let from = minute(from).ok_or_else(unreadable)?;
        let until = minute(until).ok_or_else(unreadable)?;
        if until <= from {
            return Err(OpeningError::ShiftBackwards {
                written: written.to_owned(),
            });
        }
        Ok(Self { from, until })
    }
}

/// `9:30` as minutes since midnight, 0 to 1440.
fn minute(written: &str) -> Option<u16> {
    let (hours, minutes) = written.trim().split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || minutes.len() != 2 || hours.len() > 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_shown() {
        let check = |written: &str, expected: Result<&str, &str>| {
            let read = written.parse::<Shift>();
            let got = read.map(|shift| shift.to_string()).map_err(|e| e.code());
            assert_eq!(got, expected.map(str::to_owned), "{written}");
        };
        check("9:00-12:30", Ok("9:00–12:30"));
        check("09:00 – 12:30", Ok("9:00–12:30"));
        check("0:00-24:00", Ok("0:00–24:00"));
        check("12:30-9:00", Err("opening-shift-backwards"));
        check("9:00-9:00", Err("opening-shift-backwards"));
        check("22:00-2:00", Err("opening-shift-backwards"));
        for unreadable in [
            "",
            "9-12",
            "9:00",
            "9:00-24:01",
            "9:60-10:00",
            "9:0-10:00",
            "+9:00-10:00",
            "009:00-10:00",
            ":00-1:00",
            "9:00-12:30-13:00",
            "25:00-26:00",
        ] {
            check(unreadable, Err("opening-shift"));
        }
    }
}
