//! The logo, as it is served.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// Hexadecimal digits of the hash in the address.
const HASH_DIGITS: usize = 16;

/// A logo: a PNG of this service's own making.
#[derive(Clone)]
pub struct Logo {
    pub(super) png: Arc<[u8]>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    pub(super) hash: String,
}

impl Logo {
    /// A PNG, and its size in pixels.
    #[must_use]
    pub fn new(png: Vec<u8>, width: u32, height: u32) -> Self {
        let mut hash = hex::encode(Sha256::digest(&png));
        hash.truncate(HASH_DIGITS);
        Self {
            png: png.into(),
            width,
            height,
            hash,
        }
    }

    /// The URL path of the file, which changes with its bytes.
    #[must_use]
    pub fn address(&self) -> String {
        format!("/brand/{}/logo.png", self.hash)
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logo({} × {})", self.width, self.height)
    }
}
