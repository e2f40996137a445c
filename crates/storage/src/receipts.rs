//! Receipts, and wrong guesses at them.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::{Digest, OrderId, Receipt, ReceiptId, ReceiptNumber, Timestamp};

use crate::StorageError;

/// Receipts.
#[async_trait]
pub trait Receipts {
    /// Keeps a new one. [`StorageError::Taken`] if its number exists, or its
    /// order has one.
    async fn insert_receipt(&mut self, receipt: &Receipt) -> Result<(), StorageError>;

    /// Keeps a changed receipt, whose `version` is the one it was read with,
    /// and counts it up. [`StorageError::Conflict`] if it was changed meanwhile.
    async fn update_receipt(&mut self, receipt: &Receipt) -> Result<(), StorageError>;

    /// By its identifier.
    async fn receipt(&mut self, id: ReceiptId) -> Result<Option<Receipt>, StorageError>;

    /// By its number.
    async fn receipt_by_number(
        &mut self,
        number: ReceiptNumber,
    ) -> Result<Option<Receipt>, StorageError>;

    /// The one of an order.
    async fn receipt_of_order(&mut self, order: OrderId) -> Result<Option<Receipt>, StorageError>;

    /// Those of an identity number, newest first, at most `limit`.
    async fn receipts_of_identity(
        &mut self,
        identity: Digest,
        limit: u32,
    ) -> Result<Vec<Receipt>, StorageError>;
}

/// Wrong guesses, counted for whoever guesses and for what is guessed at.
#[async_trait]
pub trait Guesses {
    /// How often `of` failed since it last did not.
    async fn guesses(&mut self, of: &str) -> Result<Failures, StorageError>;

    /// Keeps that count; none is forgotten.
    async fn keep_guesses(&mut self, of: &str, failures: Failures) -> Result<(), StorageError>;

    /// Forgets counts whose last failure was before `before`; how many.
    async fn forget_guesses(&mut self, before: Timestamp) -> Result<u64, StorageError>;
}
