//! Saves that are refused on purpose, as another database refuses one of two transactions
//! that are in each other's way. Here writers take turns, so that tests alone see it.

use std::sync::{Mutex, PoisonError};

/// Which of the next saves are refused.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Next>);

#[derive(Debug, Default)]
struct Next {
    pass: u32,
    refuse: u32,
}

impl Refusals {
    /// Lets `pass` saves pass, and refuses as many as `refuse` after them.
    pub(crate) fn plan(&self, pass: u32, refuse: u32) {
        *self.next() = Next { pass, refuse };
    }

    /// Whether the save that comes now is refused.
    pub(crate) fn refuse_next(&self) -> bool {
        let mut next = self.next();
        if next.pass > 0 && next.refuse > 0 {
            next.pass -= 1;
            return false;
        }
        let is_refused = next.refuse > 0;
        next.refuse = next.refuse.saturating_sub(1);
        is_refused
    }

    fn next(&self) -> std::sync::MutexGuard<'_, Next> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
