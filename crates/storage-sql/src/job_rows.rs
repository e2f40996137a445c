//! The job queue as rows.
//!
//! A job is waiting, leased or dead. A key is unique among waiting jobs only: a
//! job enqueued while one of its key runs is a row of its own, since what runs
//! may have read its order before the change that enqueued the new one. The
//! running one is not touched, and running both does no harm. If it fails while
//! another of its key waits, it is dropped in favour of that later one.
//! Each time it is taken its `tries` grow, so that `(id, tries)` names one run: a
//! worker whose lease ran out finds no row by it once another has taken the job.
//! `ready_at` is when a waiting job is due and when a leased one's lease ends,
//! so that one look-up in one index finds both.
//!
//! A job that is due later than in [`SOON`] lies in `timers`, so that `jobs`, where workers
//! look every second, holds only what is near: most orders leave one or two jobs that wait
//! for months. What falls due within that time is moved (`wind_timers`), by whoever runs
//! jobs. A key waits once, in one of both; whoever changes both changes `timers` first, so
//! that a job which is being moved meanwhile is found.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Due, Job, JobId, Lane, Timestamp};
use storage::{ClaimedJob, DeadJob, Jobs, Lease, StorageError};

use crate::connection::Dialect;
use crate::row::{Row, to_json};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const TABLE: &str = "jobs";

const ENQUEUE: &str = "INSERT INTO jobs (id, key, lane, job, state, ready_at, tries)
    VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, 0)
    ON CONFLICT (key) WHERE state = 'waiting' DO UPDATE SET
        id = excluded.id, lane = excluded.lane, job = excluded.job,
        ready_at = excluded.ready_at, tries = 0, error = NULL";
const CANCEL: &str = "DELETE FROM jobs WHERE key = ?1 AND state = 'waiting'";
/// A job that is due within this time is looked for each second.
pub(crate) const SOON: Duration = Duration::from_secs(60 * 60);
const SET_TIMER: &str = "INSERT INTO timers (id, key, lane, job, due_at)
    VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (key) DO UPDATE SET
        id = excluded.id, lane = excluded.lane, job = excluded.job, due_at = excluded.due_at";
const CANCEL_TIMER: &str = "DELETE FROM timers WHERE key = ?1";
macro_rules! due_timers {
    ($skip:literal) => {
        concat!(
            "SELECT key FROM timers WHERE due_at <= ?1 ORDER BY due_at, key LIMIT ?2",
            $skip
        )
    };
}
pub(crate) const DUE_TIMERS: &str = due_timers!("");
/// What another moves at this moment is not waited for.
pub(crate) const DUE_TIMERS_UNTAKEN: &str = due_timers!(" FOR UPDATE SKIP LOCKED");
const WIND: &str = "INSERT INTO jobs (id, key, lane, job, state, ready_at, tries)
    SELECT id, key, lane, job, 'waiting', due_at, 0 FROM timers
    WHERE key IN (SELECT value FROM json_each(?1))
    ON CONFLICT (key) WHERE state = 'waiting' DO NOTHING";
const WOUND: &str = "DELETE FROM timers WHERE key IN (SELECT value FROM json_each(?1))";
/// What several workers try to take at once each takes another of.
macro_rules! take {
    ($skip:literal) => {
        concat!(
            "UPDATE jobs SET state = 'leased', ready_at = ?2, tries = tries + 1
            WHERE id = (SELECT id FROM jobs WHERE lane = ?3 AND ready_at <= ?1
                ORDER BY ready_at, id LIMIT 1",
            $skip,
            ") RETURNING id, job, tries"
        )
    };
}
pub(crate) const TAKE: &str = take!("");
/// Where workers take jobs side by side.
pub(crate) const TAKE_UNTAKEN: &str = take!(" FOR UPDATE SKIP LOCKED");
/// The run's row, as long as it is its own.
macro_rules! of_lease {
    ($before:literal) => {
        concat!(
            $before,
            " WHERE id = ?1 AND tries = ?2 AND state = 'leased'"
        )
    };
}
const HOLD: &str = of_lease!("SELECT * FROM jobs");
const RENEW: &str = of_lease!("UPDATE jobs SET ready_at = ?3");
const DONE: &str = concat!(of_lease!("DELETE FROM jobs"), " RETURNING key");
/// Deletes dead jobs whose work the job did.
const DONE_AFTER_ALL: &str = "DELETE FROM jobs WHERE state = 'dead' AND key = ?1";
/// Deletes a failed job if a later one of the same key waits.
const GIVE_WAY: &str = concat!(
    of_lease!("DELETE FROM jobs"),
    " AND (EXISTS (SELECT 1 FROM jobs AS later
            WHERE later.key = jobs.key AND later.state = 'waiting' AND later.id <> jobs.id)
        OR EXISTS (SELECT 1 FROM timers WHERE timers.key = jobs.key))"
);
const AGAIN: &str = of_lease!("UPDATE jobs SET state = 'waiting', ready_at = ?3, error = ?4");
const DEAD: &str = of_lease!("UPDATE jobs SET state = 'dead', ready_at = NULL, error = ?3");
pub(crate) const DEAD_JOBS: &str =
    "SELECT * FROM jobs WHERE state = 'dead' ORDER BY id DESC LIMIT ?1";

