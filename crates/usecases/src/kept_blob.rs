//! A file that was stored for a row that is not saved yet.

use std::time::{Duration, Instant};

use domain::{BlobRef, Timestamp};

use crate::app::App;
use crate::error::AppError;

/// The longest time from the storing of a file to the saving of its row. The sweep
/// deletes a file without a row after a day (`jobs/sweep.rs`), which is
/// much longer: a process that was stopped meanwhile must not name a file that is gone.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// A stored file, and when it was asked for.
pub(crate) struct KeptBlob {
    name: BlobRef,
    /// Goes on while the process is stopped, whatever is done to the clock.
    began: Instant,
    /// Goes on while the machine sleeps.
    began_at: Timestamp,
}

impl KeptBlob {
    /// `began` and `began_at`: before it was stored.
    pub(crate) const fn new(name: BlobRef, began: Instant, began_at: Timestamp) -> Self {
        Self {
            name,
            began,
            began_at,
        }
    }

    /// The file's name for its row: inside the transaction that saves the row, as late
    /// as can be.
    ///
    /// # Errors
    /// [`AppError::TookTooLong`] an hour after it was stored.
    pub(crate) fn in_time(self, app: &App) -> Result<BlobRef, AppError> {
        let passed = app.now().since(self.began_at).max(self.began.elapsed());
        if passed > LONGEST {
            return Err(AppError::TookTooLong);
        }
        Ok(self.name)
    }
}
