//! How much a command tells.

/// Whether times are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    Usual,
    Times,
}
