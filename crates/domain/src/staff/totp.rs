//! Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, six digits,
//! 30-second steps, one step of tolerance either way. A step up to the last one
//! used is refused.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::applicant::typed::{is_invisible, narrow};
use crate::randomness::Randomness;
use crate::timestamp::Timestamp;

/// Length of a step, in seconds.
const STEP_S: u64 = 30;

/// Digits of a code.
const DIGITS: u8 = 6;

/// The secret shared with an authenticator: 160 bits, as RFC 4226 recommends.
/// Must be stored sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// The time step (30 s units since 1970 UTC) of an accepted code; to be stored
/// and passed to the next check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsedStep(pub u64);

/// Why a code is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TotpError {
    /// Not six digits.
    #[error("not six digits")]
    Shape,
    /// Not the code of the current, previous or next step.
    #[error("not the code of this time")]
    Wrong,
    /// Correct, but of a step already used.
    #[error("code used before")]
    Replayed,
}

impl TotpError {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shape => "totp-shape",
            Self::Wrong => "totp-wrong",
            Self::Replayed => "totp-replayed",
        }
    }
}

impl TotpSecret {
    /// A random secret.
    #[must_use]
    pub fn generate(randomness: &mut dyn Randomness) -> Self {
        let mut bytes = [0; 20];
        randomness.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The secret of these bytes, as given by [`to_bytes`](Self::to_bytes).
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The secret's bytes, for sealing.
    #[must_use]
    pub const fn to_bytes(&self) -> [u8; 20] {
        self.0
    }

    /// The secret for typing into an authenticator: 32 characters of base 32.
    #[must_use]
    pub fn base32(&self) -> String {
        Secret::new_stack(self.0).to_base32()
    }

    /// The `otpauth://` URL for a QR code, in Google Authenticator's Key URI
    /// Format. Contains the secret.
    #[must_use]
    pub fn url(&self, issuer: &str, account: &str) -> String {
        let issuer = utf8_percent_encode(issuer, &RESERVED);
        let account = utf8_percent_encode(account, &RESERVED);
        let secret = self.base32();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
        )
    }

    /// Checks `typed` as the code of `now`, plus or minus one step; `last` is
    /// the last used step. Gives the code's step, to be stored.
    ///
    /// # Errors
    ///
    /// [`TotpError`].
    pub fn check(
        &self,
        typed: &str,
        last: Option<UsedStep>,
        now: Timestamp,
    ) -> Result<UsedStep, TotpError> {
        let code: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !is_invisible(*c))
            .map(narrow)
            .collect();
        if code.len() != usize::from(DIGITS) || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TotpError::Shape);
        }
        let seconds = u64::try_from(now.0).unwrap_or(0) / 1_000;
        let step = self
            .totp()
            .check(&code, seconds)
            .map(UsedStep)
            .ok_or(TotpError::Wrong)?;
        if last.is_some_and(|last| step <= last) {
            return Err(TotpError::Replayed);
        }
        Ok(step)
    }

    fn totp(&self) -> Totp {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(1)
            .with_step_duration(STEP_S)
            .with_secret(Secret::new_stack(self.0))
            .build()
            .expect("six digits, thirty seconds and 160 bits are what the RFC asks for")
    }
}

/// All but RFC 3986's unreserved characters.
const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::seeded;

    /// The secret of RFC 6238, appendix B.
    const SECRET: TotpSecret = TotpSecret(*b"12345678901234567890");

    fn at(seconds: i64) -> Timestamp {
        Timestamp(seconds * 1_000)
    }

    /// The appendix's codes have eight digits; the last six are compared.
    #[test]
    fn the_vectors_of_the_rfc_agree() {
        for (seconds, code) in [
            (59_i64, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let step = UsedStep(seconds.unsigned_abs() / 30);
            assert_eq!(
                SECRET.check(&code[2..], None, at(seconds)),
                Ok(step),
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_code_holds_one_step_to_either_side_and_once() {
        // The code of step 1, seconds 30 to 59.
        let check = |typed, last: Option<u64>, seconds, expected: Result<u64, TotpError>| {
            let checked = SECRET.check(typed, last.map(UsedStep), at(seconds));
            assert_eq!(checked, expected.map(UsedStep), "{typed} at {seconds}");
        };
        check("287082", None, 0, Ok(1));
        check("287082", None, 30, Ok(1));
        check("287082", None, 89, Ok(1));
        check("287 082", None, 59, Ok(1));
        check("２８７０８２", None, 59, Ok(1));
        check("287082", Some(0), 59, Ok(1));
        check("287082", Some(1), 59, Err(TotpError::Replayed));
        check("287082", Some(2), 89, Err(TotpError::Replayed));
        check("287082", None, 90, Err(TotpError::Wrong));
        check("287083", None, 59, Err(TotpError::Wrong));
        check("", None, 59, Err(TotpError::Shape));
        check("94287082", None, 59, Err(TotpError::Shape));
        check("28708X", None, 59, Err(TotpError::Shape));
        check("２８", None, 59, Err(TotpError::Shape));
        check("287082", None, -1, Ok(1));
    }

    #[test]
    fn codes_are_stable() {
        let codes = [TotpError::Shape, TotpError::Wrong, TotpError::Replayed].map(TotpError::code);
        assert_eq!(codes, ["totp-shape", "totp-wrong", "totp-replayed"]);
    }

    #[test]
    fn the_address_names_issuer_and_account() {
        let expected = "otpauth://totp/%E5%9B%9E%E6%89%A7%20A:li.si%40x?\
            secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E5%9B%9E%E6%89%A7%20A\
            &algorithm=SHA1&digits=6&period=30";
        assert_eq!(SECRET.url("回执 A", "li.si@x"), expected);
    }

    #[test]
    fn a_secret_is_its_own_and_not_shown() {
        let one = TotpSecret::generate(&mut seeded(1));
        assert_eq!(TotpSecret::from_bytes(one.to_bytes()), one);
        assert_ne!(one, TotpSecret::generate(&mut seeded(2)));
        assert_eq!(format!("{one:?}"), "TotpSecret(…)");
    }
}
