//! Single values under a data key: an ID number in a row, a photo in a file.

use crate::DataKey;
use crate::envelope::{NONCE, Purpose, close, reveal};
use domain::randomness::Randomness;

use crate::randomness::random;
use crate::seal_error::SealError;

/// `plain` sealed under `key`, 49 bytes longer. `context` names the place it
/// belongs to ("order 01J… id-number"); it is not kept and must be named again
/// to open. The same value sealed twice gives different bytes.
pub fn seal(
    key: &DataKey,
    context: &str,
    plain: &[u8],
    randomness: &mut dyn Randomness,
) -> Vec<u8> {
    seal_with(key, context, plain, random(randomness))
}

/// [`seal`] with a nonce already drawn.
pub(crate) fn seal_with(key: &DataKey, context: &str, plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
    close(Purpose::SealBytes, key.bytes(), context, nonce, plain)
}

/// What [`seal`] sealed.
///
/// # Errors
/// [`SealError`]: another key, another context, changed or cut bytes, a format
/// of a later version.
pub fn open(key: &DataKey, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    reveal(Purpose::SealBytes, key.bytes(), context, sealed)
}
