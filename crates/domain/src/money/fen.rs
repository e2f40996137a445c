//! An amount of money in fen, a hundredth of a yuan.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Fen per yuan.
const PER_YUAN: u64 = 100;

/// An amount of CNY in fen; negative where money goes out.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// The text is no amount of yuan with at most two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of yuan")]
pub struct NotAnAmount;

impl Fen {
    /// No money.
    pub const ZERO: Self = Self(0);
}

/// Yuan with two decimals: `12.00`, `-0.05`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / PER_YUAN, fen % PER_YUAN)
    }
}

/// Reads yuan: `12`, `12.5`, `12.50`. No sign, no separators, no currency.
impl FromStr for Fen {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let (yuan, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if yuan.is_empty() || !is_plain(yuan) || !is_plain(decimals) {
            return Err(NotAnAmount);
        }
        let cents = match decimals.len() {
            1 => decimals.parse::<i64>().map(|tenths| tenths * 10),
            2 => decimals.parse::<i64>(),
            _ => return Err(NotAnAmount),
        };
        let yuan: i64 = yuan.parse().map_err(|_| NotAnAmount)?;
        let whole = yuan.checked_mul(100).ok_or(NotAnAmount)?;
        let fen = whole.checked_add(cents.map_err(|_| NotAnAmount)?);
        fen.map(Self).ok_or(NotAnAmount)
    }
}

impl Add for Fen {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Neg for Fen {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yuan_are_read_exactly() {
        let check = |text: &str, expected: Option<i64>| {
            assert_eq!(text.parse().ok(), expected.map(Fen), "{text:?}");
        };
        check("12", Some(1_200));
        check("12.5", Some(1_250));
        check("12.50", Some(1_250));
        check("0.01", Some(1));
        check("0", Some(0));
        // In floats it is 28.999999999999996 times 100.
        check("0.29", Some(29));
        check("92233720368547758.07", Some(i64::MAX));
        check("92233720368547758.08", None);
        check("92233720368547759", None);
        for wrong in [
            "", ".", ".5", "5.", "1.005", "-1", "+1", "1,000", "1 000", "￥5", "5元", "１２",
            "1e3", "1.5.0", " 1",
        ] {
            check(wrong, None);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(fen in 0..i64::MAX) {
            prop_assert_eq!(Fen(fen).to_string().parse(), Ok(Fen(fen)));
        }

        #[test]
        fn money_that_goes_out_is_shown_with_a_sign(fen in 1..i64::MAX) {
            prop_assert_eq!((-Fen(fen)).to_string(), format!("-{}", Fen(fen)));
        }
    }
}
