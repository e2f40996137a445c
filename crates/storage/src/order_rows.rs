//! Orders, their attempts, and what happened to them.

use async_trait::async_trait;
use catalogue::{DivisionCode, DocumentId};
use domain::staff::Scope;
use domain::{
    Actor, Attempt, AttemptId, Digest, Fitness, Order, OrderId, OrderNumber, TimelineEntry,
    Timestamp,
};

use crate::StorageError;

/// A line of the inspectors' queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Where it is issued.
    pub city: Option<DivisionCode>,
    /// When it was handed in.
    pub since: Timestamp,
    /// How often it was handed in, this time included.
    pub submissions: u16,
    /// Who asked for a second opinion.
    pub asked_by: Option<Actor>,
    /// Whose it is for now.
    pub claim: Option<Claim>,
    /// The gravest finding of the picture handed in.
    pub fitness: Fitness,
}

/// An inspector's claim on an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Who has the order before them.
    pub by: Actor,
    /// When it goes back to the queue.
    pub until: Timestamp,
}

/// The queue at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueSize {
    /// Orders in the queue or before an inspector.
    pub waiting: u64,
    /// When the oldest was handed in.
    pub oldest: Option<Timestamp>,
}

/// Orders.
#[async_trait]
pub trait Orders {
    /// Keeps a new order. [`StorageError::Taken`] if its number exists.
    async fn insert_order(&mut self, order: &Order) -> Result<(), StorageError>;

    /// Keeps a changed order, whose `version` is the one it was read with, and
    /// counts it up. [`StorageError::Conflict`] if it was changed meanwhile.
    async fn update_order(&mut self, order: &Order) -> Result<(), StorageError>;

    /// By its identifier.
    async fn order(&mut self, id: OrderId) -> Result<Option<Order>, StorageError>;

    /// By its number.
    async fn order_by_number(&mut self, number: OrderNumber)
    -> Result<Option<Order>, StorageError>;

    /// The orders begun on a device, newest first, at most `limit`; erased ones
    /// have forgotten their device.
    async fn orders_of_device(
        &mut self,
        device: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError>;

    /// Orders in order of their making, newest first, made before `before`; for
    /// lists with pages.
    async fn orders_before(
        &mut self,
        before: Option<OrderId>,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError>;

    /// Waiting and claimed orders within `scope`, longest waiting first.
    async fn queue(&mut self, scope: &Scope, limit: u32) -> Result<Vec<QueueRow>, StorageError>;

    /// How many wait, and how long the first has.
    async fn queue_size(&mut self) -> Result<QueueSize, StorageError>;

    /// How many waiting orders were handed in before `since`.
    async fn queue_place(&mut self, since: Timestamp) -> Result<u64, StorageError>;
}

/// Pictures put to orders.
#[async_trait]
pub trait Attempts {
    /// Keeps a new attempt.
    async fn insert_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError>;

    /// Keeps a changed attempt.
    async fn update_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError>;

    /// By its identifier.
    async fn attempt(&mut self, id: AttemptId) -> Result<Option<Attempt>, StorageError>;

    /// All of an order, oldest first.
    async fn attempts_of(&mut self, order: OrderId) -> Result<Vec<Attempt>, StorageError>;

    /// Forgets an attempt that was never handed in.
    async fn delete_attempt(&mut self, id: AttemptId) -> Result<(), StorageError>;

    /// Whether any attempt speaks of this blob; the sweep asks before it deletes.
    async fn blob_in_use(&mut self, blob: &domain::BlobRef) -> Result<bool, StorageError>;
}

/// Timelines.
#[async_trait]
pub trait Events {
    /// Adds a line.
    async fn append_event(&mut self, event: &TimelineEntry) -> Result<(), StorageError>;

    /// An order's lines, oldest first.
    async fn events_of(&mut self, order: OrderId) -> Result<Vec<TimelineEntry>, StorageError>;
}
