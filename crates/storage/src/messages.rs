//! Messages about an order, and notices.

use async_trait::async_trait;
use domain::{Actor, MessageId, Occasion, OrderId, OrderNumber, Sealed, Timestamp};

use crate::StorageError;

/// A message of an order's thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Internal id (ULID).
    pub id: MessageId,
    /// The order.
    pub order: OrderId,
    /// Author.
    pub by: Actor,
    /// When it was written.
    pub at: Timestamp,
    /// Text, sealed under the order's key.
    pub text: Sealed,
}

/// A thread whose last message is the applicant's, so that an answer is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The order.
    pub order: OrderId,
    /// The order's number.
    pub number: OrderNumber,
    /// When the applicant wrote last.
    pub at: Timestamp,
}

/// Message threads of orders.
#[async_trait]
pub trait Messages {
    /// Stores a message.
    async fn append_message(&mut self, message: &Message) -> Result<(), StorageError>;

    /// An order's messages, oldest first.
    async fn messages_of(&mut self, order: OrderId) -> Result<Vec<Message>, StorageError>;

    /// Unanswered threads, longest waiting first.
    async fn unanswered(&mut self, limit: u32) -> Result<Vec<Thread>, StorageError>;

    /// Deletes an order's messages.
    async fn delete_messages(&mut self, order: OrderId) -> Result<(), StorageError>;
}

/// A notice shown on the applicant's pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The order concerned.
    pub order: OrderId,
    /// What happened.
    pub occasion: Occasion,
    /// When it is shown from.
    pub at: Timestamp,
    /// When the applicant read it.
    pub read_at: Option<Timestamp>,
}

/// Notices shown on the applicant's pages.
#[async_trait]
pub trait Notices {
    /// Stores a notice, possibly with a future time. Ignored if the same
    /// occasion of the order at the same time is stored already.
    async fn insert_notice(&mut self, notice: &Notice) -> Result<(), StorageError>;

    /// Deletes an order's notices of this occasion whose time is after `now`.
    async fn cancel_notices(
        &mut self,
        order: OrderId,
        occasion: Occasion,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// An order's notices up to `now`, newest first.
    async fn notices_of(
        &mut self,
        order: OrderId,
        now: Timestamp,
    ) -> Result<Vec<Notice>, StorageError>;

    /// Deletes an order's notices.
    async fn delete_notices(&mut self, order: OrderId) -> Result<(), StorageError>;

    /// Marks all of an order's notices up to `now` as read.
    async fn read_notices(&mut self, order: OrderId, now: Timestamp) -> Result<(), StorageError>;
}
