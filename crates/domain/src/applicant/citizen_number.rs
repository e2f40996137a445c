//! 18-character identity numbers (GB 11643-1999): six digits for the division,
//! eight for the date of birth, three for the sequence (odd for men), one check
//! character. Residence permits and the foreign permanent resident cards since
//! 2023 have the same structure.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::FieldError;
use super::birth::{calendar_date, is_plausible};
use super::masked::masked_number;

/// Weights of ISO 7064 MOD 11-2: powers of two modulo 11, from the left.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The check character for each remainder.
const CHECKS: &[u8; 11] = b"10X98765432";

/// Sex as encoded in the sequence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// An even sequence number.
    Female,
    /// An odd one.
    Male,
}

/// An 18-character number with an existing date and a correct check character.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CitizenNumber {
    text: String,
    birth: Date,
}

impl CitizenNumber {
    /// Parses a normalised number (see `typed::document_number`). `prefix`
    /// validates the first six digits.
    pub(crate) fn read(
        text: &str,
        today: Date,
        prefix: impl FnOnce(u32) -> Result<(), FieldError>,
    ) -> Result<Self, FieldError> {
        if text.is_empty() {
            return Err(FieldError::IdEmpty);
        }
        let length = text.chars().count();
        let misplaced = |(place, c): (usize, char)| {
            !(c.is_ascii_digit() || (c == 'X' && place + 1 == length && place > 0))
        };
        if text.chars().enumerate().any(misplaced) {
            return Err(FieldError::IdCharacter);
        }
        match length {
            18 => {}
            15 => return Err(FieldError::IdOld),
            _ => return Err(FieldError::IdLength),
        }
        let place = prefix(text[..6].parse().map_err(|_| FieldError::IdRegion)?);
        // A prefix that is only unknown is told last: a slip of the hand elsewhere is
        // likelier, and what holds otherwise can be confirmed.
        if let Err(error) = place
            && error != FieldError::IdRegionUnconfirmed
        {
            return Err(error);
        }
        let birth = calendar_date(&text[6..14])
            .filter(|birth| is_plausible(*birth, today))
            .ok_or(FieldError::IdDate)?;
        if check_character(&text[..17]) != text.as_bytes()[17] {
            return Err(FieldError::IdCheckDigit);
        }
        place?;
        Ok(Self {
            text: text.to_owned(),
            birth,
        })
    }

    /// All 18 characters; a check character X is upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The date of birth.
    #[must_use]
    pub const fn birth(&self) -> Date {
        self.birth
    }

    /// Female or male.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.text.as_bytes()[16] % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// The number with only its first 3 and last 4 characters shown.
    #[must_use]
    pub fn masked(&self) -> String {
        masked_number(&self.text)
    }
}

impl fmt::Debug for CitizenNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CitizenNumber(…)")
    }
}

/// The check character for 17 ASCII digits.
fn check_character(digits: &str) -> u8 {
    let sum: u32 = digits
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    CHECKS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    fn read(text: &str) -> Result<CitizenNumber, FieldError> {
        CitizenNumber::read(text, TODAY, |_| Ok(()))
    }

    #[test]
    fn numbers_tell_birth_and_sex() {
        let check = |text, birth, sex| {
            let number = read(text).unwrap();
            assert_eq!((number.birth(), number.sex()), (birth, sex), "{text}");
            assert_eq!(number.as_str(), text);
        };
        check("11010519491231002X", date(1949, 12, 31), Sex::Female);
        check("34052419800101001X", date(1980, 1, 1), Sex::Male);
        check("440524198001010013", date(1980, 1, 1), Sex::Male);
        check("440300201202290018", date(2012, 2, 29), Sex::Male);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let check = |text, expected| assert_eq!(read(text), Err(expected), "{text}");
        check("", FieldError::IdEmpty);
        check("1101051949123100", FieldError::IdLength);
        check("1101051949123100211", FieldError::IdLength);
        check("110105491231002", FieldError::IdOld);
        check("X", FieldError::IdCharacter);
        check("11010519491231X020", FieldError::IdCharacter);
        check("1101051949123100２X", FieldError::IdCharacter);
        check("身份证号", FieldError::IdCharacter);
        // The check agrees, but nobody is that old.
        check("440524188001010014", FieldError::IdDate);
        check("440300201402290012", FieldError::IdDate);
        check("110105194902310021", FieldError::IdDate);
        check("110105202611230021", FieldError::IdDate);
        check("110105189912310021", FieldError::IdDate);
        check("110105194912310021", FieldError::IdCheckDigit);
    }

    proptest! {
        #[test]
        fn exactly_one_check_character_agrees_and_neighbours_may_not_swap(
            place in 100_000_u32..=999_999,
            day in 0_i32..40_000,
            sequence in 0_u32..1_000,
            at in 0_usize..16,
        ) {
            let born = date(1900, 1, 1)
                .checked_add(jiff::Span::new().days(day))
                .unwrap();
            let digits = format!(
                "{place:06}{:04}{:02}{:02}{sequence:03}",
                born.year(), born.month(), born.day(),
            );
            let agreeing: Vec<_> = CHECKS
                .iter()
                .filter(|check| read(&format!("{digits}{}", char::from(**check))).is_ok())
                .collect();
            prop_assert_eq!(agreeing.len(), 1);
            let mut swapped = digits.clone().into_bytes();
            swapped.swap(at, at + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            prop_assert_eq!(
                check_character(&swapped) == check_character(&digits),
                swapped == digits
            );
        }
    }
}
