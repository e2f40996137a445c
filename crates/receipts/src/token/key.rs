//! The issuer's keys: the secret key signs, the public key verifies.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::second::{self, POINT, SecondKey};
use super::{KEY_ID, SIGNATURE, Signatures, TokenError};

/// The issuer's secret key.
pub struct IssuerKey {
    first: SigningKey,
    second: Option<SecondKey>,
}

impl std::fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IssuerKey")
    }
}

impl IssuerKey {
    /// The key pair from these secret bytes.
    #[must_use]
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        Self {
            first: SigningKey::from_bytes(secret),
            second: SecondKey::derived(secret),
        }
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey {
            first: self.first.verifying_key(),
            second: self.second.as_ref().map(SecondKey::point),
        }
    }

    /// Signs a statement that is no receipt, such as a checkpoint of the log. Its
    /// purpose stands before it, so that neither passes for the other.
    #[must_use]
    pub fn attest(&self, statement: &[u8]) -> [u8; SIGNATURE] {
        self.sign(&[STATEMENT, statement].concat())
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; SIGNATURE] {
        self.first.sign(message).to_bytes()
    }

    pub(super) fn sign_second(&self, message: &[u8]) -> Option<[u8; SIGNATURE]> {
        self.second.as_ref().map(|key| key.sign(message))
    }
}

/// The issuer's public key. As text, 64 hexadecimal digits; if there is a key
/// for the second signature, a dot and its point (SEC 1, uncompressed) follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey {
    first: VerifyingKey,
    second: Option<[u8; POINT]>,
}

/// What stands before a signed statement.
const STATEMENT: &[u8] = b"huizhi statement 1\0";

impl PublicKey {
    /// Whether the signature is of [`IssuerKey::attest`], by this key's other half,
    /// over this statement.
    #[must_use]
    pub fn attests(&self, statement: &[u8], signature: &[u8; SIGNATURE]) -> bool {
        let signed = [STATEMENT, statement].concat();
        self.check(&signed, signature).is_ok()
    }

    /// Whether it is of the same secret as `other`: the second part is left out
    /// by programs without the feature.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.first == other.first
    }

    /// The first eight bytes, as sixteen hexadecimal digits: enough to tell keys
    /// apart.
    #[must_use]
    pub fn short(&self) -> String {
        let first = self.first.as_bytes().iter().take(8);
        first.map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn id(&self) -> [u8; KEY_ID] {
        let hash = Sha256::digest(self.first.as_bytes());
        std::array::from_fn(|place| hash[place])
    }

    pub(super) fn check(
        &self,
        message: &[u8],
        signature: &[u8; SIGNATURE],
    ) -> Result<(), TokenError> {
        self.first
            .verify_strict(message, &Signature::from_bytes(signature))
            .map_err(|_| TokenError::Signature)
    }

    /// Verifies a second signature if this program and this key can.
    pub(super) fn check_second(
        &self,
        message: &[u8],
        signature: &[u8; SIGNATURE],
    ) -> Result<Signatures, TokenError> {
        match self.second {
            Some(point) => second::check(&point, message, signature),
            None => Ok(Signatures::Ed25519),
        }
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut hex = |bytes: &[u8]| bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"));
        hex(self.first.as_bytes())?;
        if let Some(point) = &self.second {
            f.write_str(".")?;
            point.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        }
        Ok(())
    }
}

/// The text is not a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a public key of 64 hexadecimal digits")]
pub struct NotAKey;

impl std::str::FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        // Editors put a byte order mark before a file's text.
        let text = text.trim_start_matches('\u{feff}').trim();
        let (first, second) = match text.split_once('.') {
            Some((first, second)) => (first, Some(bytes(second)?)),
            None => (text, None),
        };
        if let Some(point) = &second {
            second::is_point(point).then_some(()).ok_or(NotAKey)?;
        }
        let first = VerifyingKey::from_bytes(&bytes(first)?).map_err(|_| NotAKey)?;
        Ok(Self { first, second })
    }
}

/// Decodes exactly `N` bytes from hexadecimal digits.
fn bytes<const N: usize>(text: &str) -> Result<[u8; N], NotAKey> {
    if text.len() != 2 * N || !text.is_ascii() {
        return Err(NotAKey);
    }
    let mut bytes = [0; N];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| NotAKey)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| NotAKey)?;
    }
    Ok(bytes)
}
