//! Replacing the sealing key: what the backend asks of whoever holds both keys.

use domain::log::LogKey;
use domain::{Sealed, Timestamp};

/// Seals anew what is sealed under the sealing key, or a key derived from it.
/// `None` for what does not open under the key in use.
pub trait Rewrap: Send {
    /// An order's key.
    fn order_key(&mut self, order: &str, wrapped: &Sealed) -> Option<Sealed>;

    /// The second factor of a member of staff.
    fn second_factor(&mut self, staff: &str, sealed: &Sealed) -> Option<Sealed>;

    /// A key of the service.
    fn kept_key(&mut self, name: &str, wrapped: &Sealed) -> Option<Sealed>;

    /// A key that chained the log before the one in use, from the entry `first`
    /// on.
    fn log_key(&mut self, first: i64, wrapped: &Sealed) -> Option<Sealed>;

    /// The key that chains the log until now, from the entry `first` on: kept
    /// for verifying.
    fn log_key_in_use(&mut self, first: i64, key: &LogKey) -> Sealed;
}

/// A replacement of the sealing key that is going on: writers wrap under either, and
/// whoever has either has both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// When it began.
    pub at: Timestamp,
    /// Public id of the key that is replaced.
    pub old_id: String,
    /// Public id of the key that takes its place.
    pub new_id: String,
    /// The new key, wrapped under the old.
    pub new: Sealed,
    /// The old key, wrapped under the new.
    pub old: Sealed,
}

/// A stretch of orders whose keys were wrapped anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The last order that was looked at; `None` after the last of all.
    pub last: Option<String>,
    /// What was done.
    pub rotated: Rotated,
}

/// What a replacement of the sealing key did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Number of orders whose keys are under the new key.
    pub orders: u64,
    /// Number of values that did not open before either, and were left: keys of
    /// orders, second factors.
    pub unopened: u64,
}

/// The backend's own keys, derived from the sealing key by label.
pub type Derive<'a> = &'a (dyn Fn(&str) -> [u8; 32] + Sync);
