//! Payments and the ledger.

use async_trait::async_trait;
use domain::money::{LedgerEntry, PayWay, Payment, Takings};
use domain::{Order, OrderId, PaymentId};

use crate::{Period, StorageError};

/// Payments and the ledger.
#[async_trait]
pub trait Money {
    /// Stores a new payment. [`StorageError::Taken`] if its payment service's number is
    /// stored already.
    async fn insert_payment(&mut self, payment: &Payment) -> Result<(), StorageError>;

    /// Stores a changed payment and increments its version; `version` must be the one
    /// it was read with. [`StorageError::Conflict`] if it was changed since.
    async fn update_payment(&mut self, payment: &Payment) -> Result<(), StorageError>;

    /// By its identifier.
    async fn payment(&mut self, id: PaymentId) -> Result<Option<Payment>, StorageError>;

    /// An order's payments, oldest first.
    async fn payments_of(&mut self, order: OrderId) -> Result<Vec<Payment>, StorageError>;

    /// The payment that a payment service knows by this number of its own.
    async fn payment_of_transaction(
        &mut self,
        way: PayWay,
        transaction: &str,
    ) -> Result<Option<Payment>, StorageError>;

    /// Payments that are to be given back, or could not be, oldest first.
    async fn refunds_due(&mut self, limit: u32) -> Result<Vec<Payment>, StorageError>;

    /// Writes an entry of the ledger. None is ever changed or deleted.
    async fn append_ledger(&mut self, entry: &LedgerEntry) -> Result<(), StorageError>;

    /// The ledger's entries of a period, oldest first, at most `limit`.
    async fn ledger(
        &mut self,
        period: Period,
        limit: u32,
    ) -> Result<Vec<LedgerEntry>, StorageError>;

    /// Sums of the ledger by day, document and way, newest day first.
    async fn takings(&mut self, period: Period) -> Result<Vec<Takings>, StorageError>;

    /// Orders that wait to be paid: handed in and unpaid, or approved with an open
    /// bill; the longest waiting first.
    async fn orders_owing(&mut self, limit: u32) -> Result<Vec<Order>, StorageError>;
}
