//! Charges over the internet as rows.

use async_trait::async_trait;
use domain::money::{Charge, Fen};
use domain::{ChargeId, OrderId};
use storage::{Charges, StorageError};

use crate::row::{Row, insert_and_update, text};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const TABLE: &str = "charges";

insert_and_update! {
    INSERT, UPDATE, "charges",
    "version, order_id, way, scene, amount, made_at, status, payment",
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9",
    "version = ?2 - 1"
}
const ONE: &str = "SELECT * FROM charges WHERE id = ?1";
pub(crate) const OF_ORDER: &str = "SELECT * FROM charges WHERE order_id = ?1 ORDER BY id";

/// `version` is the value to write.
fn bind(sql: &'static str, charge: &Charge, version: i64) -> Statement {
    query(sql)
        .bind(charge.id.to_string())
        .bind(version)
        .bind(charge.order.to_string())
        .bind(charge.way.code())
        .bind(charge.scene.code())
        .bind(charge.amount.0)
        .bind(charge.made_at.0)
        .bind(charge.status.code())
        .bind(text(charge.payment))
}

fn read(row: Row<'_>) -> Result<Charge, StorageError> {
    Ok(Charge {
        id: row.parsed("id")?,
        order: row.parsed("order_id")?,
        way: row.word("way")?,
        scene: row.word("scene")?,
        amount: Fen(row.get("amount")?),
        made_at: row.time("made_at")?,
        status: row.word("status")?,
        payment: row.parsed_if_any("payment")?,
        version: row.get("version")?,
    })
}

#[async_trait]
impl Charges for SqlTransaction {
    async fn insert_charge(&mut self, charge: &Charge) -> Result<(), StorageError> {
        self.run(bind(INSERT, charge, charge.version)).await
    }

    async fn update_charge(&mut self, charge: &Charge) -> Result<(), StorageError> {
        self.update(bind(UPDATE, charge, charge.version + 1)).await
    }

    async fn charge(&mut self, id: ChargeId) -> Result<Option<Charge>, StorageError> {
        let query = query(ONE).bind(id.to_string());
        self.one(query, TABLE, read).await
    }

    async fn charges_of(&mut self, order: OrderId) -> Result<Vec<Charge>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, TABLE, read).await
    }
}
