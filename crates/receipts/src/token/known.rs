//! All public keys of one issuer: the one in use and earlier ones, each with the
//! last day that it signed on.

use std::str::FromStr;

use jiff::civil::Date;

use super::{Genuine, NotAKey, PublicKey, TokenError, verify};

/// A public key of an issuer. As text, the key's text; for an earlier one, a
/// space and its last day follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// The key.
    pub key: PublicKey,
    /// The day it was replaced; what claims to be issued later is not genuine.
    /// `None` for the key in use.
    pub last_day: Option<Date>,
}

impl std::fmt::Display for KnownKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.last_day {
            None => write!(f, "{}", self.key),
            Some(day) => write!(f, "{} {day}", self.key),
        }
    }
}

impl FromStr for KnownKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (key, last_day) = match text.trim().split_once(' ') {
            None => (text, None),
            Some((key, day)) => (key, Some(day.trim().parse().map_err(|_| NotAKey)?)),
        };
        Ok(Self {
            key: key.parse()?,
            last_day,
        })
    }
}

/// Verifies a token against all keys of an issuer.
///
/// # Errors
/// [`TokenError`]; [`TokenError::UnknownKey`] too for a key that was no longer
/// in use on the day the token says it was issued.
pub fn verify_known(text: &str, keys: &[KnownKey]) -> Result<Genuine, TokenError> {
    let mut fault = TokenError::UnknownKey;
    for known in keys {
        match verify(text, &[known.key]) {
            Err(TokenError::UnknownKey) => {}
            Err(other) => fault = other,
            Ok(genuine) => {
                let is_late = known
                    .last_day
                    .is_some_and(|day| genuine.claims.issued > day);
                if !is_late {
                    return Ok(genuine);
                }
            }
        }
    }
    Err(fault)
}

#[cfg(test)]
mod tests {
    use domain::ReceiptNumber;
    use domain::randomness::seeded;
    use jiff::civil::date;

    use super::*;
    use crate::token::{Claims, IssuerKey, sign};

    #[test]
    fn a_key_vouches_until_its_last_day() {
        let day = date(2026, 11, 24);
        let claims = Claims {
            number: ReceiptNumber::generate(&mut seeded(1)),
            document: "passport".to_owned(),
            city: None,
            photo_sha256: [7; 32],
            taken: day,
            issued: day,
            valid_until: date(2027, 5, 22),
            sample: false,
        };
        let key = |n: u8| IssuerKey::from_bytes(&[n; 32]);
        let (in_use, earlier) = (key(2).public(), key(1).public());
        let known = |last_day| {
            [
                KnownKey {
                    key: in_use,
                    last_day: None,
                },
                KnownKey {
                    key: earlier,
                    last_day: Some(last_day),
                },
            ]
        };
        let check = |signer: u8, last_day: Date, expected: Result<(), TokenError>| {
            let keys = known(last_day);
            let read: Result<Vec<KnownKey>, NotAKey> =
                keys.iter().map(|key| key.to_string().parse()).collect();
            assert_eq!(read, Ok(keys.to_vec()), "they read back");
            let found = verify_known(&sign(&claims, &key(signer)), &keys);
            assert_eq!(found.map(|_| ()), expected, "{signer} {last_day}");
        };
        check(2, day, Ok(()));
        check(1, day, Ok(()));
        check(1, day.tomorrow().unwrap(), Ok(()));
        check(1, day.yesterday().unwrap(), Err(TokenError::UnknownKey));
        check(3, day, Err(TokenError::UnknownKey));
        let changed = sign(&claims, &key(1)).replacen("HZ1A", "HZ1B", 1);
        assert!(verify_known(&changed, &known(day)).is_err());
        assert_eq!(verify_known("HZ1", &known(day)), Err(TokenError::Damaged));
        for wrong in ["", "00 2026-11-24", &format!("{earlier} someday")] {
            assert_eq!(wrong.parse::<KnownKey>(), Err(NotAKey), "{wrong}");
        }
    }
}
