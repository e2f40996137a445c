//! A job while it runs: what it writes is its own, once.

use std::sync::atomic::{AtomicBool, Ordering};

use storage::{Lease, StorageError, Transaction};

/// One run of a job. Every write transaction of the run holds its lease
/// ([`App::write`](crate::App)), so that a run that lost it writes nothing, and the last
/// one settles the job ([`App::conclude`](crate::App)).
pub(crate) struct Running {
    lease: Lease,
    is_settled: AtomicBool,
}

impl Running {
    pub(super) const fn new(lease: Lease) -> Self {
        Self {
            lease,
            is_settled: AtomicBool::new(false),
        }
    }

    /// Whether the run settled its job.
    pub(super) fn is_settled(&self) -> bool {
        self.is_settled.load(Ordering::Acquire)
    }

    /// Holds the lease until `tx` ends.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if another has taken the job, or it is settled.
    pub(crate) async fn hold(&self, tx: &mut dyn Transaction) -> Result<(), StorageError> {
        tx.hold_job(self.lease).await
    }

    /// Saves `tx` with the job settled.
    ///
    /// # Errors
    /// As [`Self::hold`].
    pub(crate) async fn conclude(&self, mut tx: Box<dyn Transaction>) -> Result<(), StorageError> {
        tx.job_done(self.lease).await?;
        tx.save().await?;
        self.is_settled.store(true, Ordering::Release);
        Ok(())
    }
}
