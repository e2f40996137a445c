//! What can go wrong with a call.

/// A fault. The host of payments and the other one each have theirs to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 500 `SYSTEM_ERROR`, on the other host errcode -1; nothing was done.
    Down,
    /// 429 `RATELIMIT_EXCEEDED`, on the other host errcode 45009; nothing was done.
    TooOften,
    /// It was done, and the answer says 500, on the other host 502.
    DoneAndDown,
    /// It was done, and the answer's signature is wrong. Payments only.
    Forged,
    /// 403 `NOT_ENOUGH`: the merchant has no funds for a refund. Payments only.
    NotEnough,
}

/// Faults to come, with how often.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(Fault, u32)>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault, count: u32) {
        if count > 0 {
            self.0.push((fault, count));
        }
    }

    /// The fault that the next call meets.
    pub(crate) fn next(&mut self) -> Option<Fault> {
        let (fault, left) = self.0.first_mut()?;
        let fault = *fault;
        *left -= 1;
        if *left == 0 {
            self.0.remove(0);
        }
        Some(fault)
    }
}
