//! Whose request some work is for, so that it can be shared out fairly.

use domain::Actor;

/// Whose request some work is for. Not stored, and not shown by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requester {
    /// Somebody at a network address: its bits, shortened to the part that
    /// identifies one connection.
    Client([u8; 16]),
    /// A member of staff or a program.
    Staff(Actor),
}

impl std::fmt::Debug for Requester {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Requester")
    }
}
