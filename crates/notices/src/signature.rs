//! The web hook's signature: signing and verification.
//!
//! ```text
//! Huizhi-Timestamp: 1767225600
//! Huizhi-Signature: v1=<hex of HMAC-SHA-256(secret, timestamp "." body)>
//! ```
//!
//! The timestamp is signed with the body, so that an old delivery cannot be
//! replayed as a new one. Within the tolerance the receiver detects repetitions
//! by the delivery's id.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Largest difference between a delivery's time and the receiver's clock, in
/// seconds, either way.
pub const TOLERANCE_S: u64 = 300;

const VERSION: &str = "v1=";

/// Why a delivery fails verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The timestamp is not a number of seconds.
    #[error("the timestamp is not a number of seconds")]
    Timestamp,
    /// The signature is not `v1=` and 64 hexadecimal digits.
    #[error("the signature has an unknown form")]
    Form,
    /// The timestamp differs from now by more than the tolerance.
    #[error("the delivery was signed {away_s} s from now")]
    OutOfTime {
        /// Seconds between signing and now.
        away_s: u64,
    },
    /// The signature does not match secret, timestamp and body.
    #[error("the signature does not belong to this body")]
    Mismatch,
}

impl SignatureError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Timestamp => "signature-timestamp",
            Self::Form => "signature-form",
            Self::OutOfTime { .. } => "signature-out-of-time",
            Self::Mismatch => "signature-mismatch",
        }
    }
}

/// The value of `Huizhi-Signature` for a body sent with `timestamp` in
/// `Huizhi-Timestamp`.
pub fn sign(secret: &[u8], timestamp: &str, body: &[u8]) -> String {
    let code = code(secret, timestamp, body).finalize().into_bytes();
    format!("{VERSION}{}", hex::encode(code))
}

/// Verifies a delivery by its two headers and its body bytes as received.
/// `now_s` is the receiver's clock, seconds since 1970 UTC.
///
/// # Errors
/// [`SignatureError`]. The signature is compared in constant time.
pub fn verify(
    secret: &[u8],
    timestamp: &str,
    signature: &str,
    body: &[u8],
    now_s: i64,
) -> Result<(), SignatureError> {
    let digits = signature
        .strip_prefix(VERSION)
        .ok_or(SignatureError::Form)?;
    let mut claimed = [0; 32];
    hex::decode_to_slice(digits, &mut claimed).map_err(|_| SignatureError::Form)?;
    let signed_s: i64 = timestamp.parse().map_err(|_| SignatureError::Timestamp)?;

    code(secret, timestamp, body)
        .verify_slice(&claimed)
        .map_err(|_| SignatureError::Mismatch)?;
    match now_s.abs_diff(signed_s) {
        0..=TOLERANCE_S => Ok(()),
        away_s => Err(SignatureError::OutOfTime { away_s }),
    }
}

fn code(secret: &[u8], timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut code = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    code.update(timestamp.as_bytes());
    code.update(b".");
    code.update(body);
    code
}
