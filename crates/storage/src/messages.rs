//! What is written to and fro about an order.

use async_trait::async_trait;
use domain::{Actor, MessageId, Occasion, OrderId, OrderNumber, Sealed, Timestamp};

use crate::StorageError;

/// A message of an order's thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name.
    pub id: MessageId,
    /// Whose thread.
    pub order: OrderId,
    /// Who wrote.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What, sealed under the order's key.
    pub text: Sealed,
}

/// A thread whose last message is the applicant's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// When the applicant wrote last.
    pub at: Timestamp,
}

/// Threads.
#[async_trait]
pub trait Messages {
    /// Adds a message.
    async fn append_message(&mut self, message: &Message) -> Result<(), StorageError>;

    /// A thread, oldest first.
    async fn messages_of(&mut self, order: OrderId) -> Result<Vec<Message>, StorageError>;

    /// Threads that wait for an answer, longest first.
    async fn unanswered(&mut self, limit: u32) -> Result<Vec<Thread>, StorageError>;

    /// Forgets a thread.
    async fn delete_messages(&mut self, order: OrderId) -> Result<(), StorageError>;
}

/// A notice inside the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// About this order.
    pub order: OrderId,
    /// What happened.
    pub occasion: Occasion,
    /// When.
    pub at: Timestamp,
    /// When the applicant saw it.
    pub read_at: Option<Timestamp>,
}

/// Notices inside the system.
#[async_trait]
pub trait Notices {
    /// Adds one, maybe of a time to come; the same occasion of an order at the
    /// same time is one.
    async fn insert_notice(&mut self, notice: &Notice) -> Result<(), StorageError>;

    /// Takes those of this occasion out whose time is after `now`.
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

    /// All of an order's up to `now` have been seen.
    async fn read_notices(&mut self, order: OrderId, now: Timestamp) -> Result<(), StorageError>;
}
