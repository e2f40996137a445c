//! The job queue, and the log.

use std::time::Duration;

use async_trait::async_trait;
use domain::log::{ChainedEntry, LogAction, LogEntry};
use domain::{Due, Job, JobId, Timestamp};

use crate::StorageError;

/// A job leased to a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub job: Job,
    /// How often it was tried before.
    pub tries: u32,
}

/// A job that failed too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// What it was to do.
    pub job: Job,
    /// How often it was tried.
    pub tries: u32,
    /// The code of the last error.
    pub error: String,
}

/// The job queue.
#[async_trait]
pub trait Jobs {
    /// Puts a job into the queue as `id`; a waiting job of the same
    /// [`Job::key`] is replaced.
    async fn enqueue(&mut self, id: JobId, due: &Due) -> Result<(), StorageError>;

    /// Deletes the queued job of this key, if there is one.
    async fn cancel_job(&mut self, job: &Job) -> Result<(), StorageError>;

    /// Takes the job due longest for `lease`; one whose lease ran out can be
    /// taken again.
    async fn take_job(
        &mut self,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ClaimedJob>, StorageError>;

    /// The job is done.
    async fn job_done(&mut self, id: JobId) -> Result<(), StorageError>;

    /// The job failed with `error` (a code); it is tried again at `again`, or
    /// never.
    async fn job_failed(
        &mut self,
        id: JobId,
        error: &str,
        again: Option<Timestamp>,
    ) -> Result<(), StorageError>;

    /// Jobs that are never tried again.
    async fn dead_jobs(&mut self, limit: u32) -> Result<Vec<DeadJob>, StorageError>;
}

/// Which entries of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only entries before this number.
    pub before: Option<i64>,
    /// Only entries of these actions; `None` for all.
    pub actions: Option<Vec<LogAction>>,
}

/// The hash-chained log.
#[async_trait]
pub trait Log {
    /// Writes the next entry, chained to the last.
    async fn append_log(&mut self, entry: &LogEntry) -> Result<(), StorageError>;

    /// Entries after number `after`, in order.
    async fn log_after(
        &mut self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError>;

    /// Entries that `filter` lets through, newest first.
    async fn log_newest(
        &mut self,
        filter: &LogFilter,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError>;

    /// Number and hash of the last entry dropped, or zeros: where the chain
    /// that is kept begins.
    async fn log_root(&mut self) -> Result<(i64, [u8; 32]), StorageError>;

    /// Drops entries written before `before`, and moves the root there.
    async fn trim_log(&mut self, before: Timestamp) -> Result<u64, StorageError>;
}
