//! The key of one order or object, and the form in which it is kept.

use std::fmt;

use zeroize::Zeroizing;

use crate::envelope::{OVERHEAD, Purpose, close, reveal};
use domain::randomness::Randomness;

use crate::randomness::random;
use crate::{MasterKey, SealError};

/// The key of one order or object. Lives in memory only; wiped when dropped.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// A new key.
    pub fn generate(randomness: &mut dyn Randomness) -> Self {
        Self(Zeroizing::new(random(randomness)))
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// A [`DataKey`] sealed under the master key: what the database keeps. Once it is
/// forgotten, nothing opens what the data key sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey([u8; Self::LENGTH]);

impl WrappedKey {
    /// Bytes of a wrapped key: version, key id, nonce, key, tag.
    pub const LENGTH: usize = OVERHEAD + 32;

    /// The bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A wrapped key from the bytes that were kept.
    ///
    /// # Errors
    /// [`SealError::Damaged`] when there are not [`Self::LENGTH`] of them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        bytes.try_into().map(Self).map_err(|_| SealError::Damaged)
    }
}

impl MasterKey {
    /// `key` sealed for the database. `belongs_to` names what the key is for
    /// (the order's id), so that it opens nowhere else.
    pub fn wrap(
        &self,
        key: &DataKey,
        belongs_to: &str,
        randomness: &mut dyn Randomness,
    ) -> WrappedKey {
        let sealed = close(
            Purpose::WrapKey,
            self.bytes(),
            belongs_to,
            random(randomness),
            key.bytes(),
        );
        WrappedKey(sealed.try_into().expect("a key has one length"))
    }

    /// The key that [`wrap`](Self::wrap) sealed for the same `belongs_to`.
    ///
    /// # Errors
    /// [`SealError`]; `wrong-key` names the master key that it needs.
    pub fn unwrap_key(&self, wrapped: &WrappedKey, belongs_to: &str) -> Result<DataKey, SealError> {
        let plain = Zeroizing::new(reveal(
            Purpose::WrapKey,
            self.bytes(),
            belongs_to,
            wrapped.as_bytes(),
        )?);
        let bytes: &[u8; 32] = plain
            .as_slice()
            .try_into()
            .map_err(|_| SealError::Damaged)?;
        Ok(DataKey(Zeroizing::new(*bytes)))
    }
}
