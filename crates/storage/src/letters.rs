//! What is written by, and to, WeChat users who have no order.

use async_trait::async_trait;
use domain::{Actor, Digest, MessageId, Sealed, Timestamp};

use crate::StorageError;

/// A letter of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Internal id (ULID).
    pub id: MessageId,
    /// Digest of the user whose conversation it is.
    pub writer: Digest,
    /// The user's openid, sealed.
    pub openid: Sealed,
    /// Author: [`Actor::Applicant`] for the user.
    pub by: Actor,
    /// When it was written.
    pub at: Timestamp,
    /// Text, sealed.
    pub text: Sealed,
}

/// Conversations without an order.
#[async_trait]
pub trait Letters {
    /// Stores a letter.
    async fn append_letter(&mut self, letter: &Letter) -> Result<(), StorageError>;

    /// A letter.
    async fn letter(&mut self, id: MessageId) -> Result<Option<Letter>, StorageError>;

    /// A user's conversation, oldest first.
    async fn letters_of(&mut self, writer: Digest) -> Result<Vec<Letter>, StorageError>;

    /// The last letters, written after `since`, of conversations that wait for an answer, longest
    /// waiting first.
    async fn unanswered_letters(
        &mut self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Letter>, StorageError>;

    /// Deletes the conversations of which nothing was written since `before`.
    async fn delete_letters(&mut self, before: Timestamp) -> Result<(), StorageError>;
}
