//! Pictures that wait for the engine, as rows.
//!
//! A picture is waiting, leased or failed. Each time it is taken its `tries` grow, so that
//! `(attempt, tries)` names one making of it, as `(id, tries)` does a run of a job
//! (`job_rows.rs`). `free_at` is when it can be taken and `turn_at` is when among others, so
//! that one whose lease ran out comes before those that were put after it.

use std::time::Duration;

use async_trait::async_trait;
use domain::{AttemptId, BlobRef, Digest, OrderId, Sealed, Timestamp};
use storage::{
    ClaimedPicture, PictureLease, PictureLine, Pictures, QueuedPicture, StorageError, UnmadePicture,
};

use crate::connection::Dialect;
use crate::row::{Row, digest, to_json};
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const TABLE: &str = "pictures";

const QUEUE: &str = "INSERT INTO pictures (attempt, order_id, original, asked, requester, state,
        free_at, turn_at, put_at, tries, losses)
    VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?7, ?6, 0, 0)";
pub(crate) const FREE: &str = "SELECT 1 FROM pictures
    WHERE free_at <= ?1 ORDER BY turn_at, attempt LIMIT 1";
/// What several processes try to take at once each takes another of.
macro_rules! take {
    ($skip:literal) => {
        concat!(
            "UPDATE pictures SET state = 'leased', free_at = ?2, tries = tries + 1,
                losses = losses + CASE state WHEN 'leased' THEN 1 ELSE 0 END
            WHERE attempt = (SELECT attempt FROM pictures WHERE free_at <= ?1
                ORDER BY turn_at, attempt LIMIT 1",
            $skip,
            ") RETURNING attempt, tries, losses, order_id, original, asked, put_at"
        )
    };
}
pub(crate) const TAKE: &str = take!("");
/// Where processes take pictures side by side.
pub(crate) const TAKE_UNTAKEN: &str = take!(" FOR UPDATE SKIP LOCKED");
/// The picture's row, as long as it is this making's own.
macro_rules! of_lease {
    ($before:literal) => {
        concat!(
            $before,
            " WHERE attempt = ?1 AND tries = ?2 AND state = 'leased'"
        )
    };
}
const RENEW: &str = of_lease!("UPDATE pictures SET free_at = ?3");
const GIVE_BACK: &str = of_lease!("UPDATE pictures SET state = 'waiting', free_at = ?3");
const DONE: &str = concat!(of_lease!("DELETE FROM pictures"), " RETURNING attempt");
const FAILED: &str = of_lease!(
    "UPDATE pictures SET state = 'failed', free_at = NULL, original = NULL, requester = NULL,
        outcome = ?3"
);
pub(crate) const OF_ORDER: &str =
    "SELECT attempt, put_at, outcome FROM pictures WHERE order_id = ?1";
pub(crate) const WITHDRAW: &str = "DELETE FROM pictures WHERE order_id = ?1 RETURNING original";
pub(crate) const UNMADE: &str = "SELECT attempt FROM pictures
    WHERE free_at IS NOT NULL AND attempt IN (SELECT value FROM json_each(?1))";
pub(crate) const LINE: &str = "SELECT count(*) AS line,
        coalesce(sum(CASE requester WHEN ?1 THEN 1 ELSE 0 END), 0) AS own
    FROM pictures WHERE free_at IS NOT NULL";
const FORGET_FAILED: &str = "DELETE FROM pictures WHERE state = 'failed' AND put_at < ?1";

fn read_claimed(row: Row<'_>) -> Result<ClaimedPicture, StorageError> {
    Ok(ClaimedPicture {
        lease: PictureLease {
            attempt: row.parsed("attempt")?,
            tries: row.number("tries")?,
        },
        losses: row.number("losses")?,
        order: row.parsed("order_id")?,
        original: row.get("original").map(BlobRef)?,
        asked: row.get("asked").map(Sealed)?,
        put_at: row.time("put_at")?,
    })
}

fn read_unmade(row: Row<'_>) -> Result<UnmadePicture, StorageError> {
    Ok(UnmadePicture {
        attempt: row.parsed("attempt")?,
        put_at: row.time("put_at")?,
        outcome: row.sealed_if_any("outcome")?,
    })
}

fn read_line(row: Row<'_>) -> Result<PictureLine, StorageError> {
    Ok(PictureLine {
        all: row.number("line")?,
        own: row.number("own")?,
    })
}

/// A statement on the row of this making.
fn of(sql: &'static str, lease: PictureLease) -> Statement {
    query(sql).bind(lease.attempt.to_string()).bind(lease.tries)
}

#[async_trait]
impl Pictures for SqlTransaction {
    async fn queue_picture(&mut self, picture: &QueuedPicture) -> Result<(), StorageError> {
        let statement = query(QUEUE)
            .bind(picture.attempt.to_string())
            .bind(picture.order.to_string())
            .bind(picture.original.0.as_str())
            .bind(picture.asked.0.as_slice())
            .bind(digest(&picture.requester))
            .bind(picture.put_at.0)
            .bind(picture.turn_at.0);
        self.run(statement).await
    }

    async fn has_free_picture(&mut self, now: Timestamp) -> Result<bool, StorageError> {
        let free = self.one(query(FREE).bind(now.0), TABLE, |_| Ok(()));
        Ok(free.await?.is_some())
    }

    async fn take_picture(
        &mut self,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<ClaimedPicture>, StorageError> {
        let take = match self.connection().dialect() {
            Dialect::Sqlite => TAKE,
            Dialect::Postgres => TAKE_UNTAKEN,
        };
        let query = query(take).bind(now.0).bind(now.plus(lease).0);
        self.one(query, TABLE, read_claimed).await
    }

    async fn renew_picture(
        &mut self,
        lease: PictureLease,
        until: Timestamp,
    ) -> Result<(), StorageError> {
        self.update(of(RENEW, lease).bind(until.0)).await
    }

    async fn give_picture_back(
        &mut self,
        lease: PictureLease,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        self.update(of(GIVE_BACK, lease).bind(at.0)).await
    }

    async fn picture_done(&mut self, lease: PictureLease) -> Result<(), StorageError> {
        let done = self.one(of(DONE, lease), TABLE, |_| Ok(()));
        done.await?.ok_or(StorageError::Conflict)
    }

    async fn picture_failed(
        &mut self,
        lease: PictureLease,
        outcome: &Sealed,
    ) -> Result<(), StorageError> {
        self.update(of(FAILED, lease).bind(outcome.0.as_slice()))
            .await
    }

    async fn unmade_picture(
        &mut self,
        order: OrderId,
    ) -> Result<Option<UnmadePicture>, StorageError> {
        let query = query(OF_ORDER).bind(order.to_string());
        self.one(query, TABLE, read_unmade).await
    }

    async fn withdraw_picture(&mut self, order: OrderId) -> Result<Option<BlobRef>, StorageError> {
        let query = query(WITHDRAW).bind(order.to_string());
        let withdrawn = self.one(query, TABLE, |row| row.get::<Option<String>>("original"));
        Ok(withdrawn.await?.flatten().map(BlobRef))
    }

    async fn unmade_among(
        &mut self,
        attempts: &[AttemptId],
    ) -> Result<Vec<AttemptId>, StorageError> {
        let query = query(UNMADE).bind(to_json(&attempts)?);
        self.all(query, TABLE, |row| row.parsed("attempt")).await
    }

    async fn picture_line(&mut self, requester: Digest) -> Result<PictureLine, StorageError> {
        let query = query(LINE).bind(digest(&requester));
        Ok(self.one(query, TABLE, read_line).await?.unwrap_or_default())
    }

    async fn forget_failed_pictures(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        self.changed(query(FORGET_FAILED).bind(before.0)).await
    }
}
