//! Statistics for the operator; no personal data.

use async_trait::async_trait;
use domain::Timestamp;

use crate::{QueueSize, StorageError};

/// A half-open period of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Start, included.
    pub from: Timestamp,
    /// End, excluded.
    pub until: Timestamp,
}

/// Statistics of one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiguresRow {
    /// Start of the day.
    pub from: Timestamp,
    /// Submissions.
    pub submitted: u64,
    /// Approvals.
    pub approved: u64,
    /// Rejections.
    pub rejected: u64,
}

/// Queries for statistics.
#[async_trait]
pub trait Figures {
    /// Submissions and decisions by day; a day begins at `period.from` and
    /// every 24 hours after it.
    async fn by_day(&mut self, period: Period) -> Result<Vec<FiguresRow>, StorageError>;

    /// Rejection reasons with their counts, most frequent first.
    async fn reasons(&mut self, period: Period) -> Result<Vec<(String, u64)>, StorageError>;

    /// Persons whose photos are stored now: distinct identity numbers of orders
    /// that are not erased, and one for each order with a picture and no details
    /// yet.
    async fn persons(&mut self) -> Result<u64, StorageError>;

    /// Undecided orders submitted before `before`.
    async fn undecided_since(&mut self, before: Timestamp) -> Result<QueueSize, StorageError>;

    /// How many jobs are never tried again.
    async fn dead_job_count(&mut self) -> Result<u64, StorageError>;

    /// Numbers of orders by state code.
    async fn by_state(&mut self) -> Result<Vec<(String, u64)>, StorageError>;
}
