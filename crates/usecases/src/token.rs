//! Tokens: random, shown once, stored only as a digest.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Digest;
use domain::randomness::Randomness;
use sha2::Digest as _;

/// A token of 256 random bits, as text.
pub(crate) fn token(randomness: &mut dyn Randomness) -> String {
    let mut bytes = [0; 32];
    randomness.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Digest of a token, as stored. Tokens have 256 random bits, so an unkeyed
/// hash cannot be reversed.
pub(crate) fn digest(token: &str) -> Digest {
    Digest(sha2::Sha256::digest(token.as_bytes()).into())
}

/// A one-time password for reading aloud: four groups of four characters from
/// the unambiguous alphabet, 79 bits.
pub(crate) fn one_time_password(randomness: &mut dyn Randomness) -> String {
    const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut letters = Vec::with_capacity(16);
    while letters.len() < 16 {
        let mut byte = [0];
        randomness.fill_bytes(&mut byte);
        // 248 is the largest multiple of 31 below 256, so all letters are
        // equally likely.
        if byte[0] < 248 {
            letters.push(char::from(ALPHABET[usize::from(byte[0]) % 31]));
        }
    }
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|four| four.iter().collect())
        .collect();
    groups.join("-")
}
