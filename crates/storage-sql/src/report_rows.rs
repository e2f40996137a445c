//! Reports as rows. Their sealed bytes name the attempt that they are of, so that a row that
//! was exchanged does not open.

use async_trait::async_trait;
use domain::{Attempt, AttemptId, OrderId, Sealed};
use storage::{Reports, StorageError};

use crate::row::Row;
use crate::statement::query;
use crate::transaction::SqlTransaction;

const KEEP: &str = "INSERT INTO reports (attempt, order_id, sealed) VALUES (?1, ?2, ?3)
    ON CONFLICT (attempt) DO UPDATE SET sealed = excluded.sealed";
pub(crate) const OF_ATTEMPT: &str = "SELECT sealed FROM reports WHERE attempt = ?1";
pub(crate) const DELETE: &str = "DELETE FROM reports WHERE attempt = ?1";
pub(crate) const DELETE_OF_ORDER: &str = "DELETE FROM reports WHERE order_id = ?1";

fn read(row: Row<'_>) -> Result<Sealed, StorageError> {
    row.get("sealed").map(Sealed)
}

#[async_trait]
impl Reports for SqlTransaction {
    async fn keep_report(
        &mut self,
        attempt: &Attempt,
        report: &Sealed,
    ) -> Result<(), StorageError> {
        let statement = query(KEEP)
            .bind(attempt.id.to_string())
            .bind(attempt.order.to_string())
            .bind(report.0.as_slice());
        self.run(statement).await
    }

    async fn report(&mut self, attempt: AttemptId) -> Result<Option<Sealed>, StorageError> {
        let query = query(OF_ATTEMPT).bind(attempt.to_string());
        self.one(query, "reports", read).await
    }

    async fn delete_reports(&mut self, order: OrderId) -> Result<(), StorageError> {
        self.run(query(DELETE_OF_ORDER).bind(order.to_string()))
            .await
    }
}
