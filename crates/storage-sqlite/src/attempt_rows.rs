//! Attempts as rows. A decision is columns, for the figures; its lists are
//! JSON.

use async_trait::async_trait;
use domain::{Attempt, AttemptId, BlobRef, Decision, OrderId, Sealed, Verdict};
use sqlx::Sqlite;
use sqlx::query::Query;
use sqlx::sqlite::SqliteArguments;
use storage::{Attempts, StorageError};

use crate::row::{Row, each, failed, ms, one, text, to_json};
use crate::transaction::SqliteTransaction;

const TABLE: &str = "attempts";

const INSERT: &str = "INSERT INTO attempts (
    id, order_id, ordinal, prepared_at, submitted_at, original, photo, photo_sha256,
    report, fitness, catalogue_version,
    verdict, decided_by, decided_at, reasons, note, overruled)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
const UPDATE: &str = "UPDATE attempts SET
    order_id = ?2, ordinal = ?3, prepared_at = ?4, submitted_at = ?5, original = ?6,
    photo = ?7, photo_sha256 = ?8, report = ?9, fitness = ?10, catalogue_version = ?11,
    verdict = ?12, decided_by = ?13, decided_at = ?14, reasons = ?15, note = ?16,
    overruled = ?17
    WHERE id = ?1";
const BY_ID: &str = "SELECT * FROM attempts WHERE id = ?1";
pub(crate) const OF_ORDER: &str = "SELECT * FROM attempts WHERE order_id = ?1 ORDER BY id";
const DELETE: &str = "DELETE FROM attempts WHERE id = ?1";
pub(crate) const BLOB_IN_USE: &str = "SELECT 1 FROM attempts WHERE original = ?1
    UNION ALL SELECT 1 FROM attempts WHERE photo = ?1 LIMIT 1";

const fn verdict_code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approved => "approved",
        Verdict::Rejected => "rejected",
    }
}

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

fn bind<'q>(query: Bound<'q>, attempt: &'q Attempt) -> Result<Bound<'q>, StorageError> {
    let decision = attempt.decision.as_ref();
    Ok(query
        .bind(attempt.id.to_string())
        .bind(attempt.order.to_string())
        .bind(attempt.ordinal)
        .bind(attempt.prepared_at.0)
        .bind(ms(attempt.submitted_at))
        .bind(attempt.original.as_ref().map(|blob| blob.0.as_str()))
        .bind(attempt.photo.as_ref().map(|blob| blob.0.as_str()))
        .bind(attempt.photo_sha256.as_deref())
        .bind(attempt.report.0.as_slice())
        .bind(fitness_code(attempt.fitness))
        .bind(attempt.catalogue_version.as_str())
        .bind(decision.map(|made| verdict_code(made.verdict)))
        .bind(text(decision.map(|made| made.by)))
        .bind(decision.map(|made| made.at.0))
        .bind(decision.map(|made| to_json(&made.reasons)).transpose()?)
        .bind(decision.map(|made| made.note.as_str()))
        .bind(decision.map(|made| to_json(&made.overruled)).transpose()?))
}

/// The word serde has for it.
const fn fitness_code(fitness: domain::Fitness) -> &'static str {
    match fitness {
        domain::Fitness::Good => "good",
        domain::Fitness::Advised => "advised",
        domain::Fitness::Failing => "failing",
        domain::Fitness::NoPhoto => "no-photo",
    }
}

fn read(row: Row<'_>) -> Result<Attempt, StorageError> {
    let decision = match row.word_if_any("verdict")? {
        None => None,
        Some(verdict) => Some(Decision {
            verdict,
            by: row.parsed("decided_by")?,
            at: row.time("decided_at")?,
            reasons: row.json("reasons")?,
            note: row.get("note")?,
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
        photo_sha256: row.get("photo_sha256")?,
        report: Sealed(row.get("report")?),
        fitness: row.word("fitness")?,
        catalogue_version: row.get("catalogue_version")?,
        decision,
    })
}

#[async_trait]
impl Attempts for SqliteTransaction {
    async fn insert_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError> {
        bind(sqlx::query(INSERT), attempt)?
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// [`StorageError::Conflict`] if it has been deleted.
    async fn update_attempt(&mut self, attempt: &Attempt) -> Result<(), StorageError> {
        let done = bind(sqlx::query(UPDATE), attempt)?
            .execute(self.connection())
            .await
            .map_err(failed)?;
        match done.rows_affected() {
            0 => Err(StorageError::Conflict),
            _ => Ok(()),
        }
    }

    async fn attempt(&mut self, id: AttemptId) -> Result<Option<Attempt>, StorageError> {
        let row = sqlx::query(BY_ID)
            .bind(id.to_string())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        one(row.as_ref(), TABLE, read)
    }

    async fn attempts_of(&mut self, order: OrderId) -> Result<Vec<Attempt>, StorageError> {
        let rows = sqlx::query(OF_ORDER)
            .bind(order.to_string())
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, TABLE, read)
    }

    async fn delete_attempt(&mut self, id: AttemptId) -> Result<(), StorageError> {
        sqlx::query(DELETE)
            .bind(id.to_string())
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn blob_in_use(&mut self, blob: &BlobRef) -> Result<bool, StorageError> {
        let row = sqlx::query(BLOB_IN_USE)
            .bind(blob.0.as_str())
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        Ok(row.is_some())
    }
}
