//! A day, or days in a row.

use std::str::FromStr;

use jiff::civil::Date;

use super::{LONGEST_SPAN_DAYS, OpeningError};

/// A day, or days in a row: at most a year of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpan {
    first: Date,
    last: Date,
}

impl DaySpan {
    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        let days = self.first.series(jiff::Span::new().days(1));
        days.take_while(move |day| *day <= self.last)
    }
}

/// `2027-05-01`, or `2027-05-01/2027-05-05` with both ends in it.
impl FromStr for DaySpan {
    type Err = OpeningError;

    fn from_str(written: &str) -> Result<Self, OpeningError> {
        let unreadable = || OpeningError::Day {
            written: written.to_owned(),
        };
        let (first, last) = written.split_once('/').unwrap_or((written, written));
        let read = |day: &str| day.trim().parse::<Date>().map_err(|_| unreadable());
        let span = Self {
            first: read(first)?,
            last: read(last)?,
        };
        let length = span.days().take(LONGEST_SPAN_DAYS + 1).count();
        if (1..=LONGEST_SPAN_DAYS).contains(&length) {
            Ok(span)
        } else {
            Err(unreadable())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_counted() {
        let check = |written: &str, expected: Result<usize, &str>| {
            let read = written.parse::<DaySpan>();
            let got = read.map(|span| span.days().count()).map_err(|e| e.code());
            assert_eq!(got, expected, "{written}");
        };
        check("2027-05-01", Ok(1));
        check("2027-05-01/2027-05-05", Ok(5));
        check("2027-05-01 / 2027-05-05", Ok(5));
        check("2027-01-01/2028-01-01", Ok(366));
        for unreadable in [
            "",
            "2027-02-30",
            "2027-05-05/2027-05-01",
            "2027-01-01/2028-01-02",
            "2027-01-01/9999-12-31",
            "5 月 1 日",
        ] {
            check(unreadable, Err("opening-day"));
        }
    }
}
