//! Saves that are refused on purpose, as another database refuses one of two transactions
//! that are in each other's way. Here writers take turns, so that tests alone see it.

use std::sync::{Mutex, PoisonError};

use storage::StorageError;

/// Which of the next saves are refused.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Next>);

#[derive(Debug, Default)]
struct Next {
    pass: u32,
    refuse: u32,
    with: SaveRefused,
}

/// How a save is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaveRefused {
    /// [`StorageError::Again`].
    #[default]
    Again,
    /// [`StorageError::Conflict`].
    Conflict,
}

impl Refusals {
    /// Lets `pass` saves pass, and refuses as many as `refuse` after them.
    pub(crate) fn plan(&self, pass: u32, refuse: u32, with: SaveRefused) {
        *self.next() = Next { pass, refuse, with };
    }

    /// Whether the save that comes now may be done.
    pub(crate) fn admit_next(&self) -> Result<(), StorageError> {
        let mut next = self.next();
        if next.refuse == 0 {
            return Ok(());
        }
        if next.pass > 0 {
            next.pass -= 1;
            return Ok(());
        }
        next.refuse -= 1;
        Err(match next.with {
            SaveRefused::Again => StorageError::Again,
            SaveRefused::Conflict => StorageError::Conflict,
        })
    }

    fn next(&self) -> std::sync::MutexGuard<'_, Next> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
