//! The reports of attempts: findings, measured lines and provenance.

use async_trait::async_trait;
use domain::{Attempt, AttemptId, OrderId, Sealed};

use crate::StorageError;

/// Reports. Apart from attempts: they are large, and few who read an attempt show one. An
/// attempt that is deleted takes its report with it.
#[async_trait]
pub trait Reports {
    /// Stores the report of an attempt that is stored, in place of what was stored of it.
    async fn keep_report(&mut self, attempt: &Attempt, report: &Sealed)
    -> Result<(), StorageError>;

    /// The report of an attempt; `None` once it was deleted.
    async fn report(&mut self, attempt: AttemptId) -> Result<Option<Sealed>, StorageError>;

    /// Deletes the reports of all attempts of an order.
    async fn delete_reports(&mut self, order: OrderId) -> Result<(), StorageError>;
}
