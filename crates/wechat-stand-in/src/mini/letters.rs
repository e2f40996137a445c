//! Letters that look drawn by chance: for codes, tokens and nonces.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};

/// So many letters and digits, others for every use and number.
pub(crate) fn letters(of: &str, number: u64, count: usize) -> String {
    let blocks = (0_u32..).flat_map(|block| {
        let hash = digest(&SHA256, format!("{of} {number} {block}").as_bytes());
        STANDARD.encode(hash).into_bytes()
    });
    let drawn = blocks.filter(u8::is_ascii_alphanumeric).take(count);
    drawn.map(char::from).collect()
}
