//! A phone number that can receive text messages: a mainland mobile, or a
//! number with its country code.

use std::fmt;

use super::FieldError;
use super::masked::masked_number;
use super::typed::{is_dash, is_invisible, narrow};

/// A mainland mobile of 11 digits beginning with 13 to 19, or a plus and 6 to
/// 15 digits (the ITU-T E.164 maximum, country code included).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Parses a number as typed: spaces, hyphens, dots, brackets, direction marks,
    /// full-width digits, `+86`, `0086`, `00` for the plus, and a trunk zero after
    /// the country code are normalised.
    ///
    /// # Errors
    ///
    /// Checked in this order: characters, kind of number, length.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let typed: String = text
            .chars()
            .map(narrow)
            .filter(|c| !is_separator(*c))
            .collect();
        let (plus, digits) = match typed.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, typed.as_str()),
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(FieldError::PhoneCharacter);
        }
        if digits.is_empty() {
            return Err(FieldError::PhoneEmpty);
        }
        match (plus, digits.strip_prefix("00")) {
            (true, _) => international(digits),
            (false, Some(rest)) => international(rest),
            // 86 in front without a plus, as exported by address books.
            (false, None) => match digits.strip_prefix("86") {
                Some(rest) if rest.len() == 11 => mainland(rest),
                _ => mainland(digits),
            },
        }
    }

    /// Eleven digits, or a plus and the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same number as earlier versions of this program could also keep it: with
    /// the trunk zero after the country code. `None` for numbers that have none.
    #[must_use]
    pub fn with_trunk_zero(&self) -> Option<String> {
        let digits = self.0.strip_prefix('+')?;
        let country = TRUNK_ZERO.iter().find(|code| digits.starts_with(**code))?;
        Some(format!("+{country}0{}", &digits[country.len()..]))
    }

    /// Shows the first 3 and last 4 characters; of numbers under 11 characters
    /// the first and the last 2.
    #[must_use]
    pub fn masked(&self) -> String {
        masked_number(&self.0)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || is_dash(c) || matches!(c, '(' | ')' | '.' | '/')
}

fn mainland(digits: &str) -> Result<Phone, FieldError> {
    if digits.starts_with('0') {
        return Err(FieldError::PhoneLandline);
    }
    if digits.len() != 11 {
        return Err(FieldError::PhoneLength);
    }
    match digits.as_bytes() {
        [b'1', b'3'..=b'9', ..] => Ok(Phone(digits.to_owned())),
        _ => Err(FieldError::PhonePrefix),
    }
}

fn international(digits: &str) -> Result<Phone, FieldError> {
    if let Some(rest) = digits.strip_prefix("86") {
        return mainland(rest);
    }
    if digits.starts_with('0') {
        return Err(FieldError::PhoneCountry);
    }
    let dialled = without_trunk_zero(digits);
    if !(6..=15).contains(&dialled.len()) {
        return Err(FieldError::PhoneLength);
    }
    Ok(Phone(format!("+{dialled}")))
}

/// Country codes whose numbers are dialled with a 0 at home and without it from
/// abroad, so that people write `+44 (0)20 …`. National numbers there never begin
/// with 0 (ITU-T E.164 numbering plans); Italy (39), where they do, is not among them.
const TRUNK_ZERO: [&str; 26] = [
    "20", "27", "31", "32", "33", "40", "41", "43", "44", "46", "49", "60", "61", "62", "63", "64",
    "66", "81", "82", "84", "90", "92", "94", "95", "886", "972",
];

/// The digits that are dialled from abroad.
fn without_trunk_zero(digits: &str) -> String {
    let country = TRUNK_ZERO.iter().find(|code| digits.starts_with(**code));
    match country {
        Some(code) => {
            let national = digits[code.len()..].trim_start_matches('0');
            format!("{code}{national}")
        }
        None => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn phones_are_read_as_people_write_them() {
        let check = |typed: &str, expected: Result<&str, FieldError>| {
            let phone = Phone::parse(typed);
            assert_eq!(
                phone.as_ref().map(Phone::as_str),
                expected.as_ref().copied(),
                "{typed}"
            );
        };
        for typed in [
            "13800138000",
            " 138 0013 8000",
            "138-0013-8000",
            "+86 138 0013 8000",
            "008613800138000",
            "8613800138000",
            "１３８００１３８０００",
            "\u{202d}13800138000\u{202c}",
        ] {
            check(typed, Ok("13800138000"));
        }
        for typed in [
            "\u{200e}13800138000",
            "\u{2068}13800138000\u{2069}",
            "\u{2066}+86\u{a0}138\u{2011}0013\u{2011}8000\u{2069}",
            "138.0013.8000",
        ] {
            check(typed, Ok("13800138000"));
        }
        check("+44 (0)20 7946 0958", Ok("+442079460958"));
        check("+44 020 7946 0958", Ok("+442079460958"));
        check("0044 20 7946 0958", Ok("+442079460958"));
        check("+886 0912 345 678", Ok("+886912345678"));
        check("+886 912-345-678", Ok("+886912345678"));
        check("+39 06 1234 5678", Ok("+390612345678"));
        check("19912345678", Ok("19912345678"));
        check("+852 9123 4567", Ok("+85291234567"));
        check("00852-91234567", Ok("+85291234567"));
        check("+1 (202) 555-0123", Ok("+12025550123"));
        check("+123456", Ok("+123456"));
        check("+123456789012345", Ok("+123456789012345"));
        check(" ", Err(FieldError::PhoneEmpty));
        check("+", Err(FieldError::PhoneEmpty));
        check("00", Err(FieldError::PhoneLength));
        check("1380013800O", Err(FieldError::PhoneCharacter));
        check("138+00138000", Err(FieldError::PhoneCharacter));
        check("手机", Err(FieldError::PhoneCharacter));
        check("1380013800", Err(FieldError::PhoneLength));
        check("138001380000", Err(FieldError::PhoneLength));
        check("+86 1380013800", Err(FieldError::PhoneLength));
        check("12800138000", Err(FieldError::PhonePrefix));
        check("23800138000", Err(FieldError::PhonePrefix));
        check("+86 12800138000", Err(FieldError::PhonePrefix));
        check("0755-12345678", Err(FieldError::PhoneLandline));
        check("+86 0755 12345678", Err(FieldError::PhoneLandline));
        check("+0123456", Err(FieldError::PhoneCountry));
        check("+12345", Err(FieldError::PhoneLength));
        check("+1234567890123456", Err(FieldError::PhoneLength));
    }

    #[test]
    fn numbers_kept_earlier_are_found() {
        let check = |typed, expected: Option<&str>| {
            let phone = Phone::parse(typed).unwrap();
            assert_eq!(phone.with_trunk_zero().as_deref(), expected, "{typed}");
        };
        check("+44 20 7946 0958", Some("+4402079460958"));
        check("+886 912 345 678", Some("+8860912345678"));
        check("+852 9123 4567", None);
        check("13800138000", None);
    }

    #[test]
    fn the_middle_is_hidden() {
        let check = |phone, expected| assert_eq!(Phone::parse(phone).unwrap().masked(), expected);
        check("13800138000", "138****8000");
        check("+85291234567", "+85*****4567");
        check("+123456", "+****56");
        assert_eq!(
            format!("{:?}", Phone::parse("13800138000").unwrap()),
            "Phone(…)"
        );
    }

    proptest! {
        #[test]
        fn what_was_taken_is_taken_again_unchanged(typed in "[+0]{0,2}[0-9 -]{5,18}") {
            if let Ok(phone) = Phone::parse(&typed) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
        }
    }
}
