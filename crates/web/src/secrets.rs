//! Keys that never leave the server.

use std::fmt;

/// The keys of the pages. `Debug` shows none of them.
pub struct Secrets {
    /// Key of the tokens in forms.
    pub(crate) csrf: [u8; 32],
}

impl Secrets {
    /// From a key that was kept: tokens in open pages then outlive a restart.
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
