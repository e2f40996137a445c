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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FiguresRow {
    /// Start of the day.
    pub from: Timestamp,
    /// Submissions.
    pub submitted: u64,
    /// Approvals.
    pub approved: u64,
    /// Rejections.
    pub rejected: u64,
    /// Rejection reasons with their counts, most frequent first.
    pub reasons: Vec<(String, u64)>,
}

/// What is counted in the background, so that no page counts the rows of a big table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tallied {
    /// Orders by state code.
    States,
    /// Persons whose photos are stored; counted under one empty name.
    Persons,
}

impl Tallied {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::States => "states",
            Self::Persons => "persons",
        }
    }
}

/// What was counted, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// When.
    pub at: Timestamp,
    /// Names with their counts.
    pub counts: Vec<(String, u64)>,
}

impl Tally {
    /// All together.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// Queries for statistics.
#[async_trait]
pub trait Figures {
    /// Submissions and decisions by day, counted now; a day begins at `period.from` and
    /// every 24 hours after it.
    async fn by_day(&mut self, period: Period) -> Result<Vec<FiguresRow>, StorageError>;

    /// Days that begin within the period and whose figures were kept.
    async fn kept_days(&mut self, period: Period) -> Result<Vec<FiguresRow>, StorageError>;

    /// Keeps the figures of a day that is over: nobody counts them again.
    async fn keep_day(&mut self, day: &FiguresRow) -> Result<(), StorageError>;

    /// What was counted last.
    async fn tally(&mut self, of: Tallied) -> Result<Option<Tally>, StorageError>;

    /// Keeps what was counted.
    async fn keep_tally(&mut self, of: Tallied, tally: &Tally) -> Result<(), StorageError>;

    /// When the first of all orders was begun.
    async fn first_begun(&mut self) -> Result<Option<Timestamp>, StorageError>;

    /// Numbers of orders by state code, of those begun within the period.
    async fn by_state_of(&mut self, period: Period) -> Result<Vec<(String, u64)>, StorageError>;

    /// A part of [`Self::persons`]: those the digest of whose identity number begins with
    /// this byte; all parts and [`Self::unnamed_persons`] are the whole.
    async fn persons_of(&mut self, first_byte: u8) -> Result<u64, StorageError>;

    /// Orders with a picture and no details yet.
    async fn unnamed_persons(&mut self) -> Result<u64, StorageError>;

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
