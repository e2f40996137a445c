//! Checks of content safety.

use async_trait::async_trait;
use domain::{Digest, OrderId, SafetyCheck};

use crate::StorageError;

/// Checks of content safety, one of each subject.
#[async_trait]
pub trait SafetyChecks {
    /// Stores a check, in place of an earlier one of its subject.
    async fn set_safety_check(&mut self, check: &SafetyCheck) -> Result<(), StorageError>;

    /// The check whose answer has this number.
    async fn safety_check_by_trace(
        &mut self,
        trace: Digest,
    ) -> Result<Option<SafetyCheck>, StorageError>;

    /// An order's checks.
    async fn safety_checks_of(&mut self, order: OrderId) -> Result<Vec<SafetyCheck>, StorageError>;

    /// Deletes an order's checks.
    async fn delete_safety_checks(&mut self, order: OrderId) -> Result<(), StorageError>;
}
