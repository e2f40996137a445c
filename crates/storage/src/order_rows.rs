//! Orders, their attempts, and their timelines.

use async_trait::async_trait;
use catalogue::{DivisionCode, DocumentId};
use domain::staff::Scope;
use domain::{
    Actor, Attempt, AttemptId, Digest, Fitness, Order, OrderId, OrderNumber, Status, TimelineEntry,
    Timestamp,
};

use crate::StorageError;

/// An entry of the inspectors' queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The order.
    pub id: OrderId,
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// When it was submitted.
    pub since: Timestamp,
    /// How often it was submitted, this time included.
    pub submissions: u16,
    /// Who asked for a second opinion.
    pub asked_by: Option<Actor>,
    /// The current claim.
    pub claim: Option<Claim>,
    /// Fitness of the submitted picture.
    pub fitness: Fitness,
}

/// An inspector's claim on an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The inspector or program.
    pub by: Actor,
    /// When it expires.
    pub until: Timestamp,
}

/// Size of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueSize {
    /// Waiting and claimed orders.
    pub waiting: u64,
    /// When the oldest of them was submitted.
    pub oldest: Option<Timestamp>,
}

/// Which orders to read; everything that is `None` is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Begun before this order; the first id of an instant for that instant.
    pub before: Option<OrderId>,
    /// Begun with this order or later.
    pub from: Option<OrderId>,
    /// Its status, a decision counting from the moment it was made.
    pub status: Option<Status>,
    /// For this document.
    pub document: Option<DocumentId>,
    /// For this city, or the cities of this province.
    pub city: Option<DivisionCode>,
}

/// Digests of a person, any of which an order or its receipt may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonDigests {
    /// Of phone numbers.
    pub phone: Vec<Digest>,
    /// Of identity numbers.
    pub identity: Vec<Digest>,
    /// Of names.
    pub name: Vec<Digest>,
}

/// Orders.
#[async_trait]
pub trait Orders {
    /// Stores a new order. [`StorageError::Taken`] if its number exists.
    async fn insert_order(&mut self, order: &Order) -> Result<(), StorageError>;

    /// Stores a changed order and increments its version; `version` must be the
    /// one it was read with. [`StorageError::Conflict`] if it was changed
    /// since.
    async fn update_order(&mut self, order: &Order) -> Result<(), StorageError>;

    /// By its identifier.
    async fn order(&mut self, id: OrderId) -> Result<Option<Order>, StorageError>;

    /// By its number.
    async fn order_by_number(&mut self, number: OrderNumber)
    -> Result<Option<Order>, StorageError>;

    /// The orders begun on a device, newest first, at most `limit`; without
    /// erased orders, whose device is deleted.
    async fn orders_of_device(
        &mut self,
        device: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError>;

    /// The orders of a WeChat user, newest first, at most `limit`; without erased orders of
    /// which nothing is left to show.
    async fn orders_of_wechat_user(
        &mut self,
        user: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError>;

    /// The same of the user who has this unionid.
    async fn orders_of_wechat_union(
        &mut self,
        union: Digest,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError>;

    /// Orders that match `filter`, newest first.
    async fn orders_found(
        &mut self,
        filter: &OrderFilter,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError>;

    /// Orders of whoever has one of these digests, and of receipts that still know them,
    /// newest first.
    async fn orders_of_person(
        &mut self,
        person: &PersonDigests,
        limit: u32,
    ) -> Result<Vec<Order>, StorageError>;

    /// Waiting and claimed orders within `scope`, longest waiting first.
    async fn queue(&mut self, scope: &Scope, limit: u32) -> Result<Vec<QueueRow>, StorageError>;

    /// The order to review next: one within `scope` that `by` holds, else the one that waits
    /// longest and that they may claim at `now`. It is held until the transaction ends, and
    /// those that another transaction holds are passed over, so that many who ask at once
    /// get one each; `by` asks one after the other.
    async fn claimable(
        &mut self,
        by: Actor,
        scope: &Scope,
        now: Timestamp,
    ) -> Result<Option<Order>, StorageError>;

    /// Size of the queue within `scope`, and its oldest order.
    async fn queue_size(&mut self, scope: &Scope) -> Result<QueueSize, StorageError>;

    /// How many waiting orders were handed in before `since`.
    async fn queue_place(&mut self, since: Timestamp) -> Result<u64, StorageError>;

    /// The versions of these orders, in no order; without those that there are not.
    async fn versions(&mut self, ids: &[OrderId]) -> Result<Vec<(OrderId, i64)>, StorageError>;
}

/// Attempts.
#[async_trait]
pub trait Attempts {
    /// Stores a new attempt.
    async fn insert_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError>;

    /// Stores a changed attempt.
    async fn update_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError>;

    /// By its identifier.
    async fn attempt(&mut self, id: AttemptId) -> Result<Option<Attempt>, StorageError>;

    /// All attempts of an order: those that were submitted, in that order, then one that is
    /// not yet. Identifiers are no order: another machine's clock may be behind.
    async fn attempts_of(&mut self, order: OrderId) -> Result<Vec<Attempt>, StorageError>;

    /// Deletes an attempt that was never submitted, with its report.
    async fn delete_attempt(&mut self, id: AttemptId) -> Result<(), StorageError>;

    /// The pictures and photos of attempts that were never submitted.
    async fn unsubmitted_blobs(&mut self) -> Result<Vec<domain::BlobRef>, StorageError>;

    /// Whether any attempt or sealed photo refers to this blob; checked before a sweep deletes
    /// it.
    async fn blob_in_use(&mut self, blob: &domain::BlobRef) -> Result<bool, StorageError>;
}

/// Timelines.
#[async_trait]
pub trait Events {
    /// Stores an entry.
    async fn append_event(&mut self, event: &TimelineEntry) -> Result<(), StorageError>;

    /// An order's timeline, oldest first.
    async fn events_of(&mut self, order: OrderId) -> Result<Vec<TimelineEntry>, StorageError>;
}
