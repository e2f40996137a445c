//! The audit log as rows, and its sealed ends. An entry is chained to the head
//! in `log_ends`, not to the last row found: where the last rows were deleted,
//! the gap stays.

use async_trait::async_trait;
use domain::Timestamp;
use domain::log::{ChainedEntry, LogEnds, LogEntry, LogKey};
use sqlx::sqlite::SqliteConnection;
use storage::{KeptEpoch, Log, LogFilter, StorageError};

use crate::row::{Row, failed, to_json};
use crate::transaction::SqliteTransaction;

const TABLE: &str = "log";

const ENDS: &str = "SELECT * FROM log_ends";
const WRITE_ENDS: &str = "INSERT OR REPLACE INTO log_ends
    (only, root, root_hash, head, head_hash, mac) VALUES (1, ?1, ?2, ?3, ?4, ?5)";
const EPOCHS: &str = "SELECT * FROM log_epochs ORDER BY first";
const BEGIN_EPOCH: &str =
    "INSERT OR REPLACE INTO log_epochs (first, before, sealed, mac) VALUES (?1, ?2, ?3, ?4)";
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

fn read_ends(row: Row<'_>) -> Result<(LogEnds, [u8; 32]), StorageError> {
    let ends = LogEnds {
        root: row.get("root")?,
        root_hash: row.hash("root_hash")?,
        head: row.get("head")?,
        head_hash: row.hash("head_hash")?,
    };
    Ok((ends, row.hash("mac")?))
}

fn read_epoch(row: Row<'_>) -> Result<(KeptEpoch, [u8; 32]), StorageError> {
    let epoch = KeptEpoch {
        first: row.get("first")?,
        before: row.hash("before")?,
        key: row.sealed_if_any("sealed")?,
    };
    Ok((epoch, row.hash("mac")?))
}

fn seal_of_epoch(epoch: &KeptEpoch, key: &LogKey) -> [u8; 32] {
    let sealed = epoch.key.as_ref().map_or(&[][..], |sealed| &sealed.0);
    key.mac(
        "epoch",
        &[&epoch.first.to_be_bytes(), &epoch.before, sealed],
    )
}

/// Writes both ends, sealed.
pub(crate) async fn write_ends(
    connection: &mut SqliteConnection,
    ends: &LogEnds,
    key: &LogKey,
) -> Result<(), StorageError> {
    let statement = sqlx::query(WRITE_ENDS)
        .bind(ends.root)
        .bind(ends.root_hash.to_vec())
        .bind(ends.head)
        .bind(ends.head_hash.to_vec())
        .bind(ends.seal(key).to_vec());
    statement.execute(connection).await.map_err(failed)?;
    Ok(())
}

/// Writes that the entries after the head are chained by `key`.
pub(crate) async fn begin_epoch(
    connection: &mut SqliteConnection,
    ends: &LogEnds,
    key: &LogKey,
) -> Result<(), StorageError> {
    let epoch = KeptEpoch {
        first: ends.head + 1,
        before: ends.head_hash,
        key: None,
    };
    write_epoch(connection, &epoch, key).await
}

/// Writes an epoch, sealed by the key in use.
pub(crate) async fn write_epoch(
    connection: &mut SqliteConnection,
    epoch: &KeptEpoch,
    key: &LogKey,
) -> Result<(), StorageError> {
    let statement = sqlx::query(BEGIN_EPOCH)
        .bind(epoch.first)
        .bind(epoch.before.to_vec())
        .bind(epoch.key.as_ref().map(|sealed| sealed.0.as_slice()))
        .bind(seal_of_epoch(epoch, key).to_vec());
    statement.execute(connection).await.map_err(failed)?;
    Ok(())
}

impl SqliteTransaction {
    pub(crate) async fn ends(&mut self) -> Result<LogEnds, StorageError> {
        let table = "log_ends";
        let found = self.one(sqlx::query(ENDS), table, read_ends).await?;
        let (ends, seal) = found.ok_or(StorageError::Altered { table })?;
        if ends.seal(&self.keys().log) != seal {
            return Err(StorageError::Altered { table });
        }
        Ok(ends)
    }

    pub(crate) async fn epochs(&mut self) -> Result<Vec<KeptEpoch>, StorageError> {
        let table = "log_epochs";
        let found = self.all(sqlx::query(EPOCHS), table, read_epoch).await?;
        let key = &self.keys().log;
        let right = |(epoch, seal): &(KeptEpoch, [u8; 32])| seal_of_epoch(epoch, key) == *seal;
        if found.is_empty() || !found.iter().all(right) {
            return Err(StorageError::Altered { table });
        }
        Ok(found.into_iter().map(|(epoch, _)| epoch).collect())
    }

    async fn move_ends(&mut self, ends: &LogEnds) -> Result<(), StorageError> {
        let key = self.keys().log.clone();
        write_ends(self.connection(), ends, &key).await
    }
}

#[async_trait]
impl Log for SqliteTransaction {
    async fn append_log(&mut self, entry: &LogEntry) -> Result<(), StorageError> {
        let ends = self.ends().await?;
        let seq = ends.head + 1;
        let hash = entry.hash(seq, &ends.head_hash, &self.keys().log);
        let statement = sqlx::query(INSERT)
            .bind(seq)
            .bind(entry.at.0)
            .bind(entry.by.kind())
            .bind(entry.by.id())
            .bind(entry.action.code())
            .bind(entry.subject.as_str())
            .bind(entry.detail.as_str())
            .bind(hash.to_vec());
        self.run(statement).await?;
        self.move_ends(&LogEnds {
            head: seq,
            head_hash: hash,
            ..ends
        })
        .await
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
        let ends = self.ends().await?;
        Ok((ends.root, ends.root_hash))
    }

    async fn trim_log(&mut self, before: Timestamp) -> Result<u64, StorageError> {
        let query = sqlx::query(LAST_TO_DROP).bind(before.0);
        let Some((seq, hash)) = self.one(query, TABLE, read_link).await? else {
            return Ok(0);
        };
        let ends = self.ends().await?;
        self.move_ends(&LogEnds {
            root: seq,
            root_hash: hash,
            ..ends
        })
        .await?;
        self.changed(sqlx::query(DROP).bind(seq)).await
    }
}
