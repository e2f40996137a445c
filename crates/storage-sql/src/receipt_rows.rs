//! Receipts and counts of wrong guesses as rows.

use async_trait::async_trait;
use domain::staff::throttle::Failures;
use domain::{Digest, OrderId, Receipt, ReceiptId, ReceiptNumber, Timestamp};
use storage::{Guesses, Receipts, StorageError};

use crate::row::{Row, digest, insert_and_update, text, to_json};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const TABLE: &str = "receipts";
insert_and_update! {
    INSERT, UPDATE, "receipts",
    "version, number, order_id, attempt, document, city, terms,
    identity, name, photo_sha256, taken_at, approved_at, valid_until, standing, token, issue",
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17",
    "version = ?2 - 1"
}
pub(crate) const BY_ID: &str = "SELECT * FROM receipts WHERE id = ?1";
pub(crate) const BY_NUMBER: &str = "SELECT * FROM receipts WHERE number = ?1";
pub(crate) const OF_ORDER: &str = "SELECT * FROM receipts WHERE order_id = ?1";
pub(crate) const OF_IDENTITY: &str =
    "SELECT * FROM receipts WHERE identity = ?1 ORDER BY id DESC LIMIT ?2";

pub(crate) const GUESSES: &str = "SELECT failures, failed_at FROM guesses WHERE of = ?1";
const KEEP_GUESSES: &str = "INSERT INTO guesses (of, failures, failed_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (of) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at";
const NO_GUESSES: &str = "DELETE FROM guesses WHERE of = ?1";
const FORGET_GUESSES: &str = "DELETE FROM guesses WHERE failed_at < ?1";

/// The photo's hash once it is forgotten; the column is never NULL.
const FORGOTTEN: &str = "";

/// Every column, though most never change: so no value that somebody else wrote
/// is sealed anew. `version` is the value to write.
fn bind(sql: &'static str, receipt: &Receipt, version: i64) -> Result<Statement, StorageError> {
    let issue = serde_json::to_value(receipt.issue).ok();
    let issue = issue.and_then(|word| word.as_str().map(str::to_owned));
    Ok(query(sql)
        .bind(receipt.id.to_string())
        .bind(version)
        .bind(receipt.number.to_string())
        .bind(receipt.order.to_string())
        .bind(receipt.attempt.to_string())
        .bind(receipt.document.as_str())
        .bind(text(receipt.city))
        .bind(to_json(&receipt.terms)?)
        .bind(receipt.identity.as_ref().map(digest))
        .bind(receipt.name.as_ref().map(digest))
        .bind(text(receipt.photo_hash).unwrap_or_else(|| FORGOTTEN.to_owned()))
        .bind(receipt.taken_at.0)
        .bind(receipt.approved_at.0)
        .bind(receipt.valid_until.to_string())
        .bind(to_json(&receipt.standing)?)
        .bind(receipt.token.as_str())
        .bind(issue))
}

fn read(row: Row<'_>) -> Result<Receipt, StorageError> {
    Ok(Receipt {
        id: row.parsed("id")?,
        number: row.parsed("number")?,
        order: row.parsed("order_id")?,
        attempt: row.parsed("attempt")?,
        document: row.parsed("document")?,
        city: row.parsed_if_any("city")?,
        terms: row.json("terms")?,
        identity: row.digest_if_any("identity")?,
        name: row.digest_if_any("name")?,
        photo_hash: match row.get("photo_sha256")? {
            FORGOTTEN => None,
            _ => row.parsed_if_any("photo_sha256")?,
        },
        taken_at: row.time("taken_at")?,
        approved_at: row.time("approved_at")?,
        valid_until: row.parsed("valid_until")?,
        standing: row.json("standing")?,
        token: row.get("token")?,
        issue: row.word("issue")?,
        version: row.get("version")?,
    })
}

fn read_failures(row: Row<'_>) -> Result<Failures, StorageError> {
    Ok(Failures {
        count: row.number("failures")?,
        last: row.time("failed_at")?,
    })
}

#[async_trait]
impl Receipts for SqlTransaction {
    async fn insert_receipt(&mut self, receipt: &Receipt) -> Result<(), StorageError> {
        self.run(bind(INSERT, receipt, receipt.version)?).await
    }

    async fn update_receipt(&mut self, receipt: &Receipt) -> Result<(), StorageError> {
        let statement = bind(UPDATE, receipt, receipt.version + 1)?;
        self.update(statement).await
    }

    async fn receipt(&mut self, id: ReceiptId) -> Result<Option<Receipt>, StorageError> {
        let query = query(BY_ID).bind(id.to_string());
        self.one(query, TABLE, read).await
    }

    async fn receipt_by_number(
        &mut self,
        number: ReceiptNumber,
    ) -> Result<Option<Receipt>, StorageError> {
        let query = query(BY_NUMBER).bind(number.as_str());
        self.one(query, TABLE, read).await
    }

    async fn receipt_of_order(&mut self, order: OrderId) -> Result<Option<Receipt>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.one(query, TABLE, read).await
    }

    async fn receipts_of_identity(
        &mut self,
        identity: Digest,
        limit: u32,
    ) -> Result<Vec<Receipt>, StorageError> {
        let query = query(OF_IDENTITY).bind(digest(&identity)).bind(limit);
        self.all(query, TABLE, read).await
    }
}

#[async_trait]
impl Guesses for SqlTransaction {
    async fn guesses(&mut self, of: &str) -> Result<Failures, StorageError> {
        self.hold_name(of).await?;
        let query = query(GUESSES).bind(of);
        let failures = self.one(query, "guesses", read_failures).await?;
        Ok(failures.unwrap_or_default())
    }

    async fn keep_guesses(&mut self, of: &str, failures: Failures) -> Result<(), StorageError> {
        if failures.count == 0 {
            return self.run(query(NO_GUESSES).bind(of)).await;
        }
        let statement = query(KEEP_GUESSES)
            .bind(of)
            .bind(failures.count)
            .bind(failures.last.0);
        self.run(statement).await
    }

    async fn forget_guesses(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        self.changed(query(FORGET_GUESSES).bind(before.0)).await
    }
}
