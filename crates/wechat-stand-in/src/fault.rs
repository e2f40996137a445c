//! What can go wrong with a call.

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 500 `SYSTEM_ERROR`; nothing was done.
    Down,
    /// 429 `RATELIMIT_EXCEEDED`; nothing was done.
    TooOften,
    /// It was done, and the answer says 500.
    DoneAndDown,
    /// It was done, and the answer's signature is wrong.
    Forged,
    /// 403 `NOT_ENOUGH`: the merchant has no funds for a refund.
    NotEnough,
}
