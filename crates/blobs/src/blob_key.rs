//! The name of a stored file: the hash of its sealed bytes.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// SHA-256 of a file's sealed bytes; written `ab/cdef…`, its path in the
/// folder. Reveals nothing of the content: the same photo sealed twice has two
/// keys.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobKey([u8; 32]);

impl BlobKey {
    /// The key under which `sealed` is stored.
    pub(crate) fn of(sealed: &[u8]) -> Self {
        Self(Sha256::digest(sealed).into())
    }

    /// Its path in the store.
    pub(crate) fn path(&self) -> object_store::path::Path {
        object_store::path::Path::from(self.to_string())
    }
}

impl fmt::Display for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = hex::encode(self.0);
        let (folder, file) = digits.split_at(2);
        write!(f, "{folder}/{file}")
    }
}

impl fmt::Debug for BlobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobKey({self})")
    }
}

/// The text is not a blob key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a blob key: two hexadecimal digits, '/', and 62 more, in lower case")]
pub struct BlobKeyError;

impl BlobKeyError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        "not-a-blob-key"
    }
}

impl FromStr for BlobKey {
    type Err = BlobKeyError;

    fn from_str(text: &str) -> Result<Self, BlobKeyError> {
        let (folder, file) = text.split_once('/').ok_or(BlobKeyError)?;
        if folder.len() != 2 || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(BlobKeyError);
        }
        let mut bytes = [0; 32];
        hex::decode_to_slice(format!("{folder}{file}"), &mut bytes).map_err(|_| BlobKeyError)?;
        Ok(Self(bytes))
    }
}
