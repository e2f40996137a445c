//! Records of consents as rows; kinds are JSON.

use async_trait::async_trait;
use domain::{Digest, OrderId, Timestamp};
use storage::{ConsentRecord, Consents, StorageError};

use crate::row::{Row, digest, to_json};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "consents";
const KEEP: &str = "INSERT INTO consents
        (order_id, submissions, code, person, texts, kinds, given_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (order_id, submissions) DO UPDATE SET code = excluded.code,
        person = excluded.person, texts = excluded.texts, kinds = excluded.kinds,
        given_at = excluded.given_at";
pub(crate) const OF_CODE: &str = "SELECT consents.*, orders.number AS number
    FROM consents JOIN orders ON orders.id = consents.order_id
    WHERE consents.code = ?1 ORDER BY given_at";
pub(crate) const OF_ORDER: &str = "SELECT consents.*, orders.number AS number
    FROM consents JOIN orders ON orders.id = consents.order_id
    WHERE consents.order_id = ?1 ORDER BY submissions";
pub(crate) const OUTLIVE: &str =
    "UPDATE consents SET erased_at = ?2 WHERE order_id = ?1 AND erased_at IS NULL";
pub(crate) const OLD: &str =
    "SELECT order_id FROM consents WHERE erased_at < ?1 ORDER BY erased_at LIMIT ?2";
pub(crate) const FORGET: &str = "DELETE FROM consents
    WHERE order_id IN (SELECT value FROM json_each(?1)) AND erased_at < ?2";

fn read(row: Row<'_>) -> Result<ConsentRecord, StorageError> {
    Ok(ConsentRecord {
        order: row.parsed("order_id")?,
        number: row.parsed("number")?,
        submissions: row.number("submissions")?,
        code: Digest(row.hash("code")?),
        person: Digest(row.hash("person")?),
        texts: row.get("texts")?,
        kinds: row.json("kinds")?,
        given_at: row.time("given_at")?,
        erased_at: row.time_if_any("erased_at")?,
    })
}

#[async_trait]
impl Consents for SqlTransaction {
    async fn keep_consent(&mut self, record: &ConsentRecord) -> Result<(), StorageError> {
        let statement = query(KEEP)
            .bind(record.order.to_string())
            .bind(record.submissions)
            .bind(digest(&record.code))
            .bind(digest(&record.person))
            .bind(record.texts.as_str())
            .bind(to_json(&record.kinds)?)
            .bind(record.given_at.0);
        self.run(statement).await
    }

    async fn consents_of_code(&mut self, code: Digest) -> Result<Vec<ConsentRecord>, StorageError> {
        let query = query(OF_CODE).bind(digest(&code));
        self.all(query, TABLE, read).await
    }

    async fn consents_of_order(
        &mut self,
        order: OrderId,
    ) -> Result<Vec<ConsentRecord>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, TABLE, read).await
    }

    async fn consents_outlive(
        &mut self,
        order: OrderId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let statement = query(OUTLIVE).bind(order.to_string()).bind(now.0);
        self.run(statement).await
    }

    async fn forget_consents(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError> {
        let old = query(OLD).bind(before.0).bind(limit);
        let read = |row: Row<'_>| row.get::<String>("order_id");
        let old = to_json(&self.all(old, TABLE, read).await?)?;
        self.changed(query(FORGET).bind(old).bind(before.0)).await
    }
}
