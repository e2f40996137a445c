//! What is past its term, by index; and deletion that reads no row.

use async_trait::async_trait;
use domain::{AttemptId, Job, JobId, OrderId, ReceiptId, Timestamp};
use storage::{HoldingOrder, Queued, StorageError, Terms};

use crate::blob_delete_rows::FORGET_OF_ORDER;
use crate::report_rows;
use crate::row::{Row, text};
use crate::statement::query;
use crate::transaction::SqlTransaction;
use crate::wait_rows;

/// Name of parts of rows: a seal covers a whole row, and a row whose seal is
/// wrong has its term too.
const IDS: &str = "terms";
const JOBS: &str = "jobs";

pub(crate) const HOLDING: &str = "SELECT id, updated_at FROM orders
    WHERE id > ?1 AND (key IS NOT NULL OR applicant IS NOT NULL OR proposal IS NOT NULL
        OR phone IS NOT NULL OR identity IS NOT NULL OR name IS NOT NULL OR device IS NOT NULL
        OR wechat IS NOT NULL)
    ORDER BY id LIMIT ?2";
pub(crate) const WITH_ORIGINAL: &str =
    "SELECT id FROM attempts WHERE id > ?1 AND original IS NOT NULL ORDER BY id LIMIT ?2";
pub(crate) const TO_FORGET: &str = "SELECT id FROM receipts
    WHERE valid_until < ?1 AND (identity IS NOT NULL OR name IS NOT NULL OR token <> '')
    ORDER BY valid_until, id LIMIT ?2";
pub(crate) const WAITS: &str = "SELECT ready_at FROM jobs WHERE key = ?1 AND state = 'waiting'";
pub(crate) const WAITS_LONG: &str = "SELECT due_at AS ready_at FROM timers WHERE key = ?1";
pub(crate) const RUNS: &str = "SELECT 1 FROM jobs WHERE key = ?1 AND state = 'leased'";
const DIED: &str = "SELECT 1 FROM jobs WHERE state = 'dead' AND key = ?1";

const ERASE_ORDER: &str = "UPDATE orders SET key = NULL, applicant = NULL, proposal = NULL,
    question = NULL, phone = NULL, identity = NULL, name = NULL, device = NULL,
    wechat = NULL, openid = NULL, wechat_union = NULL, erased_at = coalesce(erased_at, ?2),
    version = version + 1 WHERE id = ?1";
const ERASE_ATTEMPTS: &str = "UPDATE attempts SET original = NULL, photo = NULL,
    photo_sha256 = NULL, note = CASE WHEN note IS NOT NULL THEN '' END
    WHERE order_id = ?1";
const ERASE_SEALED_PHOTO: &str = "UPDATE sealed_photos SET photo = NULL, code = NULL
    WHERE receipt IN (SELECT id FROM receipts WHERE order_id = ?1)";
const ERASE_MESSAGES: &str = "DELETE FROM messages WHERE order_id = ?1";
const ERASE_SUBSCRIPTIONS: &str = "DELETE FROM subscriptions WHERE order_id = ?1";
const ERASE_PICTURE: &str = "DELETE FROM pictures WHERE order_id = ?1";
const ERASE_UNTOLD: &str = "DELETE FROM untold WHERE order_id = ?1";
const ERASE_SAFETY: &str = "DELETE FROM safety_checks WHERE order_id = ?1";
const ERASE_RECEIPT: &str = "UPDATE receipts SET identity = NULL, name = NULL, token = '',
    version = version + 1 WHERE order_id = ?1";

const OLD_DEAD: &str = "DELETE FROM jobs WHERE state = 'dead' AND id < ?1";

fn read_holding(row: Row<'_>) -> Result<HoldingOrder, StorageError> {
    Ok(HoldingOrder {
        order: row.parsed("id")?,
        changed_at: row.time("updated_at")?,
    })
}

#[async_trait]
impl Terms for SqlTransaction {
    async fn holding_orders(
        &mut self,
        after: Option<OrderId>,
        limit: u32,
    ) -> Result<Vec<HoldingOrder>, StorageError> {
        let after = text(after).unwrap_or_default();
        let query = query(HOLDING).bind(after).bind(limit);
        self.all(query, IDS, read_holding).await
    }

    async fn attempts_with_original(
        &mut self,
        after: Option<AttemptId>,
        limit: u32,
    ) -> Result<Vec<AttemptId>, StorageError> {
        let after = text(after).unwrap_or_default();
        let query = query(WITH_ORIGINAL).bind(after).bind(limit);
        self.all(query, IDS, |row| row.parsed("id")).await
    }

    async fn receipts_to_forget(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<ReceiptId>, StorageError> {
        let query = query(TO_FORGET)
            .bind(domain::china::date(before).to_string())
            .bind(limit);
        self.all(query, IDS, |row| row.parsed("id")).await
    }

    async fn queued(&mut self, job: &Job) -> Result<Queued, StorageError> {
        for waits in [WAITS, WAITS_LONG] {
            let waits = query(waits).bind(job.key());
            if let Some(until) = self.one(waits, JOBS, |row| row.time("ready_at")).await? {
                return Ok(Queued::Waiting { until });
            }
        }
        for (state, queued) in [(RUNS, Queued::Running), (DIED, Queued::Dead)] {
            let found = self.one(query(state).bind(job.key()), JOBS, |_| Ok(()));
            if found.await?.is_some() {
                return Ok(queued);
            }
        }
        Ok(Queued::Not)
    }

    async fn erase_unread(&mut self, order: OrderId, now: Timestamp) -> Result<(), StorageError> {
        let id = order.to_string();
        self.run(query(ERASE_ORDER).bind(&id).bind(now.0)).await?;
        for statement in FORGET_OF_ORDER {
            self.run(query(statement).bind(&id).bind(now.0)).await?;
        }
        for statement in [
            ERASE_ATTEMPTS,
            ERASE_SEALED_PHOTO,
            report_rows::DELETE_OF_ORDER,
            ERASE_PICTURE,
            ERASE_MESSAGES,
            ERASE_SUBSCRIPTIONS,
            ERASE_UNTOLD,
            ERASE_SAFETY,
            ERASE_RECEIPT,
        ] {
            self.run(query(statement).bind(&id)).await?;
        }
        Ok(())
    }

    async fn forget_waits(&mut self, before: Timestamp) -> Result<(), StorageError> {
        self.run(query(wait_rows::OLD).bind(wait_rows::slot(before)))
            .await
    }

    async fn forget_dead_jobs(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        let first = JobId::first_of(before).to_string();
        self.changed(query(OLD_DEAD).bind(first)).await
    }
}
