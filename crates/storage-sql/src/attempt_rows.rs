//! Attempts as rows. A decision is stored in columns for statistics, its lists
//! as JSON.

use async_trait::async_trait;
use domain::{Attempt, AttemptId, BlobRef, Decision, OrderId};
use storage::{Attempts, StorageError};

use crate::report_rows;
use crate::row::{Row, insert_and_update, ms, sealed, text, to_json};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const TABLE: &str = "attempts";

insert_and_update! {
    INSERT, UPDATE,
    "attempts",
    "order_id, ordinal, prepared_at, submitted_at, original, photo, photo_sha256,
    fitness, catalogue_version,
    verdict, decided_by, decided_at, reasons, note, overruled, note_sealed",
    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17"
}
const BY_ID: &str = "SELECT * FROM attempts WHERE id = ?1";
pub(crate) const OF_ORDER: &str = "SELECT * FROM attempts WHERE order_id = ?1
    ORDER BY submitted_at IS NULL, ordinal, id";
const DELETE: &str = "DELETE FROM attempts WHERE id = ?1";
pub(crate) const BLOB_IN_USE: &str = "SELECT 1 FROM attempts WHERE original = ?1
    UNION ALL SELECT 1 FROM attempts WHERE photo = ?1
    UNION ALL SELECT 1 FROM pictures WHERE original = ?1
    UNION ALL SELECT 1 FROM sealed_photos WHERE photo = ?1
    UNION ALL SELECT 1 FROM sealed_photos WHERE code = ?1 LIMIT 1";

// Attempts that wait for a submission and have a file are few, and have an index of their own;
// only orders that can still be submitted, or could be, have any.
pub(crate) const UNSUBMITTED: &str = "SELECT a.original, a.photo
    FROM attempts a JOIN orders o ON o.id = a.order_id
    WHERE a.submitted_at IS NULL AND (a.original IS NOT NULL OR a.photo IS NOT NULL)
    AND o.state || '' IN ('draft', 'rejected', 'cancelled', 'lapsed')
    UNION ALL SELECT original, NULL FROM pictures WHERE original IS NOT NULL";
/// What stands in `note`, where older versions kept the note in clear.
const PLAIN_NOTE: &str = "";

fn bind(sql: &'static str, attempt: &Attempt) -> Result<Statement, StorageError> {
    let decision = attempt.decision.as_ref();
    Ok(query(sql)
        .bind(attempt.id.to_string())
        .bind(attempt.order.to_string())
        .bind(attempt.ordinal)
        .bind(attempt.prepared_at.0)
        .bind(ms(attempt.submitted_at))
        .bind(attempt.original.as_ref().map(|blob| blob.0.as_str()))
        .bind(attempt.photo.as_ref().map(|blob| blob.0.as_str()))
        .bind(text(attempt.photo_hash))
        .bind(attempt.fitness.code())
        .bind(attempt.catalogue_version.as_str())
        .bind(decision.map(|made| made.verdict.code()))
        .bind(text(decision.map(|made| made.by)))
        .bind(decision.map(|made| made.at.0))
        .bind(decision.map(|made| to_json(&made.reasons)).transpose()?)
        .bind(decision.map(|_| PLAIN_NOTE))
        .bind(decision.map(|made| to_json(&made.overruled)).transpose()?)
        .bind(sealed(decision.and_then(|made| made.note.as_ref()))))
}

fn read(row: Row<'_>) -> Result<Attempt, StorageError> {
    let decision = match row.word_if_any("verdict")? {
        None => None,
        Some(verdict) => Some(Decision {
            verdict,
            by: row.parsed("decided_by")?,
            at: row.time("decided_at")?,
            reasons: row.json("reasons")?,
            note: row.sealed_if_any("note_sealed")?,
            overruled: row.json("overruled")?,
        }),
    };
    Ok(Attempt {
        id: row.parsed("id")?,
        order: row.parsed("order_id")?,
        ordinal: row.number("ordinal")?,
        prepared_at: row.time("prepared_at")?,
        submitted_at: row.time_if_any("submitted_at")?,
        original: row.get::<Option<String>>("original")?.map(BlobRef),
        photo: row.get::<Option<String>>("photo")?.map(BlobRef),
        photo_hash: row.parsed_if_any("photo_sha256")?,
        fitness: row.word("fitness")?,
        catalogue_version: row.get("catalogue_version")?,
        decision,
    })
}

#[async_trait]
impl Attempts for SqlTransaction {
    async fn insert_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError> {
        self.run(bind(INSERT, attempt)?).await
    }

    /// [`StorageError::Conflict`] if it was deleted.
    async fn update_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError> {
        self.update(bind(UPDATE, attempt)?).await
    }

    async fn attempt(&mut self, id: AttemptId) -> Result<Option<Attempt>, StorageError> {
        let query = query(BY_ID).bind(id.to_string());
        self.one(query, TABLE, read).await
    }

    async fn attempts_of(&mut self, order: OrderId) -> Result<Vec<Attempt>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.all(query, TABLE, read).await
    }

    async fn delete_attempt(&mut self, id: AttemptId) -> Result<(), StorageError> {
        for statement in [report_rows::DELETE, DELETE] {
            self.run(query(statement).bind(id.to_string())).await?;
        }
        Ok(())
    }

    async fn unsubmitted_blobs(&mut self) -> Result<Vec<BlobRef>, StorageError> {
        let pairs = self
            .all(query(UNSUBMITTED), "blobs", |row| {
                let blob = |name| Ok(row.get::<Option<String>>(name)?.map(BlobRef));
                Ok([blob("original")?, blob("photo")?])
            })
            .await?;
        Ok(pairs.into_iter().flatten().flatten().collect())
    }

    async fn blob_in_use(&mut self, blob: &BlobRef) -> Result<bool, StorageError> {
        let query = query(BLOB_IN_USE).bind(blob.0.as_str());
        Ok(self.one(query, "blobs", |_| Ok(())).await?.is_some())
    }
}
