//! The keys that seal rows and chain the log; neither is in the database.

use domain::log::LogKey;

use crate::row_seal::RowSeal;

/// Whether rows without seals may be sealed, as an older version's are once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsealed {
    /// They are sealed as they are: nothing outside the database says that it
    /// was sealed before.
    Adopt,
    /// They are refused: somebody removed the seals, or put back a database of
    /// before they were made.
    Refuse,
}

/// The keys that seal rows and chain the log.
#[derive(Clone, Debug)]
pub struct SealKeys {
    pub(crate) rows: RowSeal,
    pub(crate) log: LogKey,
}

impl SealKeys {
    /// The keys of these bytes.
    #[must_use]
    pub fn new(rows: [u8; 32], log: LogKey) -> Self {
        Self {
            rows: RowSeal::new(rows),
            log,
        }
    }

    /// The keys that a master secret gives by label: keys of their own, so that
    /// none of them says anything of what is sealed.
    #[must_use]
    pub fn derived(secret: impl Fn(&str) -> [u8; 32]) -> Self {
        let log = LogKey::from_bytes(secret("log chain"));
        Self::new(secret("row seals"), log)
    }

    /// The key of the log.
    #[must_use]
    pub fn log_key(&self) -> LogKey {
        self.log.clone()
    }
}
