//! The job queue as rows.
//!
//! A job is waiting, leased or dead. A key is unique among waiting jobs only: a
//! job enqueued while one of its key runs is a row of its own, since what runs
//! may have read its order before the change that enqueued the new one. The
//! running one is not touched, and running both does no harm. If it fails while
//! another of its key waits, it is dropped in favour of that later one.
//! `ready_at` is when a waiting job is due and when a leased one's lease ends,
//! so that one look-up in one index finds both.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Due, Job, JobId, Timestamp};
use storage::{ClaimedJob, DeadJob, Jobs, StorageError};

use crate::connection::Dialect;
use crate::row::{Row, to_json};
use crate::statement::query;
use crate::transaction::SqlTransaction;

const TABLE: &str = "jobs";

const ENQUEUE: &str = "INSERT INTO jobs (id, key, job, state, ready_at, tries)
    VALUES (?1, ?2, ?3, 'waiting', ?4, 0)
    ON CONFLICT (key) WHERE state = 'waiting' DO UPDATE SET
        id = excluded.id, job = excluded.job, ready_at = excluded.ready_at,
        tries = 0, error = NULL";
const CANCEL: &str = "DELETE FROM jobs WHERE key = ?1 AND state = 'waiting'";
/// What several workers try to take at once each takes another of.
macro_rules! take {
    ($skip:literal) => {
        concat!(
            "UPDATE jobs SET state = 'leased', ready_at = ?2, tries = tries + 1
            WHERE id = (SELECT id FROM jobs WHERE ready_at <= ?1
                ORDER BY ready_at, id LIMIT 1",
            $skip,
            ") RETURNING id, job, tries - 1 AS tried_before"
        )
    };
}
pub(crate) const TAKE: &str = take!("");
/// Where workers take jobs side by side.
pub(crate) const TAKE_UNTAKEN: &str = take!(" FOR UPDATE SKIP LOCKED");
const DONE: &str = "DELETE FROM jobs WHERE id = ?1";
/// Deletes dead jobs whose work the job did.
const DONE_AFTER_ALL: &str = "DELETE FROM jobs WHERE state = 'dead'
    AND key = (SELECT key FROM jobs WHERE id = ?1)";
/// Deletes a failed job if a later one of the same key waits.
const GIVE_WAY: &str = "DELETE FROM jobs WHERE id = ?1 AND EXISTS (
    SELECT 1 FROM jobs AS later
    WHERE later.key = jobs.key AND later.state = 'waiting' AND later.id <> jobs.id)";
const AGAIN: &str = "UPDATE jobs SET state = 'waiting', ready_at = ?2, error = ?3 WHERE id = ?1";
const DEAD: &str = "UPDATE jobs SET state = 'dead', ready_at = NULL, error = ?2 WHERE id = ?1";
pub(crate) const DEAD_JOBS: &str =
    "SELECT * FROM jobs WHERE state = 'dead' ORDER BY id DESC LIMIT ?1";

fn read_claimed(row: Row<'_>) -> Result<ClaimedJob, StorageError> {
    Ok(ClaimedJob {
        id: row.parsed("id")?,
        job: row.json("job")?,
        tries: row.number("tried_before")?,
    })
}

fn read_dead(row: Row<'_>) -> Result<DeadJob, StorageError> {
    Ok(DeadJob {
        id: row.parsed("id")?,
        job: row.json("job")?,
        tries: row.number("tries")?,
        error: row.get("error")?,
    })
}

#[async_trait]
impl Jobs for SqlTransaction {
    async fn enqueue(&mut self, id: JobId, due: &Due) -> Result<(), StorageError> {
        let statement = query(ENQUEUE)
            .bind(id.to_string())
            .bind(due.job.key())
            .bind(to_json(&due.job)?)
            .bind(due.at.0);
        self.run(statement).await
    }

    async fn cancel_job(&mut self, job: &Job) -> Result<(), StorageError> {
        self.run(query(CANCEL).bind(job.key())).await
    }

    async fn take_job(
        &mut self,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ClaimedJob>, StorageError> {
        let take = match self.connection().dialect() {
            Dialect::Sqlite => TAKE,
            Dialect::Postgres => TAKE_UNTAKEN,
        };
        let query = query(take).bind(now.0).bind(now.plus(lease).0);
        self.one(query, TABLE, read_claimed).await
    }

    async fn job_done(&mut self, id: JobId) -> Result<(), StorageError> {
        let id = id.to_string();
        self.run(query(DONE_AFTER_ALL).bind(&id)).await?;
        self.run(query(DONE).bind(&id)).await
    }

    async fn job_failed(
        &mut self,
        id: JobId,
        error: &str,
        again: Option<Timestamp>,
    ) -> Result<(), StorageError> {
        let id = id.to_string();
        let Some(at) = again else {
            return self.run(query(DEAD).bind(id).bind(error)).await;
        };
        self.run(query(GIVE_WAY).bind(&id)).await?;
        let again = query(AGAIN).bind(&id).bind(at.0).bind(error);
        self.run(again).await
    }

    /// Newest first.
    async fn dead_jobs(&mut self, limit: u32) -> Result<Vec<DeadJob>, StorageError> {
        let query = query(DEAD_JOBS).bind(limit);
        self.all(query, TABLE, read_dead).await
    }
}
