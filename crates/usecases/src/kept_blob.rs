//! A file that was stored for a row that is not saved yet.

use std::time::{Duration, Instant};

use domain::{BlobRef, Timestamp};

use crate::app::App;
use crate::error::AppError;

/// The longest time from the storing of a file to the saving of its row. The sweep
/// deletes a file without a row after a day (`jobs/sweep.rs`), which is
/// much longer: a process that was stopped meanwhile must not name a file that is gone.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// A file that is being stored.
pub(crate) struct Begun {
    /// Goes on while the process is stopped, whatever is done to the clock.
    at: Instant,
    /// Goes on while the machine sleeps.
    now: Timestamp,
}

impl Begun {
    /// The file once it is stored, under this name.
    pub(crate) const fn named(self, name: BlobRef) -> KeptBlob {
        KeptBlob { name, begun: self }
    }
}

/// A stored file, and when it was asked for.
pub(crate) struct KeptBlob {
    name: BlobRef,
    begun: Begun,
}

impl KeptBlob {
    /// Before the file is stored.
    pub(crate) fn begin(now: Timestamp) -> Begun {
        let at = Instant::now();
        Begun { at, now }
    }

    /// The file's name for its row: inside the transaction that saves the row, as late
    /// as can be.
    ///
    /// # Errors
    /// [`AppError::TookTooLong`] an hour after it was stored.
    pub(crate) fn in_time(&self, app: &App) -> Result<BlobRef, AppError> {
        let passed = app.now().since(self.begun.now).max(self.begun.at.elapsed());
        if passed > LONGEST {
            return Err(AppError::TookTooLong);
        }
        Ok(self.name.clone())
    }
}
