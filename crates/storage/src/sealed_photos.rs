//! Photos that only their receipt's code opens.

use async_trait::async_trait;
use domain::{BlobRef, ReceiptId, Timestamp};

use crate::StorageError;

/// A sealed photo of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPhoto {
    /// The receipt.
    pub receipt: ReceiptId,
    /// The file; `None` once it was deleted.
    pub photo: Option<BlobRef>,
    /// The file with the code; `None` once it was taken. A file and not a value
    /// of the row: nothing of it stays behind in the database's log or copies.
    pub code: Option<BlobRef>,
    /// When a paper with the code was first drawn.
    pub drawn_at: Option<Timestamp>,
}

/// Sealed photos.
#[async_trait]
pub trait SealedPhotos {
    /// Of this receipt; `None` if its photo is not sealed.
    async fn sealed_photo(
        &mut self,
        receipt: ReceiptId,
    ) -> Result<Option<SealedPhoto>, StorageError>;

    /// Stores one, in place of what was stored of its receipt.
    async fn keep_sealed_photo(&mut self, sealed: &SealedPhoto) -> Result<(), StorageError>;
}
