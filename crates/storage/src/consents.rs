//! Records of consents, which outlive an order's data and name nobody.

use async_trait::async_trait;
use domain::applicant::consent::ConsentKind;
use domain::{Digest, OrderId, OrderNumber, Timestamp};

use crate::StorageError;

/// The record of a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRecord {
    /// The order.
    pub order: OrderId,
    /// The order's number.
    pub number: OrderNumber,
    /// How often the order had been submitted.
    pub submissions: u16,
    /// Digest of the code that the applicant has; for look-up.
    pub code: Digest,
    /// Digest of the person and of what they agreed to, keyed by the code.
    pub person: Digest,
    /// Version of the consent texts that were shown.
    pub texts: String,
    /// What was consented to.
    pub kinds: Vec<ConsentKind>,
    /// When it was given.
    pub given_at: Timestamp,
    /// When the order's data was deleted.
    pub erased_at: Option<Timestamp>,
}

/// Records of consents.
#[async_trait]
pub trait Consents {
    /// Stores a record, in place of an earlier one before the same submission.
    async fn keep_consent(&mut self, record: &ConsentRecord) -> Result<(), StorageError>;

    /// The records of a code, oldest first.
    async fn consents_of_code(&mut self, code: Digest) -> Result<Vec<ConsentRecord>, StorageError>;

    /// The records of an order, oldest first.
    async fn consents_of_order(
        &mut self,
        order: OrderId,
    ) -> Result<Vec<ConsentRecord>, StorageError>;

    /// Begins the records' own time: their order's data is deleted.
    async fn consents_outlive(
        &mut self,
        order: OrderId,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Deletes `limit` records of orders erased before `before`, or some more that are of the
    /// same orders; gives how many.
    async fn forget_consents(&mut self, before: Timestamp, limit: u32)
    -> Result<u64, StorageError>;
}
