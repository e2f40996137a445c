//! A date of birth as typed, for documents whose number does not hold one.

use jiff::civil::{Date, date};

use super::FieldError;
use super::typed::{is_invisible, narrow};

/// Earliest accepted date of birth.
const EARLIEST: Date = date(1900, 1, 1);

/// Reads a date of birth: `1990-01-31`, `1990/1/31`, `1990.1.31`,
/// `1990年1月31日` or `19900131`; year, month, day.
///
/// # Errors
///
/// [`FieldError::BirthEmpty`], [`FieldError::BirthDate`] where there is no such
/// day, [`FieldError::BirthRange`] before 1900 or after `today`.
pub fn parse_birth(text: &str, today: Date) -> Result<Date, FieldError> {
    let typed: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(narrow)
        .collect();
    if typed.is_empty() {
        return Err(FieldError::BirthEmpty);
    }
    let born = read(&typed).ok_or(FieldError::BirthDate)?;
    if is_plausible(born, today) {
        Ok(born)
    } else {
        Err(FieldError::BirthRange)
    }
}

/// Whether `born` is from 1900 up to `today`.
pub(crate) fn is_plausible(born: Date, today: Date) -> bool {
    (EARLIEST..=today).contains(&born)
}

fn read(typed: &str) -> Option<Date> {
    if typed.len() == 8 && typed.bytes().all(|b| b.is_ascii_digit()) {
        return calendar_date(typed);
    }
    let whole = typed.strip_suffix('日').unwrap_or(typed);
    let mut parts = whole.split(['-', '/', '.', '年', '月']);
    let mut next = || {
        parts
            .next()
            .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    let (year, month, day) = (next()?, next()?, next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The date written as `YYYYMMDD`; `None` for a day that does not exist.
pub(crate) fn calendar_date(digits: &str) -> Option<Date> {
    let year = digits.get(..4)?.parse().ok()?;
    let month = digits.get(4..6)?.parse().ok()?;
    let day = digits.get(6..8)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let today = date(2026, 11, 22);
        let check = |typed, expected| assert_eq!(parse_birth(typed, today), expected, "{typed}");
        let day = Ok(date(1990, 1, 31));
        for typed in [
            "1990-01-31",
            "1990/1/31",
            "1990.1.31",
            "1990年1月31日",
            "19900131",
            " １９９０ - 01 - 31 ",
        ] {
            check(typed, day);
        }
        check("2024-02-29", Ok(date(2024, 2, 29)));
        check("2026-11-22", Ok(today));
        check("1900-01-01", Ok(date(1900, 1, 1)));
        check(" ", Err(FieldError::BirthEmpty));
        for typed in [
            "2023-02-29",
            "31-01-1990",
            "1990-13-01",
            "1990-01",
            "1990-1-1-1",
            "1990--1",
            "90-1-1",
            "生日",
            "1990-+1-01",
        ] {
            check(typed, Err(FieldError::BirthDate));
        }
        check("2026-11-23", Err(FieldError::BirthRange));
        check("1899-12-31", Err(FieldError::BirthRange));
    }
}
