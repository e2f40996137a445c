//! Order and receipt numbers: codes that are read aloud, typed and scanned.
//!
//! The alphabet has 31 characters, without I, L, O, 0 and 1. The last character
//! is a check character: the values, weighted by their position from the right,
//! sum to a multiple of 31. As 31 is prime and the weights 1 to 30 are
//! distinct, every substitution of one character and every swap of two
//! characters, adjacent or not, is detected.

use std::fmt;
use std::str::FromStr;

use crate::applicant::typed::{is_dash, is_invisible, narrow, without_symbology};
use crate::randomness::Randomness;

/// The characters of a code; a character's index is its value.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// The alphabet's length, a prime.
const BASE: usize = ALPHABET.len();

/// Characters between the hyphens of a code as shown.
const GROUP: usize = 4;

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too few or too many characters, not counting separators.
    #[error("{found} characters, not {expected}")]
    Length {
        /// Expected number of characters.
        expected: usize,
        /// Number of characters found.
        found: usize,
    },
    /// A character outside the alphabet.
    #[error("character {position} is not of the alphabet")]
    Character {
        /// Position from 1, not counting separators.
        position: usize,
        /// The character as typed.
        found: char,
    },
    /// The check character does not match: a wrong character, or two swapped.
    #[error("the check character does not agree")]
    Check,
}

impl CodeError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length { .. } => "code-length",
            Self::Character { .. } => "code-character",
            Self::Check => "code-check",
        }
    }
}

/// A code of `N` characters, the last of them the check character; 2 ≤ `N` ≤
/// 30, asserted at compile time. Each of the others carries log2(31) ≈ 4.95
/// bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckCode<const N: usize>([u8; N]);

impl<const N: usize> CheckCode<N> {
    /// Beyond 30 characters two weights would be equal modulo 31.
    const LENGTH_IS_SOUND: () = assert!(N >= 2 && N < BASE);

    /// A random code, uniformly distributed.
    #[must_use]
    pub fn generate(randomness: &mut dyn Randomness) -> Self {
        const { Self::LENGTH_IS_SOUND };
        let mut characters = [0; N];
        for place in &mut characters[..N - 1] {
            *place = ALPHABET[value_below_31(randomness)];
        }
        characters[N - 1] = ALPHABET[check_value(&characters[..N - 1])];
        Self(characters)
    }

    /// Parses a code as typed or scanned: lower case, full-width characters,
    /// spaces, hyphens, the `*` of Code 39, a scanner's symbology identifier and a
    /// second scan of the same code are normalised.
    ///
    /// # Errors
    ///
    /// [`CodeError`], in the order character, length, check.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        const { Self::LENGTH_IS_SOUND };
        let mut typed_characters = Vec::with_capacity(2 * N);
        for typed in without_symbology(text).chars() {
            let narrow = narrow(typed);
            if is_separator(narrow) {
                continue;
            }
            let upper = narrow.to_ascii_uppercase();
            let character = u8::try_from(upper)
                .ok()
                .filter(|byte| ALPHABET.contains(byte))
                .ok_or(CodeError::Character {
                    position: typed_characters.len() + 1,
                    found: typed,
                })?;
            typed_characters.push(character);
        }
        // A scanner that was triggered twice.
        if typed_characters.len() == 2 * N && typed_characters[..N] == typed_characters[N..] {
            typed_characters.truncate(N);
        }
        let found = typed_characters.len();
        let characters: [u8; N] = typed_characters
            .try_into()
            .map_err(|_| CodeError::Length { expected: N, found })?;
        if ALPHABET[check_value(&characters[..N - 1])] != characters[N - 1] {
            return Err(CodeError::Check);
        }
        Ok(Self(characters))
    }

    /// The characters without separators, as in barcodes and databases.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }

    /// The characters in groups of four: `7K4M-93QX-ABC`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut shown = String::with_capacity(N + N / GROUP);
        for (place, character) in self.as_str().chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                shown.push('-');
            }
            shown.push(character);
        }
        shown
    }
}

impl<const N: usize> fmt::Debug for CheckCode<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.grouped())
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || is_invisible(character) || is_dash(character) || character == '*'
}

/// A uniform value below 31: five random bits, drawn again when they are 31.
fn value_below_31(randomness: &mut dyn Randomness) -> usize {
    loop {
        let mut byte = [0];
        randomness.fill_bytes(&mut byte);
        let value = usize::from(byte[0] & 0b1_1111);
        if value < BASE {
            return value;
        }
    }
}

/// The value that makes the weighted sum a multiple of 31. The check character
/// itself has weight 1, the one before it 2, and so on.
fn check_value(before_it: &[u8]) -> usize {
    let sum: usize = before_it
        .iter()
        .rev()
        .zip(2..)
        .map(|(character, weight)| weight * value(*character))
        .sum();
    (BASE - sum % BASE) % BASE
}

fn value(character: u8) -> usize {
    ALPHABET
        .iter()
        .position(|known| *known == character)
        .expect("only characters of the alphabet are kept")
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident: $length:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(CheckCode<$length>);

        impl $name {
            /// Number of characters, without hyphens.
            pub const LENGTH: usize = $length;

            /// A random number. The database's unique index decides whether it
            /// is new.
            #[must_use]
            pub fn generate(randomness: &mut dyn Randomness) -> Self {
                Self(CheckCode::generate(randomness))
            }

            /// Parses a number as typed; see [`CheckCode::parse`].
            ///
            /// # Errors
            ///
            /// [`CodeError`], in the order character, length, check.
            pub fn parse(text: &str) -> Result<Self, CodeError> {
                CheckCode::parse(text).map(Self)
            }

            /// The characters without hyphens: for addresses, barcodes and the
            /// database.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The characters in groups of four, for display.
            #[must_use]
            pub fn grouped(&self) -> String {
                self.0.grouped()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.0)
            }
        }

        /// Without hyphens, as `as_str`.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

