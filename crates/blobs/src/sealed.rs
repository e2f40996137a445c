//! Single values sealed under a data key.

use crate::DataKey;
use crate::envelope::{NONCE, Purpose, close, reveal};
use domain::randomness::Randomness;

use crate::randomness::random;
use crate::seal_error::SealError;

/// Seals `plain` under `key`, adding 49 bytes. `context` names the place it
/// belongs to ("order 01J… id-number"); it is not stored and must be given
/// again to open. Sealing the same value twice gives different bytes.
pub fn seal(
    key: &DataKey,
    context: &str,
    plain: &[u8],
    randomness: &mut dyn Randomness,
) -> Vec<u8> {
    seal_with(key, context, plain, random(randomness))
}

/// [`seal`] with a given nonce.
pub(crate) fn seal_with(key: &DataKey, context: &str, plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
    close(Purpose::SealBytes, key.bytes(), context, nonce, plain)
}

/// Opens what [`seal`] sealed.
///
/// # Errors
/// [`SealError`]: another key or context, changed or truncated bytes, a later
/// format version.
pub fn open(key: &DataKey, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    reveal(Purpose::SealBytes, key.bytes(), context, sealed)
}
