//! Keyed digests for look-up: equal texts give equal digests, computable only
//! with the master key.

use std::fmt;

use zeroize::Zeroizing;

use domain::randomness::Randomness;

use crate::hmac_sha256::hmac_sha256;
use crate::{DataKey, MasterKey, SealError, WrappedKey};

/// Computes keyed digests of texts that are looked up but not stored in clear.
/// Phone and identity numbers are few enough to be enumerated, so an unkeyed
/// hash would not hide them.
#[derive(Clone)]
pub struct Digester(Zeroizing<[u8; 32]>);

impl Digester {
    /// Whose key it is, as order keys name their order.
    pub const OWNER: &str = "look-up digests";

    /// A digester with a key derived from `master`.
    pub fn new(master: &MasterKey) -> Self {
        Self(Zeroizing::new(master.digest_key()))
    }

    /// A digester for what is made and checked again within a short time, such as
    /// capabilities: its key is another one with each master key, and kept
    /// nowhere.
    pub fn passing(master: &MasterKey, label: &str) -> Self {
        Self(Zeroizing::new(master.derive(label)))
    }

    /// A digester with this key.
    #[must_use]
    pub fn of(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// The digester's key, wrapped under `master` for the database. It is kept
    /// there so that digests stay what they are when the master key is replaced;
    /// and only the right master key opens it.
    pub fn wrapped(&self, master: &MasterKey, randomness: &mut dyn Randomness) -> WrappedKey {
        master.wrap(&DataKey::from_bytes(*self.0), Self::OWNER, randomness)
    }

    /// The digester whose key was wrapped under `master`.
    ///
    /// # Errors
    /// [`SealError`]; `wrong-key` if `master` is another one.
    pub fn unwrap_key(master: &MasterKey, wrapped: &WrappedKey) -> Result<Self, SealError> {
        let key = master.unwrap_key(wrapped, Self::OWNER)?;
        Ok(Self(Zeroizing::new(*key.bytes())))
    }

    /// HMAC-SHA-256 of `text` for `purpose` ("phone", "id-number"). The caller
    /// normalises the text; digests for different purposes are unrelated.
    pub fn digest(&self, purpose: &str, text: &str) -> [u8; 32] {
        let length = u64::try_from(purpose.len()).expect("a length fits 64 bits");
        hmac_sha256(
            &self.0,
            &[&length.to_be_bytes(), purpose.as_bytes(), text.as_bytes()],
        )
    }

    /// The key that data of `text` for `purpose` is sealed with: the same at every call.
    pub fn data_key(&self, purpose: &str, text: &str) -> DataKey {
        DataKey::from_bytes(self.digest(&format!("data key: {purpose}"), text))
    }
}

impl fmt::Debug for Digester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digester(…)")
    }
}
