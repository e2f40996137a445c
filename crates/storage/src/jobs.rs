//! The job queue, and the audit log.

use std::time::Duration;

use async_trait::async_trait;
use domain::log::{ChainedEntry, LogAction, LogEntry};
use domain::{Due, Job, JobId, Lane, Timestamp};

use crate::StorageError;

/// One run of a job: names it as long as nobody else has taken the job. Whoever comes
/// late with it, its lease having run out, changes nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Internal id of the job (ULID).
    pub id: JobId,
    /// How often the job was taken, this time among them.
    pub tries: u32,
}

/// A job leased to a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// This run of it.
    pub lease: Lease,
    /// The job.
    pub job: Job,
}

/// A job that failed too often and is not tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    /// Internal id (ULID).
    pub id: JobId,
    /// The job.
    pub job: Job,
    /// Number of tries.
    pub tries: u32,
    /// The code of the last error.
    pub error: String,
}

/// The job queue.
#[async_trait]
pub trait Jobs {
    /// Enqueues a job as `id`; a waiting job of the same [`Job::key`] is
    /// replaced. One that is due more than an hour after `id` was made lies apart and is
    /// not taken before [`Self::wind_timers`] has moved it.
    async fn enqueue(&mut self, id: JobId, due: &Due) -> Result<(), StorageError>;

    /// Deletes the queued job of this key, if there is one.
    async fn cancel_job(&mut self, job: &Job) -> Result<(), StorageError>;

    /// Moves up to `limit` jobs that lie apart and are due at `now` or within an hour to those
    /// that are taken, the longest due first; gives how many. What another is moving at this
    /// moment is passed over.
    async fn wind_timers(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError>;

    /// Leases the job of this lane that is due longest at `now` to a worker for `lease`,
    /// and counts the try. A job whose lease expired can be taken again.
    async fn take_job(
        &mut self,
        lane: Lane,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ClaimedJob>, StorageError>;

    /// Keeps others from taking the job until this transaction ends: what it writes is
    /// written by the run that has the job, or not at all.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] if another has taken the job, or it was settled.
    async fn hold_job(&mut self, lease: Lease) -> Result<(), StorageError>;

    /// Makes the lease end at `until`.
    ///
    /// # Errors
    /// As [`Self::hold_job`].
    async fn renew_job(&mut self, lease: Lease, until: Timestamp) -> Result<(), StorageError>;

    /// Deletes a finished job, and dead ones of its key: their work is done.
    ///
    /// # Errors
    /// As [`Self::hold_job`]; the transaction is to be dropped then.
    async fn job_done(&mut self, lease: Lease) -> Result<(), StorageError>;

    /// Records that the job failed with the code `error`; it is tried again at
    /// `again`, or never if `None`.
    ///
    /// # Errors
    /// As [`Self::job_done`].
    async fn job_failed(
        &mut self,
        lease: Lease,
        error: &str,
        again: Option<Timestamp>,
    ) -> Result<(), StorageError>;

    /// Jobs that are never tried again.
    async fn dead_jobs(&mut self, limit: u32) -> Result<Vec<DeadJob>, StorageError>;
}

/// Which log entries to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only entries before this sequence number.
    pub before: Option<i64>,
    /// Only entries of these actions; `None` for all.
    pub actions: Option<Vec<LogAction>>,
}

/// The hash-chained log.
#[async_trait]
pub trait Log {
    /// Writes the next entry, chained to the last, or leaves it for
    /// [`Storage::chain_log`](crate::Storage::chain_log). The other methods see chained
    /// entries only.
    async fn append_log(&mut self, entry: &LogEntry) -> Result<(), StorageError>;

    /// Entries after sequence number `after`, ascending.
    async fn log_after(
        &mut self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError>;

    /// Entries that match `filter`, newest first.
    async fn log_newest(
        &mut self,
        filter: &LogFilter,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError>;

    /// Sequence number and hash of the last entry that was trimmed, or zeros:
    /// where the stored chain begins.
    async fn log_root(&mut self) -> Result<(i64, [u8; 32]), StorageError>;

    /// Deletes up to `limit` of the oldest entries, written before `before`, and moves the
    /// root, which keeps the hash of the last of them; gives how many.
    async fn trim_log(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError>;
}
