//! A phone number that can receive text messages: a mainland mobile, or a
//! number with its country code.

use std::fmt;

use super::FieldError;
use super::masked::masked_number;
use super::typed::{is_invisible, narrow};

/// A mainland mobile of 11 digits beginning with 13 to 19, or a plus and 6 to
/// 15 digits (the ITU-T E.164 maximum, country code included).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Parses a number as typed: spaces, hyphens, brackets, full-width digits,
    /// `+86`, `0086` and `00` for the plus are normalised.
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
    c.is_whitespace()
        || is_invisible(c)
        // Brackets, dashes, and the direction marks that phone address books
        // put around a number.
        || matches!(c, '-' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{202a}'..='\u{202e}')
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
    if !(6..=15).contains(&digits.len()) {
        return Err(FieldError::PhoneLength);
    }
    Ok(Phone(format!("+{digits}")))
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
