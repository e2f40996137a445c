//! Threads and notices as rows.

use async_trait::async_trait;
use domain::{Occasion, OrderId, Sealed, Timestamp};
use storage::{Message, Messages, Notice, Notices, StorageError, Thread};

use crate::row::{Row, ms};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const NO_LONGER_LAST: &str = "UPDATE messages SET is_last = 0 WHERE order_id = ?1 AND is_last = 1";
const INSERT: &str = "INSERT INTO messages (id, order_id, by_kind, by_id, at, text, is_last)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)";
pub(crate) const OF_ORDER: &str = "SELECT * FROM messages WHERE order_id = ?1 ORDER BY seq";
pub(crate) const UNANSWERED: &str = "SELECT m.order_id, o.number, m.at
    FROM messages AS m JOIN orders AS o ON o.id = m.order_id
    WHERE m.is_last = 1 AND m.by_kind = 'applicant' ORDER BY m.at, m.seq LIMIT ?1";
const DELETE: &str = "DELETE FROM messages WHERE order_id = ?1";

const INSERT_NOTICE: &str = "INSERT INTO notices (order_id, at, occasion, read_at)
    VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
pub(crate) const NOTICES_OF: &str =
    "SELECT * FROM notices WHERE order_id = ?1 AND at <= ?2 ORDER BY at DESC, occasion DESC";
const CANCEL_NOTICES: &str =
    "DELETE FROM notices WHERE order_id = ?1 AND occasion = ?2 AND at > ?3";
const DELETE_NOTICES: &str = "DELETE FROM notices WHERE order_id = ?1";
const READ_NOTICES: &str =
    "UPDATE notices SET read_at = ?2 WHERE order_id = ?1 AND at <= ?2 AND read_at IS NULL";

fn read(row: Row<'_>) -> Result<Message, StorageError> {
    Ok(Message {
        id: row.parsed("id")?,
        order: row.parsed("order_id")?,
        by: row.actor()?,
        at: row.time("at")?,
        text: Sealed(row.get("text")?),
    })
}

fn read_thread(row: Row<'_>) -> Result<Thread, StorageError> {
    Ok(Thread {
        order: row.parsed("order_id")?,
        number: row.parsed("number")?,
        at: row.time("at")?,
    })
}

fn read_notice(row: Row<'_>) -> Result<Notice, StorageError> {
    Ok(Notice {
        order: row.parsed("order_id")?,
        occasion: row.word("occasion")?,
        at: row.time("at")?,
        read_at: row.time_if_any("read_at")?,
    })
}

#[async_trait]
impl Messages for SqlTransaction {
    async fn append_message(&mut self, message: &Message) -> Result<(), StorageError> {
        let order = message.order.to_string();
        self.run(query(NO_LONGER_LAST).bind(&order)).await?;
        let statement = query(INSERT)
            .bind(message.id.to_string())
            .bind(&order)
            .bind(message.by.kind())
            .bind(message.by.id())
            .bind(message.at.0)
            .bind(message.text.0.as_slice());
        self.run(statement).await
    }

    async fn messages_of(&mut self, order: OrderId) -> Result<Vec<Message>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, "messages", read).await
    }

    async fn unanswered(&mut self, limit: u32) -> Result<Vec<Thread>, StorageError> {
        let query = query(UNANSWERED).bind(limit);
        self.all(query, "messages", read_thread).await
    }

    async fn delete_messages(&mut self, order: OrderId) -> Result<(), StorageError> {
        self.run(query(DELETE).bind(order.to_string())).await
    }
}

#[async_trait]
impl Notices for SqlTransaction {
    async fn insert_notice(&mut self, notice: &Notice) -> Result<(), StorageError> {
        let statement = query(INSERT_NOTICE)
            .bind(notice.order.to_string())
            .bind(notice.at.0)
            .bind(notice.occasion.code())
            .bind(ms(notice.read_at));
        self.run(statement).await
    }

    async fn cancel_notices(
        &mut self,
        order: OrderId,
        occasion: Occasion,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let statement = query(CANCEL_NOTICES)
            .bind(order.to_string())
            .bind(occasion.code())
            .bind(now.0);
        self.run(statement).await
    }

    async fn notices_of(
        &mut self,
        order: OrderId,
        now: Timestamp,
    ) -> Result<Vec<Notice>, StorageError> {
        let query = query(NOTICES_OF).bind(order.to_string()).bind(now.0);
        self.all(query, "notices", read_notice).await
    }

    async fn delete_notices(&mut self, order: OrderId) -> Result<(), StorageError> {
        let statement = query(DELETE_NOTICES).bind(order.to_string());
        self.run(statement).await
    }

    async fn read_notices(&mut self, order: OrderId, now: Timestamp) -> Result<(), StorageError> {
        let statement = query(READ_NOTICES).bind(order.to_string());
        self.run(statement.bind(now.0)).await
    }
}
