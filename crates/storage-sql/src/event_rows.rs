//! Timelines as rows, in the order they were written.

use async_trait::async_trait;
use domain::{OrderId, TimelineEntry};
use storage::{Events, StorageError};

use crate::row::{Row, to_json};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const INSERT: &str =
    "INSERT INTO events (order_id, at, by_kind, by_id, what) VALUES (?1, ?2, ?3, ?4, ?5)";
pub(crate) const OF_ORDER: &str = "SELECT * FROM events WHERE order_id = ?1 ORDER BY seq";

fn read(row: Row<'_>) -> Result<TimelineEntry, StorageError> {
    Ok(TimelineEntry {
        order: row.parsed("order_id")?,
        at: row.time("at")?,
        by: row.actor()?,
        event: row.json("what")?,
    })
}

#[async_trait]
impl Events for SqlTransaction {
    async fn append_event(&mut self, entry: &TimelineEntry) -> Result<(), StorageError> {
        let statement = query(INSERT)
            .bind(entry.order.to_string())
            .bind(entry.at.0)
            .bind(entry.by.kind())
            .bind(entry.by.id())
            .bind(to_json(&entry.event)?);
        self.run(statement).await
    }

    async fn events_of(&mut self, order: OrderId) -> Result<Vec<TimelineEntry>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, "events", read).await
    }
}