numbers! {
    /// An order's number, shown to the applicant: ten random characters (49.5
    /// bits) and the check character. With a million orders, a new number
    /// collides with probability 1 in 800 million. One character shorter than a
    /// receipt's, so that the two are never confused.
    OrderNumber: 11,
    /// A receipt's number (回执号, 图像号), as printed, scanned and typed at
    /// counters: eleven random characters (54.5 bits) and the check character.
    /// Exit-entry kiosks in use accept 8 to 15 characters and traffic-police
    /// forms 10 to 25, so twelve suit both.
    ReceiptNumber: 12,
    /// The code that proves an applicant's consent: twenty random characters (99
    /// bits), so that nobody finds it by trying, and the check character.
    ConsentCode: 21,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::randomness::seeded;

    fn new<const N: usize>(seed: u64) -> CheckCode<N> {
        CheckCode::generate(&mut seeded(seed))
    }

    /// Every code with one character changed, and every code with two positions
    /// swapped, is refused.
    fn every_slip_is_noticed<const N: usize>(seed: u64) {
        let code = new::<N>(seed);
        assert_eq!(CheckCode::parse(code.as_str()), Ok(code));
        for place in 0..N {
            for wrong in ALPHABET {
                let mut slip = code.0;
                slip[place] = *wrong;
                let read = CheckCode::<N>::parse(std::str::from_utf8(&slip).unwrap());
                let right = *wrong == code.0[place];
                assert_eq!(read.is_ok(), right, "{code:?} at {place}");
            }
            for other in 0..place {
                let mut slip = code.0;
                slip.swap(place, other);
                let read = CheckCode::<N>::parse(std::str::from_utf8(&slip).unwrap());
                let same = slip == code.0;
                assert_eq!(read.is_ok(), same, "{code:?} {other} and {place}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_wrong_character_and_every_swap_is_noticed(seed: u64) {
            every_slip_is_noticed::<2>(seed);
            every_slip_is_noticed::<11>(seed);
            every_slip_is_noticed::<12>(seed);
            every_slip_is_noticed::<30>(seed);
        }

        #[test]
        fn no_text_brings_the_reader_down(text: String) {
            let _ = OrderNumber::parse(&text);
        }
    }

    #[test]
    fn what_hands_and_scanners_add_does_not_matter() {
        let code = new::<12>(3);
        let plain = code.as_str();
        let wide: String = plain
            .chars()
            .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
            .collect();
        for typed in [
            plain.to_owned(),
            plain.to_lowercase(),
            code.grouped(),
            format!("*{plain}*\r\n"),
            code.grouped().replace('-', " – "),
            code.grouped().replace('-', "－"),
            format!("\u{3000}{wide}"),
        ] {
            assert_eq!(CheckCode::parse(&typed), Ok(code), "{typed}");
        }
    }

    #[test]
    fn scanners_say_what_they_read_and_read_twice() {
        let code = new::<12>(7);
        let text = code.as_str();
        let check = |typed: String| assert_eq!(CheckCode::parse(&typed), Ok(code), "{typed}");
        check(format!("]A0{text}"));
        check(format!("]A0*{text}*\r\n"));
        check(format!("{text}{text}"));
        check(format!("]A0{text}\n]A0{text}\n"));
        check(format!("\u{202a}{text}\u{202c}"));
        // Two different codes are none.
        let other = new::<12>(8);
        let expected = CodeError::Length {
            expected: 12,
            found: 24,
        };
        let both = format!("{text}{}", other.as_str());
        assert_eq!(CheckCode::<12>::parse(&both), Err(expected));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let check = |text: &str, code: &str, expected: CodeError| {
            assert_eq!(CheckCode::<4>::parse(text), Err(expected), "{text}");
            assert_eq!(expected.code(), code);
        };
        let character = |position, found| CodeError::Character { position, found };
        let length = |found| CodeError::Length { expected: 4, found };
        check("", "code-length", length(0));
        check("22-2", "code-length", length(3));
        check("22222", "code-length", length(5));
        check("22O2", "code-character", character(3, 'O'));
        check("2-1", "code-character", character(2, '1'));
        check("22码", "code-character", character(3, '码'));
        check("2322", "code-check", CodeError::Check);
    }

    #[test]
    fn the_sum_is_as_described() {
        // 4·0 + 3·1 + 2·0 + 1·28 = 31, and 28 is X.
        assert!(CheckCode::<4>::parse("232X").is_ok());
        assert!(CheckCode::<4>::parse("2222").is_ok());
    }

    #[test]
    fn every_value_is_drawn_about_as_often() {
        let mut randomness = seeded(9);
        let mut drawn = [0_u32; BASE];
        for _ in 0..31_000 {
            drawn[value_below_31(&mut randomness)] += 1;
        }
        // Within five standard deviations of a uniform draw.
        assert!(drawn.iter().all(|n| (843..=1157).contains(n)), "{drawn:?}");
    }

    #[test]
    fn an_order_number_is_shown_in_groups_and_reads_back() {
        let number = OrderNumber::generate(&mut seeded(7));
        let groups: Vec<usize> = number.grouped().split('-').map(str::len).collect();
        assert_eq!(groups, [4, 4, 3]);
        assert_eq!(number.grouped().parse(), Ok(number));
        assert_eq!(number.to_string().parse(), Ok(number));
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(serde_json::from_str::<OrderNumber>(&json).unwrap(), number);
        assert!(serde_json::from_str::<OrderNumber>("\"23\"").is_err());
        assert_ne!(number, OrderNumber::generate(&mut seeded(8)));
    }
}
