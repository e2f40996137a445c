//! Timelines as rows, in the order they were written.

use async_trait::async_trait;
use domain::{OrderId, TimelineEntry};
use storage::{Events, StorageError};

use crate::actor;
use crate::row::{Row, each, failed, to_json};
use crate::transaction::SqliteTransaction;

const INSERT: &str =
    "INSERT INTO events (order_id, at, by_kind, by_id, what) VALUES (?1, ?2, ?3, ?4, ?5)";
pub(crate) const OF_ORDER: &str = "SELECT * FROM events WHERE order_id = ?1 ORDER BY seq";

fn read(row: Row<'_>) -> Result<TimelineEntry, StorageError> {
    Ok(TimelineEntry {
        order: row.parsed("order_id")?,
        at: row.time("at")?,
        by: actor::read(row)?,
        what: row.json("what")?,
    })
}

#[async_trait]
impl Events for SqliteTransaction {
    async fn append_event(&mut self, event: &TimelineEntry) -> Result<(), StorageError> {
        let (by_kind, by_id) = actor::columns(event.by);
        sqlx::query(INSERT)
            .bind(event.order.to_string())
            .bind(event.at.0)
            .bind(by_kind)
            .bind(by_id)
            .bind(to_json(&event.what)?)
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn events_of(&mut self, order: OrderId) -> Result<Vec<TimelineEntry>, StorageError> {
        let rows = sqlx::query(OF_ORDER)
            .bind(order.to_string())
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, "events", read)
    }
}
