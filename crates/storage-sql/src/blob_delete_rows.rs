//! Files to delete, as rows.

use async_trait::async_trait;
use domain::{BlobRef, Timestamp};
use storage::{BlobDeletes, StorageError};

use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "blob_deletes";

const FORGET: &str = "INSERT INTO blob_deletes (blob, at) VALUES (?1, ?2)
    ON CONFLICT (blob) DO UPDATE SET at = excluded.at";
pub(crate) const FORGOTTEN: &str = "SELECT blob FROM blob_deletes ORDER BY at, blob LIMIT ?1";
pub(crate) const SETTLED: &str = "DELETE FROM blob_deletes WHERE blob = ?1";

/// The files of an order, for an erasure that reads no row.
pub(crate) const FORGET_OF_ORDER: [&str; 5] = [
    "INSERT INTO blob_deletes (blob, at) SELECT original, ?2 FROM attempts
        WHERE order_id = ?1 AND original IS NOT NULL ON CONFLICT (blob) DO NOTHING",
    "INSERT INTO blob_deletes (blob, at) SELECT photo, ?2 FROM attempts
        WHERE order_id = ?1 AND photo IS NOT NULL ON CONFLICT (blob) DO NOTHING",
    "INSERT INTO blob_deletes (blob, at) SELECT original, ?2 FROM pictures
        WHERE order_id = ?1 AND original IS NOT NULL ON CONFLICT (blob) DO NOTHING",
    "INSERT INTO blob_deletes (blob, at) SELECT s.photo, ?2 FROM sealed_photos s
        JOIN receipts r ON r.id = s.receipt
        WHERE r.order_id = ?1 AND s.photo IS NOT NULL ON CONFLICT (blob) DO NOTHING",
    "INSERT INTO blob_deletes (blob, at) SELECT s.code, ?2 FROM sealed_photos s
        JOIN receipts r ON r.id = s.receipt
        WHERE r.order_id = ?1 AND s.code IS NOT NULL ON CONFLICT (blob) DO NOTHING",
];

#[async_trait]
impl BlobDeletes for SqlTransaction {
    async fn forget_blob(&mut self, blob: &BlobRef, now: Timestamp) -> Result<(), StorageError> {
        let statement = query(FORGET).bind(blob.0.as_str()).bind(now.0);
        self.run(statement).await
    }

    async fn forgotten_blobs(&mut self, limit: u32) -> Result<Vec<BlobRef>, StorageError> {
        let query = query(FORGOTTEN).bind(limit);
        self.all(query, TABLE, |row| row.get("blob").map(BlobRef))
            .await
    }

    async fn blob_is_settled(&mut self, blob: &BlobRef) -> Result<(), StorageError> {
        self.run(query(SETTLED).bind(blob.0.as_str())).await
    }
}
