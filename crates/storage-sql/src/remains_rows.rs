//! Deletion of what is left of erased orders, a part at a time. Nothing is read but
//! identifiers: a row whose seal is wrong has its term too.

use async_trait::async_trait;
use domain::{OrderId, Timestamp};
use storage::{Erased, Pass, Remains, StorageError};

use crate::row::{Row, text, to_json};
use crate::statement::query;
use crate::transaction::SqlTransaction;

/// Names parts of rows, which no seal covers.
const IDS: &str = "remains";

pub(crate) const ERASED: &str = "SELECT id, erased_at FROM orders
    WHERE erased_at IS NOT NULL AND (erased_at, id) > (?1, ?2) AND erased_at < ?3
    ORDER BY erased_at, id LIMIT ?4";
const REACHED: &str = "SELECT reached FROM passes WHERE name = ?1";
const REACH: &str = "INSERT INTO passes (name, reached) VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET reached = excluded.reached";
pub(crate) const UNPAID: &str = "SELECT id FROM orders
    WHERE id IN (SELECT value FROM json_each(?1))
        AND NOT EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id)";

macro_rules! of_orders {
    ($table:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE order_id IN (SELECT value FROM json_each(?1))"
        )
    };
}
pub(crate) const EVENTS: &str = of_orders!("events");
pub(crate) const ATTEMPTS: &str = of_orders!("attempts");
/// What tells of an order's life, attempts last: reports refer to them.
const TRACES: [&str; 4] = [
    EVENTS,
    of_orders!("notices"),
    of_orders!("reports"),
    ATTEMPTS,
];
pub(crate) const SEALED_PHOTOS: &str = "DELETE FROM sealed_photos WHERE receipt IN
    (SELECT id FROM receipts WHERE order_id IN (SELECT value FROM json_each(?1)))";
/// All else that refers to an order, and at last the orders.
const ORDERS: [&str; 10] = [
    of_orders!("pictures"),
    SEALED_PHOTOS,
    of_orders!("receipts"),
    of_orders!("consents"),
    of_orders!("charges"),
    of_orders!("messages"),
    of_orders!("subscriptions"),
    of_orders!("untold"),
    of_orders!("safety_checks"),
    "DELETE FROM orders WHERE id IN (SELECT value FROM json_each(?1))",
];

fn read_erased(row: Row<'_>) -> Result<Erased, StorageError> {
    Ok(Erased {
        at: row.time("erased_at")?,
        order: row.parsed("id")?,
    })
}

fn list(orders: &[OrderId]) -> Result<String, StorageError> {
    let ids: Vec<String> = orders.iter().map(OrderId::to_string).collect();
    to_json(&ids)
}

#[async_trait]
impl Remains for SqlTransaction {
    async fn erased_orders(
        &mut self,
        after: Option<Erased>,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Erased>, StorageError> {
        let query = query(ERASED)
            .bind(after.map_or(i64::MIN, |after| after.at.0))
            .bind(text(after.map(|after| after.order)).unwrap_or_default())
            .bind(before.0)
            .bind(limit);
        self.all(query, IDS, read_erased).await
    }

    async fn delete_traces(&mut self, orders: &[OrderId]) -> Result<u64, StorageError> {
        let ids = list(orders)?;
        let mut gone = 0;
        for statement in TRACES {
            gone = self.changed(query(statement).bind(ids.as_str())).await?;
        }
        Ok(gone)
    }

    async fn delete_unpaid_orders(&mut self, orders: &[OrderId]) -> Result<u64, StorageError> {
        let unpaid = query(UNPAID).bind(list(orders)?);
        let unpaid = self.all(unpaid, IDS, |row| row.get::<String>("id")).await?;
        let ids = to_json(&unpaid)?;
        let mut gone = 0;
        for statement in TRACES.into_iter().chain(ORDERS) {
            gone = self.changed(query(statement).bind(ids.as_str())).await?;
        }
        Ok(gone)
    }

    async fn pass_reached(&mut self, pass: Pass) -> Result<Option<Timestamp>, StorageError> {
        let query = query(REACHED).bind(pass.code());
        self.one(query, "passes", |row| row.time("reached")).await
    }

    async fn set_pass(&mut self, pass: Pass, reached: Timestamp) -> Result<(), StorageError> {
        self.run(query(REACH).bind(pass.code()).bind(reached.0))
            .await
    }
}
