//! Administrative divisions of GB/T 2260: provinces, cities, counties.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::Text;

/// A six-digit code of GB/T 2260: two digits each for province, city, county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(u32);

impl DivisionCode {
    /// The code of the province this division lies in (itself for a province).
    pub fn province(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }

    /// The six digits as a number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for DivisionCode {
    type Error = NotACode;

    fn try_from(number: u32) -> Result<Self, NotACode> {
        match number {
            100_000..=999_999 => Ok(Self(number)),
            _ => Err(NotACode),
        }
    }
}

/// A text or number that is not a six-digit code beginning with 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a six-digit division code")]
pub struct NotACode;

impl FromStr for DivisionCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let six_digits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(number @ 100_000..) if six_digits => Ok(Self(number)),
            _ => Err(NotACode),
        }
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl Serialize for DivisionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A province, autonomous region, municipality or special administrative region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Province {
    /// Code ending in 0000.
    pub code: DivisionCode,
    /// Full name, and the name in English.
    pub names: Text,
    /// The usual short name: 广东.
    pub short: String,
    /// Pinyin of `short`, lower case, without tones or spaces.
    pub pinyin: String,
    /// First letters of the syllables of `short`.
    pub initials: String,
}

/// A place that issues documents: a prefecture-level division, a municipality,
/// a county directly under its province, 香港 or 澳门.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct City {
    /// Its code.
    pub code: DivisionCode,
    /// Full name, and the name in English.
    pub names: Text,
    /// The usual short name: 深圳, 恩施.
    pub short: String,
    /// Full name of its province (its own for a municipality).
    pub province: String,
    /// Pinyin of `short`, lower case, without tones or spaces.
    pub pinyin: String,
    /// First letters of the syllables of `short`.
    pub initials: String,
}

/// A county, district or county-level city; the first six digits of an identity
/// number are the code of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct County {
    /// Its code.
    pub code: DivisionCode,
    /// Full name.
    pub name: String,
    /// The city it belongs to; for one that has ended, where known.
    pub city: Option<DivisionCode>,
    /// The last year a list carried this code, for one that has ended.
    pub until: Option<u16>,
}
