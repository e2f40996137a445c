//! What applicants take from WeChat, and what came from it.

use async_trait::async_trait;
use domain::{Digest, OrderId, Timestamp};

use crate::StorageError;

/// How many 服务通知 of a template are still taken about an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The template's id.
    pub template: String,
    /// How many; never 0.
    pub remaining: u32,
}

/// Subscriptions to 服务通知.
#[async_trait]
pub trait Subscriptions {
    /// An order's subscriptions, by template.
    async fn subscriptions_of(&mut self, order: OrderId)
    -> Result<Vec<Subscription>, StorageError>;

    /// Replaces how many of a template are taken; 0 forgets the subscription.
    async fn set_subscription(
        &mut self,
        order: OrderId,
        subscription: &Subscription,
    ) -> Result<(), StorageError>;

    /// Notes that the order's applicant took no notice that was due, or, with `None`, that
    /// they were told since.
    async fn set_untold(
        &mut self,
        order: OrderId,
        since: Option<Timestamp>,
    ) -> Result<(), StorageError>;

    /// Since when the order's applicant took no notice that was due.
    async fn untold_since(&mut self, order: OrderId) -> Result<Option<Timestamp>, StorageError>;

    /// Forgets all of an order.
    async fn forget_subscriptions(&mut self, order: OrderId) -> Result<(), StorageError>;
}

/// Pushes of WeChat.
#[async_trait]
pub trait Pushes {
    /// Notes a push; false if it was noted before.
    async fn note_push(&mut self, push: Digest, now: Timestamp) -> Result<bool, StorageError>;

    /// Forgets pushes noted before `before`.
    async fn forget_pushes(&mut self, before: Timestamp) -> Result<(), StorageError>;
}
