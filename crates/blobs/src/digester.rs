//! Look-up without the text: the same phone gives the same digest, and only
//! whoever holds the master key can make it.

use std::fmt;

use zeroize::Zeroizing;

use crate::MasterKey;
use crate::hmac_sha256::hmac_sha256;

/// Makes keyed digests of texts that are looked up but not kept in clear. Phone
/// and ID numbers are few enough to be tried one by one, so a plain hash would
/// hide nothing.
#[derive(Clone)]
pub struct Digester(Zeroizing<[u8; 32]>);

impl Digester {
    /// Digests under a key derived from `master`.
    pub fn new(master: &MasterKey) -> Self {
        Self(Zeroizing::new(master.digest_key()))
    }

    /// HMAC-SHA-256 of `text` for `purpose` ("phone", "id-number"). The caller
    /// brings the text into one form first; digests of different purposes have
    /// nothing in common.
    pub fn digest(&self, purpose: &str, text: &str) -> [u8; 32] {
        let length = u64::try_from(purpose.len()).expect("a length fits 64 bits");
        hmac_sha256(
            &self.0,
            &[&length.to_be_bytes(), purpose.as_bytes(), text.as_bytes()],
        )
    }
}

impl fmt::Debug for Digester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digester(…)")
    }
}
