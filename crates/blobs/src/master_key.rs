//! The operator's master key.

use std::fmt;

use zeroize::Zeroizing;

use crate::hmac_sha256::hmac_sha256;
use domain::randomness::Randomness;

use crate::randomness::random;
use crate::{DataKey, KeyId, MasterKeyError};

/// The operator's master key: 32 bytes, stored apart from the data. Never
/// shown; wiped when dropped.
///
/// It wraps data keys itself; look-up digests, cookies and the like use keys
/// derived from it, one per label and independent of each other.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// A random key.
    pub fn generate(randomness: &mut dyn Randomness) -> Self {
        Self(Zeroizing::new(random(randomness)))
    }

    pub(crate) const fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// Parses 64 hexadecimal digits, as in the key file or an environment
    /// variable; surrounding white space is ignored.
    ///
    /// # Errors
    /// `master-key-length`, `master-key-not-hex`.
    pub fn from_hex(text: &str) -> Result<Self, MasterKeyError> {
        // Editors put a byte order mark before a file's text.
        let digits = text.trim_start_matches('\u{feff}').trim();
        if digits.len() != 64 {
            return Err(MasterKeyError::Length {
                digits: digits.len(),
            });
        }
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(digits, bytes.as_mut_slice()).map_err(|_| MasterKeyError::NotHex)?;
        Ok(Self(bytes))
    }

    /// The key in the format of [`from_hex`](Self::from_hex).
    pub(crate) fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(*self.0))
    }

    /// The key's public id: may be shown, logged and stored.
    pub fn id(&self) -> KeyId {
        KeyId::of(&self.0)
    }

    /// A derived secret for one use (cookies, CSRF tokens), deterministic by
    /// label.
    pub fn derive(&self, label: &str) -> [u8; 32] {
        hmac_sha256(&self.0, &[b"huizhi derived secret\0", label.as_bytes()])
    }

    /// A derived data key for one use of the service itself, such as second
    /// factors; deterministic by label.
    pub fn data_key(&self, label: &str) -> DataKey {
        DataKey::from_bytes(hmac_sha256(
            &self.0,
            &[b"huizhi derived data key\0", label.as_bytes()],
        ))
    }

    /// The key for look-up digests.
    pub(crate) fn digest_key(&self) -> [u8; 32] {
        hmac_sha256(&self.0, &[b"huizhi look-up digest"])
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id())
    }
}
