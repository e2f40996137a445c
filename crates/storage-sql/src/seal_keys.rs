//! The keys that seal rows and chain the log; neither is in the database.

use std::sync::{Arc, PoisonError, RwLock};

use domain::Sealed;
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
    /// Kept keys that a new database begins with.
    pub(crate) begin_with: Vec<(&'static str, Sealed)>,
    /// Public ids of the sealing keys that this process wraps under; shared by clones.
    held: Arc<RwLock<Vec<String>>>,
}

impl SealKeys {
    /// The keys of these bytes.
    #[must_use]
    pub fn new(rows: [u8; 32], log: LogKey) -> Self {
        Self {
            rows: RowSeal::new(rows),
            log,
            begin_with: Vec::new(),
            held: Arc::default(),
        }
    }

    /// The same, for a database that keeps this key from its beginning if it is new.
    #[must_use]
    pub fn beginning_with(mut self, name: &'static str, key: Sealed) -> Self {
        self.begin_with.push((name, key));
        self
    }

    /// Says under which sealing keys this process wraps.
    pub fn hold(&self, ids: Vec<String>) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = ids;
    }

    pub(crate) fn held(&self) -> Vec<String> {
        let held = self.held.read();
        held.unwrap_or_else(PoisonError::into_inner).clone()
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
