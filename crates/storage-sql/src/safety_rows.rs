//! Checks of content safety as rows.

use async_trait::async_trait;
use domain::{Digest, OrderId, SafetyCheck, SafetySubject};
use storage::{SafetyChecks, StorageError};

use crate::row::{Row, digest};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "safety_checks";

const SET: &str = "INSERT INTO safety_checks
    (subject_kind, subject, order_id, trace, at, verdict, label)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (subject_kind, subject) DO UPDATE SET order_id = ?3, trace = ?4, at = ?5,
        verdict = ?6, label = ?7";
pub(crate) const BY_TRACE: &str = "SELECT * FROM safety_checks WHERE trace = ?1";
pub(crate) const OF_ORDER: &str = "SELECT * FROM safety_checks WHERE order_id = ?1 ORDER BY at";
const DELETE: &str = "DELETE FROM safety_checks WHERE order_id = ?1";

const ATTEMPT: &str = "attempt";
const MESSAGE: &str = "message";

fn read(row: Row<'_>) -> Result<SafetyCheck, StorageError> {
    let kind: &str = row.get("subject_kind")?;
    Ok(SafetyCheck {
        subject: match kind {
            ATTEMPT => SafetySubject::Attempt(row.parsed("subject")?),
            MESSAGE => SafetySubject::Message(row.parsed("subject")?),
            _ => return Err(row.unreadable()),
        },
        order: row.parsed("order_id")?,
        trace: row.digest_if_any("trace")?,
        at: row.time("at")?,
        verdict: row.word("verdict")?,
        label: row.get("label")?,
    })
}

#[async_trait]
impl SafetyChecks for SqlTransaction {
    async fn set_safety_check(&mut self, check: &SafetyCheck) -> Result<(), StorageError> {
        let (kind, subject) = match check.subject {
            SafetySubject::Attempt(id) => (ATTEMPT, id.to_string()),
            SafetySubject::Message(id) => (MESSAGE, id.to_string()),
        };
        let statement = query(SET)
            .bind(kind)
            .bind(subject)
            .bind(check.order.to_string())
            .bind(check.trace.as_ref().map(digest))
            .bind(check.at.0)
            .bind(check.verdict.code())
            .bind(check.label);
        self.run(statement).await
    }

    async fn safety_check_by_trace(
        &mut self,
        trace: Digest,
    ) -> Result<Option<SafetyCheck>, StorageError> {
        let query = query(BY_TRACE).bind(digest(&trace));
        self.one(query, TABLE, read).await
    }

    async fn safety_checks_of(&mut self, order: OrderId) -> Result<Vec<SafetyCheck>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, TABLE, read).await
    }

    async fn delete_safety_checks(&mut self, order: OrderId) -> Result<(), StorageError> {
        self.run(query(DELETE).bind(order.to_string())).await
    }
}
