//! Charges over the internet.

use async_trait::async_trait;
use domain::money::Charge;
use domain::{ChargeId, OrderId};

use crate::StorageError;

/// Charges.
#[async_trait]
pub trait Charges {
    /// Stores a new charge.
    async fn insert_charge(&mut self, charge: &Charge) -> Result<(), StorageError>;

    /// Stores a changed charge and increments its version; `version` must be the one it was
    /// read with. [`StorageError::Conflict`] if it was changed since.
    async fn update_charge(&mut self, charge: &Charge) -> Result<(), StorageError>;

    /// By its identifier.
    async fn charge(&mut self, id: ChargeId) -> Result<Option<Charge>, StorageError>;

    /// An order's charges, oldest first.
    async fn charges_of(&mut self, order: OrderId) -> Result<Vec<Charge>, StorageError>;
}
