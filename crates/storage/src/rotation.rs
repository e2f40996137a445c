//! Replacing the sealing key: what the backend asks of whoever holds both keys.

use domain::Sealed;
use domain::log::LogKey;

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
