//! Figures for the operator; no person in them.

use std::time::Duration;

use async_trait::async_trait;
use domain::Timestamp;

use crate::StorageError;

/// From, and up to but not including.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// From here.
    pub from: Timestamp,
    /// Until before here.
    pub until: Timestamp,
}

/// One day's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiguresRow {
    /// When the day begins.
    pub from: Timestamp,
    /// Handed in.
    pub submitted: u64,
    /// Approved.
    pub approved: u64,
    /// Rejected.
    pub rejected: u64,
}

/// Figures.
#[async_trait]
pub trait Figures {
    /// Submissions and decisions by day; a day begins at `period.from` and
    /// every 24 hours after it.
    async fn by_day(&mut self, period: Period) -> Result<Vec<FiguresRow>, StorageError>;

    /// From submission to decision, of everything decided in the period, in
    /// ascending order.
    async fn waiting_times(&mut self, period: Period) -> Result<Vec<Duration>, StorageError>;

    /// Rejection reasons by how often they were given, commonest first.
    async fn reasons(&mut self, period: Period) -> Result<Vec<(String, u64)>, StorageError>;

    /// Orders by state code.
    async fn by_state(&mut self) -> Result<Vec<(String, u64)>, StorageError>;
}
