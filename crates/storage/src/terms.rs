//! What is past its term, for the daily pass. Gives identifiers, so that a row
//! that cannot be read stops nothing, and deletes without reading.

use async_trait::async_trait;
use domain::{AttemptId, Job, OrderId, ReceiptId, Timestamp};

use crate::StorageError;

/// An order that still holds something of its applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldingOrder {
    /// The order.
    pub order: OrderId,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Whether a job is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queued {
    /// It waits to be run.
    Waiting {
        /// Earliest time to run it.
        until: Timestamp,
    },
    /// A worker has it, and none waits.
    Running,
    /// It died, and neither waits nor runs.
    Dead,
    /// None of these.
    Not,
}

impl Queued {
    /// Whether it waits to be run.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Waiting { .. })
    }
}

/// What is past its term.
#[async_trait]
pub trait Terms {
    /// Orders that hold something of their applicant, by identifier, after
    /// `after`.
    async fn holding_orders(
        &mut self,
        after: Option<OrderId>,
        limit: u32,
    ) -> Result<Vec<HoldingOrder>, StorageError>;

    /// Attempts with an original, by identifier, after `after`.
    async fn attempts_with_original(
        &mut self,
        after: Option<AttemptId>,
        limit: u32,
    ) -> Result<Vec<AttemptId>, StorageError>;

    /// Receipts whose last day was over at `before` and that still have digests
    /// of their applicant or a token; at most `limit`.
    async fn receipts_to_forget(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<ReceiptId>, StorageError>;

    /// Whether a job of this key waits, runs or died.
    async fn queued(&mut self, job: &Job) -> Result<Queued, StorageError>;

    /// Deletes all that an order, its attempts, its messages and its receipt
    /// hold of the applicant, without reading any of it, and notes their files as
    /// forgotten; for rows that cannot be read.
    async fn erase_unread(&mut self, order: OrderId, now: Timestamp) -> Result<(), StorageError>;

    /// Deletes counts of waits that ended before `before`.
    async fn forget_waits(&mut self, before: Timestamp) -> Result<(), StorageError>;

    /// Deletes dead jobs that were enqueued before `before`; gives how many.
    async fn forget_dead_jobs(&mut self, before: Timestamp) -> Result<u64, StorageError>;
}
