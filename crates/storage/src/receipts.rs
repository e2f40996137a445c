//! Receipts, and counts of wrong guesses.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::{Digest, OrderId, Receipt, ReceiptId, ReceiptNumber, Timestamp};

use crate::StorageError;

/// Receipts.
#[async_trait]
pub trait Receipts {
    /// Stores a new receipt. [`StorageError::Taken`] if its number exists or
    /// its order already has a receipt.
    async fn insert_receipt(&mut self, receipt: &Receipt) -> Result<(), StorageError>;

    /// Stores a changed receipt and increments its version; `version` must be
    /// the one it was read with. [`StorageError::Conflict`] if it was changed
    /// since.
    async fn update_receipt(&mut self, receipt: &Receipt) -> Result<(), StorageError>;

    /// By its identifier.
    async fn receipt(&mut self, id: ReceiptId) -> Result<Option<Receipt>, StorageError>;

    /// By its number.
    async fn receipt_by_number(
        &mut self,
        number: ReceiptNumber,
    ) -> Result<Option<Receipt>, StorageError>;

    /// The receipt of an order.
    async fn receipt_of_order(&mut self, order: OrderId) -> Result<Option<Receipt>, StorageError>;

    /// Receipts by the digest of an identity number, newest first, at most
    /// `limit`.
    async fn receipts_of_identity(
        &mut self,
        identity: Digest,
        limit: u32,
    ) -> Result<Vec<Receipt>, StorageError>;
}

/// Counts of wrong guesses, per caller and per receipt number guessed at.
#[async_trait]
pub trait Guesses {
    /// Failures of the subject `of` since its last success.
    async fn guesses(&mut self, of: &str) -> Result<Failures, StorageError>;

    /// Stores that count; a count of zero deletes it.
    async fn keep_guesses(&mut self, of: &str, failures: Failures) -> Result<(), StorageError>;

    /// Deletes counts whose last failure was before `before`; gives how many.
    async fn forget_guesses(&mut self, before: Timestamp) -> Result<u64, StorageError>;
}
