//! The name of a key, by which a wrong key is told apart from damaged bytes.

use std::fmt;

use sha2::{Digest, Sha256};

/// First eight bytes of a key's SHA-256; shown as sixteen hexadecimal digits.
/// It names the key and tells nothing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; Self::LENGTH]);

impl KeyId {
    /// Bytes of an id.
    pub(crate) const LENGTH: usize = 8;

    /// The id of these key bytes.
    pub(crate) fn of(key: &[u8; 32]) -> Self {
        let digest: [u8; 32] = Sha256::digest(key).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        Self([a, b, c, d, e, f, g, h])
    }

    /// The id that stands in a header.
    pub(crate) fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes that stand in a header.
    pub(crate) fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