fn read_claimed(row: Row<'_>) -> Result<ClaimedJob, StorageError> {
    Ok(ClaimedJob {
        lease: Lease {
            id: row.parsed("id")?,
            tries: row.number("tries")?,
        },
        job: row.json("job")?,
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

/// A statement on the row of this run.
fn of(sql: &'static str, lease: Lease) -> Statement {
    query(sql).bind(lease.id.to_string()).bind(lease.tries)
}

#[async_trait]
impl Jobs for SqlTransaction {
    async fn enqueue(&mut self, id: JobId, due: &Due) -> Result<(), StorageError> {
        let key = due.job.key();
        let waits_long = due.at > id.made_at().plus(SOON);
        let set = match waits_long {
            true => SET_TIMER,
            false => ENQUEUE,
        };
        let set = query(set)
            .bind(id.to_string())
            .bind(key.as_str())
            .bind(due.job.lane().code())
            .bind(to_json(&due.job)?)
            .bind(due.at.0);
        if waits_long {
            self.run(set).await?;
            return self.run(query(CANCEL).bind(key)).await;
        }
        self.run(query(CANCEL_TIMER).bind(key)).await?;
        self.run(set).await
    }

    async fn cancel_job(&mut self, job: &Job) -> Result<(), StorageError> {
        self.run(query(CANCEL_TIMER).bind(job.key())).await?;
        self.run(query(CANCEL).bind(job.key())).await
    }

    async fn wind_timers(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        let due = match self.connection().dialect() {
            Dialect::Sqlite => DUE_TIMERS,
            Dialect::Postgres => DUE_TIMERS_UNTAKEN,
        };
        let due = query(due).bind(now.plus(SOON).0).bind(limit);
        let keys = self.all(due, "timers", |row| row.get::<String>("key"));
        let keys = to_json(&keys.await?)?;
        self.run(query(WIND).bind(keys.as_str())).await?;
        self.changed(query(WOUND).bind(keys)).await
    }

    async fn take_job(
        &mut self,
        lane: Lane,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ClaimedJob>, StorageError> {
        let take = match self.connection().dialect() {
            Dialect::Sqlite => TAKE,
            Dialect::Postgres => TAKE_UNTAKEN,
        };
        let query = query(take).bind(now.0).bind(now.plus(lease).0);
        self.one(query.bind(lane.code()), TABLE, read_claimed).await
    }

    async fn hold_job(&mut self, lease: Lease) -> Result<(), StorageError> {
        let held = self.one(of(HOLD, lease), TABLE, |_| Ok(())).await?;
        held.ok_or(StorageError::Conflict)
    }

    async fn renew_job(&mut self, lease: Lease, until: Timestamp) -> Result<(), StorageError> {
        self.update(of(RENEW, lease).bind(until.0)).await
    }

    async fn job_done(&mut self, lease: Lease) -> Result<(), StorageError> {
        let done = self.one(of(DONE, lease), TABLE, |row| row.get::<String>("key"));
        let key = done.await?.ok_or(StorageError::Conflict)?;
        self.run(query(DONE_AFTER_ALL).bind(key)).await
    }

    async fn job_failed(
        &mut self,
        lease: Lease,
        error: &str,
        again: Option<Timestamp>,
    ) -> Result<(), StorageError> {
        let Some(at) = again else {
            return self.update(of(DEAD, lease).bind(error)).await;
        };
        match self.changed(of(GIVE_WAY, lease)).await? {
            0 => self.update(of(AGAIN, lease).bind(at.0).bind(error)).await,
            _ => Ok(()),
        }
    }

    /// Newest first.
    async fn dead_jobs(&mut self, limit: u32) -> Result<Vec<DeadJob>, StorageError> {
        let query = query(DEAD_JOBS).bind(limit);
        self.all(query, TABLE, read_dead).await
    }
}
