//! The log as rows. There is one writer, so the head read in a transaction is
//! the head until it ends.

use async_trait::async_trait;
use domain::Timestamp;
use domain::log::{ChainedEntry, LogEntry};
use storage::{Log, StorageError};

use crate::actor;
use crate::row::{Row, each, failed, one};
use crate::transaction::SqliteTransaction;

const TABLE: &str = "log";

pub(crate) const HEAD: &str = "SELECT seq, hash FROM log WHERE seq = (SELECT max(seq) FROM log)";
const ROOT: &str = "SELECT seq, hash FROM log_root";
const INSERT: &str = "INSERT INTO log (seq, at, by_kind, by_id, action, subject, detail, hash)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
pub(crate) const AFTER: &str = "SELECT * FROM log WHERE seq > ?1 ORDER BY seq LIMIT ?2";
pub(crate) const BEFORE: &str = "SELECT * FROM log WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2";
/// The last of the entries to drop: those before the first that is young
/// enough. A clock set back leaves no gap in the chain. `SELECT` goes no
/// further than that first entry.
const LAST_TO_DROP: &str = "SELECT seq, hash FROM log
    WHERE seq < coalesce(
        (SELECT seq FROM log WHERE at >= ?1 ORDER BY seq LIMIT 1), 9223372036854775807)
    ORDER BY seq DESC LIMIT 1";
const MOVE_ROOT: &str = "UPDATE log_root SET seq = ?1, hash = ?2";
const DROP: &str = "DELETE FROM log WHERE seq <= ?1";

fn read(row: Row<'_>) -> Result<ChainedEntry, StorageError> {
    Ok(ChainedEntry {
        seq: row.get("seq")?,
        entry: LogEntry {
            at: row.time("at")?,
            by: actor::read(row)?,
            action: row.get("action")?,
            subject: row.get("subject")?,
            detail: row.get("detail")?,
        },
        hash: row.hash("hash")?,
    })
}

type Link = (i64, [u8; 32]);

fn read_link(row: Row<'_>) -> Result<Link, StorageError> {
    Ok((row.get("seq")?, row.hash("hash")?))
}

#[async_trait]
impl Log for SqliteTransaction {
    async fn append_log(&mut self, entry: &LogEntry) -> Result<(), StorageError> {
        let head = sqlx::query(HEAD)
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        let (last, previous) = match one(head.as_ref(), TABLE, read_link)? {
            Some(link) => link,
            None => self.log_root().await?,
        };
        let seq = last + 1;
        let (by_kind, by_id) = actor::columns(entry.by);
        sqlx::query(INSERT)
            .bind(seq)
            .bind(entry.at.0)
            .bind(by_kind)
            .bind(by_id)
            .bind(entry.action.as_str())
            .bind(entry.subject.as_str())
            .bind(entry.detail.as_str())
            .bind(entry.hash(seq, &previous).to_vec())
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn log_after(
        &mut self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError> {
        let rows = sqlx::query(AFTER)
            .bind(after)
            .bind(limit)
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, TABLE, read)
    }

    async fn log_before(
        &mut self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError> {
        let rows = sqlx::query(BEFORE)
            .bind(before.unwrap_or(i64::MAX))
            .bind(limit)
            .fetch_all(self.connection())
            .await
            .map_err(failed)?;
        each(&rows, TABLE, read)
    }

    async fn log_root(&mut self) -> Result<Link, StorageError> {
        let row = sqlx::query(ROOT)
            .fetch_one(self.connection())
            .await
            .map_err(failed)?;
        read_link(Row::new(&row, "log_root"))
    }

    async fn trim_log(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        let row = sqlx::query(LAST_TO_DROP)
            .bind(before.0)
            .fetch_optional(self.connection())
            .await
            .map_err(failed)?;
        let Some((seq, hash)) = one(row.as_ref(), TABLE, read_link)? else {
            return Ok(0);
        };
        sqlx::query(MOVE_ROOT)
            .bind(seq)
            .bind(hash.to_vec())
            .execute(self.connection())
            .await
            .map_err(failed)?;
        let dropped = sqlx::query(DROP)
            .bind(seq)
            .execute(self.connection())
            .await
            .map_err(failed)?;
        Ok(dropped.rows_affected())
    }
}
