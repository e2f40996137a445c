//! What is left of erased orders, which names nobody, and how far its deletion came.

use async_trait::async_trait;
use domain::{OrderId, Timestamp};

use crate::StorageError;

/// An erased order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// When it was erased.
    pub at: Timestamp,
    /// The order.
    pub order: OrderId,
}

/// A daily pass over erased orders, which goes on where it ended the day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Deletes timelines and decisions.
    Traces,
    /// Deletes the orders themselves.
    Orders,
}

impl Pass {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Traces => "traces",
            Self::Orders => "orders",
        }
    }
}

/// What is left of erased orders.
#[async_trait]
pub trait Remains {
    /// Orders erased after `after`, the first of all if `None`, and before the time
    /// `before`; those that were erased first come first.
    async fn erased_orders(
        &mut self,
        after: Option<Erased>,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Erased>, StorageError>;

    /// Deletes timelines, notices, reports and attempts of these orders; gives how many
    /// attempts.
    async fn delete_traces(&mut self, orders: &[OrderId]) -> Result<u64, StorageError>;

    /// Deletes those of these orders that nothing was paid for, with their receipts and all
    /// else that belongs to them; gives how many. Those with a payment stay as they are.
    async fn delete_unpaid_orders(&mut self, orders: &[OrderId]) -> Result<u64, StorageError>;

    /// The time up to which a pass came; `None` before its first.
    async fn pass_reached(&mut self, pass: Pass) -> Result<Option<Timestamp>, StorageError>;

    /// Stores how far it came.
    async fn set_pass(&mut self, pass: Pass, reached: Timestamp) -> Result<(), StorageError>;
}
