//! Conversations without an order as rows.

use async_trait::async_trait;
use domain::{Digest, MessageId, Sealed, Timestamp};
use storage::{Letter, Letters, StorageError};

use crate::row::{Row, digest};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "letters";

const NO_LONGER_LAST: &str = "UPDATE letters SET is_last = 0 WHERE writer = ?1 AND is_last = 1";
const INSERT: &str = "INSERT INTO letters (id, writer, openid, by_kind, by_id, at, text, is_last)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)";
const BY_ID: &str = "SELECT * FROM letters WHERE id = ?1";
pub(crate) const OF_WRITER: &str = "SELECT * FROM letters WHERE writer = ?1 ORDER BY seq";
pub(crate) const UNANSWERED: &str = "SELECT * FROM letters
    WHERE is_last = 1 AND by_kind = 'applicant' AND at > ?1 ORDER BY at, seq LIMIT ?2";
pub(crate) const DELETE: &str = "DELETE FROM letters WHERE at < ?1 AND NOT EXISTS
    (SELECT 1 FROM letters AS newer WHERE newer.writer = letters.writer AND newer.at >= ?1)";

fn read(row: Row<'_>) -> Result<Letter, StorageError> {
    Ok(Letter {
        id: row.parsed("id")?,
        writer: Digest(row.hash("writer")?),
        openid: Sealed(row.get("openid")?),
        by: row.actor()?,
        at: row.time("at")?,
        text: Sealed(row.get("text")?),
    })
}

#[async_trait]
impl Letters for SqlTransaction {
    async fn append_letter(&mut self, letter: &Letter) -> Result<(), StorageError> {
        let writer = digest(&letter.writer);
        self.run(query(NO_LONGER_LAST).bind(writer.clone())).await?;
        let statement = query(INSERT)
            .bind(letter.id.to_string())
            .bind(writer)
            .bind(letter.openid.0.as_slice())
            .bind(letter.by.kind())
            .bind(letter.by.id())
            .bind(letter.at.0)
            .bind(letter.text.0.as_slice());
        self.run(statement).await
    }

    async fn letter(&mut self, id: MessageId) -> Result<Option<Letter>, StorageError> {
        let query = query(BY_ID).bind(id.to_string());
        self.one(query, TABLE, read).await
    }

    async fn letters_of(&mut self, writer: Digest) -> Result<Vec<Letter>, StorageError> {
        let query = query(OF_WRITER).bind(digest(&writer));
        self.all(query, TABLE, read).await
    }

    async fn unanswered_letters(
        &mut self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Letter>, StorageError> {
        let query = query(UNANSWERED).bind(since.0).bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn delete_letters(&mut self, before: Timestamp) -> Result<(), StorageError> {
        self.run(query(DELETE).bind(before.0)).await
    }
}
