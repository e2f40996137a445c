//! Files that are to be deleted.

use async_trait::async_trait;
use domain::{BlobRef, Timestamp};

use crate::StorageError;

/// Files that no row names any more and that are not deleted yet. Noted in the transaction
/// that forgets them, so that a process that ends right after it loses none.
#[async_trait]
pub trait BlobDeletes {
    /// Notes that a file is to be deleted once this transaction is saved. One that was noted
    /// before comes last from now on.
    async fn forget_blob(&mut self, blob: &BlobRef, now: Timestamp) -> Result<(), StorageError>;

    /// Files to delete, those noted longest ago first.
    async fn forgotten_blobs(&mut self, limit: u32) -> Result<Vec<BlobRef>, StorageError>;

    /// The file is deleted, or is named again: nothing is left to do.
    async fn blob_is_settled(&mut self, blob: &BlobRef) -> Result<(), StorageError>;
}
