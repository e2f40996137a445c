//! Secret keys of the pages.

use std::fmt;

/// The secret keys of the pages. Not shown by `Debug`.
pub struct Secrets {
    /// Key of the CSRF tokens.
    pub(crate) csrf: [u8; 32],
}

impl Secrets {
    /// With a stored key: tokens in open pages stay valid after a restart.
    #[must_use]
    pub const fn new(csrf: [u8; 32]) -> Self {
        Self { csrf }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}
