//! The key of one order or object, and its wrapped form.

use std::fmt;

use zeroize::Zeroizing;

use crate::envelope::{OVERHEAD, Purpose, close, reveal};
use domain::randomness::Randomness;

use crate::randomness::random;
use crate::{MasterKey, SealError};

/// The key of one order or object. In memory only; wiped when dropped.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// A random key.
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

/// A [`DataKey`] sealed under the master key, as stored in the database. Once
/// it is deleted, nothing that the data key sealed can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey([u8; Self::LENGTH]);

impl WrappedKey {
    /// Length in bytes: version, key id, nonce, key, tag.
    pub const LENGTH: usize = OVERHEAD + 32;

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A wrapped key from its stored bytes.
    ///
    /// # Errors
    /// [`SealError::Damaged`] if there are not [`Self::LENGTH`] of them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        bytes.try_into().map(Self).map_err(|_| SealError::Damaged)
    }
}

impl MasterKey {
    /// Seals `key` for the database. `belongs_to` names the key's owner (the
    /// order's id) and binds the wrapped key to it.
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

    /// [`wrap`](Self::wrap) for a secret of the service that is used otherwise
    /// than for sealing, such as for signing.
    pub fn wrap_secret(
        &self,
        secret: &[u8; 32],
        belongs_to: &str,
        randomness: &mut dyn Randomness,
    ) -> WrappedKey {
        self.wrap(&DataKey::from_bytes(*secret), belongs_to, randomness)
    }

    /// [`wrap`](Self::wrap) for another key of the operator's, or one in its place.
    pub fn wrap_master(
        &self,
        other: &Self,
        belongs_to: &str,
        randomness: &mut dyn Randomness,
    ) -> WrappedKey {
        self.wrap_secret(other.bytes(), belongs_to, randomness)
    }

    /// Opens a key sealed by [`wrap_master`](Self::wrap_master).
    ///
    /// # Errors
    /// As [`unwrap_key`](Self::unwrap_key).
    pub fn unwrap_master(&self, wrapped: &WrappedKey, belongs_to: &str) -> Result<Self, SealError> {
        let bytes = self.unwrap_secret(wrapped, belongs_to)?;
        Ok(Self::from_bytes(bytes))
    }

    /// Opens a secret sealed by [`wrap_secret`](Self::wrap_secret).
    ///
    /// # Errors
    /// As [`unwrap_key`](Self::unwrap_key).
    pub fn unwrap_secret(
        &self,
        wrapped: &WrappedKey,
        belongs_to: &str,
    ) -> Result<Zeroizing<[u8; 32]>, SealError> {
        Ok(self.unwrap_key(wrapped, belongs_to)?.0.clone())
    }

    /// Opens a key sealed by [`wrap`](Self::wrap) for the same `belongs_to`.
    ///
    /// # Errors
    /// [`SealError`]; `wrong-key` gives the id of the master key it was sealed
    /// under.
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
