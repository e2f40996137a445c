//! Receipts, counts of wrong guesses, and what a clerk's window serves.

use async_trait::async_trait;
use domain::staff::Scope;
use domain::staff::throttle::Failures;
use domain::{Digest, OrderId, Receipt, ReceiptId, ReceiptNumber, StaffId, Timestamp};

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

/// Counts of wrong guesses, by a keyed digest of what they are counted against.
#[async_trait]
pub trait Guesses {
    /// Failures counted against the subject `of`.
    async fn guesses(&mut self, of: &str) -> Result<Failures, StorageError>;

    /// Stores that count; a count of zero deletes it.
    async fn keep_guesses(&mut self, of: &str, failures: Failures) -> Result<(), StorageError>;

    /// Deletes counts whose last failure was before `before`; gives how many.
    async fn forget_guesses(&mut self, before: Timestamp) -> Result<u64, StorageError>;
}

/// What clerks serve, as an operator gave it to each.
#[async_trait]
pub trait Windows {
    /// Documents and cities that a member of staff serves at the counter;
    /// everything if nothing was given.
    async fn window_of(&mut self, staff: StaffId) -> Result<Scope, StorageError>;

    /// Stores that; everything deletes it.
    async fn keep_window(&mut self, staff: StaffId, window: &Scope) -> Result<(), StorageError>;
}
