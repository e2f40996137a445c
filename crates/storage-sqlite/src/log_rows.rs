//! The audit log as rows. There is one writer, so the chain's head does not
//! change within a transaction.

use async_trait::async_trait;
use domain::Timestamp;
use domain::log::{ChainedEntry, LogEntry};
use storage::{Log, LogFilter, StorageError};

use crate::row::{Row, to_json};
use crate::transaction::SqliteTransaction;

const TABLE: &str = "log";

pub(crate) const HEAD: &str = "SELECT seq, hash FROM log WHERE seq = (SELECT max(seq) FROM log)";
const ROOT: &str = "SELECT seq, hash FROM log_root";
const INSERT: &str = "INSERT INTO log (seq, at, by_kind, by_id, action, subject, detail, hash)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
pub(crate) const AFTER: &str = "SELECT * FROM log WHERE seq > ?1 ORDER BY seq LIMIT ?2";
/// Reads entries backwards until enough match. An index on actions would need a
/// sort before the newest are known.
pub(crate) const NEWEST: &str = "SELECT * FROM log
    WHERE seq < ?1 AND (?2 IS NULL OR action IN (SELECT value FROM json_each(?2)))
    ORDER BY seq DESC LIMIT ?3";
/// The last of the entries to delete: those before the first that is young
/// enough. So a clock that was set back leaves no gap in the chain. `SELECT`
/// reads no further than that entry.
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
            by: row.actor()?,
            action: row.word("action")?,
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
        let head = self.one(sqlx::query(HEAD), TABLE, read_link).await?;
        let (last, previous) = match head {
            Some(link) => link,
            None => self.log_root().await?,
        };
        let seq = last + 1;
        let statement = sqlx::query(INSERT)
            .bind(seq)
            .bind(entry.at.0)
            .bind(entry.by.kind())
            .bind(entry.by.id())
            .bind(entry.action.code())
            .bind(entry.subject.as_str())
            .bind(entry.detail.as_str())
            .bind(entry.hash(seq, &previous).to_vec());
        self.run(statement).await
    }

    async fn log_after(
        &mut self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError> {
        let query = sqlx::query(AFTER).bind(after).bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn log_newest(
        &mut self,
        filter: &LogFilter,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError> {
        let query = sqlx::query(NEWEST)
            .bind(filter.before.unwrap_or(i64::MAX))
            .bind(filter.actions.as_ref().map(to_json).transpose()?)
            .bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn log_root(&mut self) -> Result<Link, StorageError> {
        let table = "log_root";
        let root = self.one(sqlx::query(ROOT), table, read_link).await?;
        root.ok_or(StorageError::Unreadable { table })
    }

    async fn trim_log(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        let query = sqlx::query(LAST_TO_DROP).bind(before.0);
        let Some((seq, hash)) = self.one(query, TABLE, read_link).await? else {
            return Ok(0);
        };
        let root = sqlx::query(MOVE_ROOT).bind(seq).bind(hash.to_vec());
        self.run(root).await?;
        self.changed(sqlx::query(DROP).bind(seq)).await
    }
}
