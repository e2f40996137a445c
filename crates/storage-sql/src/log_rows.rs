//! The audit log as rows, and its sealed ends. An entry is chained to the head
//! in `log_ends`, not to the last row found: where the last rows were deleted,
//! the gap stays.
//!
//! Where transactions write side by side, chaining within each would make them take
//! turns for the head. There an entry goes to `log_inbox` in its transaction, under a
//! seal of its own, and is chained soon after, many at once; whoever holds the row
//! `log_ends` chains. What happened before something else was committed before it, and
//! so has the smaller number or was chained earlier.

use async_trait::async_trait;
use domain::Timestamp;
use domain::log::{ChainedEntry, LogEnds, LogEntry, LogKey};
use storage::{Chained, KeptEpoch, Log, LogFilter, StorageError};

use crate::connection::{Connection, Dialect};
use crate::log_lanes::{self, Waiting};
use crate::row::{Row, to_json};
use crate::seal_keys::SealKeys;
use crate::statement::{Statement, query};
use crate::transaction::SqlTransaction;

const TABLE: &str = "log";
pub(crate) const INBOX: &str = "log_inbox";
/// Entries that one transaction chains; it holds the head for so long.
const CHAINED_AT_ONCE: u32 = 2_000;

const ENDS: &str = "SELECT * FROM log_ends";
const WRITE_ENDS: &str = "INSERT INTO log_ends
    (\"only\", root, root_hash, head, head_hash, mac) VALUES (1, ?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (\"only\") DO UPDATE SET root = ?1, root_hash = ?2, head = ?3, head_hash = ?4,
        mac = ?5";
const EPOCHS: &str = "SELECT * FROM log_epochs ORDER BY first";
const BEGIN_EPOCH: &str =
    "INSERT INTO log_epochs (first, before, sealed, mac) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (first) DO UPDATE SET before = ?2, sealed = ?3, mac = ?4";
const LEAVE: &str =
    "INSERT INTO log_inbox (at, by_kind, by_id, action, subject, detail, mac, lane, nth)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const WAITING: &str = "SELECT * FROM log_inbox ORDER BY id LIMIT ?1";
const CHAINED: &str = "DELETE FROM log_inbox WHERE id <= ?1
    AND id IN (SELECT CAST(value AS BIGINT) FROM json_each(?2))";
pub(crate) const AFTER: &str = "SELECT * FROM log WHERE seq > ?1 ORDER BY seq LIMIT ?2";
/// Reads entries backwards until enough match. An index on actions would need a
/// sort before the newest are known.
pub(crate) const NEWEST: &str = "SELECT * FROM log
    WHERE seq < ?1 AND (?2 IS NULL OR action IN (SELECT value FROM json_each(?2)))
    ORDER BY seq DESC LIMIT ?3";
/// The last of the entries to delete, of those whose numbers are after `?2` and up to `?3`:
/// those before the first that is young enough. So a clock that was set back leaves no gap
/// in the chain.
pub(crate) const LAST_TO_DROP: &str = "SELECT seq, hash FROM log
    WHERE seq > ?2 AND seq <= ?3 AND seq < coalesce(
        (SELECT seq FROM log WHERE seq > ?2 AND seq <= ?3 AND at >= ?1 ORDER BY seq LIMIT 1),
        9223372036854775807)
    ORDER BY seq DESC LIMIT 1";
const DROP: &str = "DELETE FROM log WHERE seq <= ?1";
const DROP_CHECKPOINTS: &str = "DELETE FROM checkpoints WHERE seq <= ?1";

fn read(row: Row<'_>) -> Result<ChainedEntry, StorageError> {
    Ok(ChainedEntry {
        seq: row.get("seq")?,
        entry: read_entry(row)?,
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
    connection: &mut dyn Connection,
    ends: &LogEnds,
    key: &LogKey,
) -> Result<(), StorageError> {
    let statement = query(WRITE_ENDS)
        .bind(ends.root)
        .bind(ends.root_hash.to_vec())
        .bind(ends.head)
        .bind(ends.head_hash.to_vec())
        .bind(ends.seal(key).to_vec());
    connection.execute(statement).await?;
    Ok(())
}

/// Writes that the entries after the head are chained by `key`.
pub(crate) async fn begin_epoch(
    connection: &mut dyn Connection,
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
    connection: &mut dyn Connection,
    epoch: &KeptEpoch,
    key: &LogKey,
) -> Result<(), StorageError> {
    let statement = query(BEGIN_EPOCH)
        .bind(epoch.first)
        .bind(epoch.before.to_vec())
        .bind(epoch.key.as_ref().map(|sealed| sealed.0.as_slice()))
        .bind(seal_of_epoch(epoch, key).to_vec());
    connection.execute(statement).await?;
    Ok(())
}

impl SqlTransaction {
    pub(crate) async fn ends(&mut self) -> Result<LogEnds, StorageError> {
        let table = "log_ends";
        let found = self.one(query(ENDS), table, read_ends).await?;
        let (ends, seal) = found.ok_or(StorageError::Altered { table })?;
        if ends.seal(&self.keys().log) != seal {
            return Err(StorageError::Altered { table });
        }
        Ok(ends)
    }

    pub(crate) async fn epochs(&mut self) -> Result<Vec<KeptEpoch>, StorageError> {
        let table = "log_epochs";
        let found = self.all(query(EPOCHS), table, read_epoch).await?;
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

    /// Writes the next entries, chained to the last.
    pub(crate) async fn chain(&mut self, entries: &[LogEntry]) -> Result<(), StorageError> {
        let mut ends = self.ends().await?;
        for entries in entries.chunks(INSERTED_AT_ONCE) {
            let mut statement = query(insert(entries.len()));
            for entry in entries {
                let seq = ends.head + 1;
                let hash = entry.hash(seq, &ends.head_hash, &self.keys().log);
                statement = bind_entry(statement.bind(seq), entry).bind(hash.to_vec());
                ends.head = seq;
                ends.head_hash = hash;
            }
            self.run(statement).await?;
        }
        self.move_ends(&ends).await
    }

    /// Leaves an entry to be chained.
    async fn leave(&mut self, entry: &LogEntry) -> Result<(), StorageError> {
        let (lane, nth) = self.next_in_lane(entry.at);
        let seal = log_lanes::seal(entry, &lane, nth, &self.keys().log);
        let statement = bind_entry(query(LEAVE), entry).bind(seal.to_vec());
        self.run(statement.bind(lane.as_str()).bind(nth)).await
    }

    /// Chains entries that wait, the oldest first.
    ///
    /// # Errors
    /// [`StorageError::Altered`] if one was written or changed by somebody else; nothing
    /// is chained past it.
    pub async fn chain_waiting(&mut self) -> Result<Chained, StorageError> {
        if self.connection().dialect() == Dialect::Sqlite {
            return Ok(Chained::default());
        }
        // Held first: what another chains meanwhile is then gone from the inbox.
        self.ends().await?;
        let waiting = query(WAITING).bind(CHAINED_AT_ONCE);
        let waiting = self.all(waiting, INBOX, read_waiting).await?;
        let Some(last) = waiting.last().map(|last| last.id) else {
            return Ok(Chained::default());
        };
        let key = self.keys().log.clone();
        if !waiting.iter().all(|one| one.is_ours(&key)) {
            return Err(StorageError::Altered { table: INBOX });
        }
        let ids: Vec<i64> = waiting.iter().map(|one| one.id).collect();
        let (entries, missing) = log_lanes::in_order(self.connection(), waiting, &key).await?;
        self.chain(&entries).await?;
        // Others may have committed a smaller number than the last one meanwhile.
        let chained = query(CHAINED).bind(last).bind(to_json(&ids)?);
        let count = self.changed(chained).await?;
        Ok(Chained { count, missing })
    }
}

/// All entries that wait to be chained, the oldest first.
///
/// # Errors
/// [`StorageError::Altered`] if one was written or changed by somebody else.
pub(crate) async fn all_waiting(
    connection: &mut dyn Connection,
    keys: &SealKeys,
) -> Result<Vec<LogEntry>, StorageError> {
    let found = connection.fetch(query(WAITING).bind(i64::MAX)).await?;
    let read = |row| {
        let waiting = read_waiting(Row::new(row, INBOX))?;
        match waiting.is_ours(&keys.log) {
            true => Ok(waiting.entry),
            false => Err(StorageError::Altered { table: INBOX }),
        }
    };
    found.iter().map(read).collect()
}

/// Entries that one statement inserts: PostgreSQL takes 65,535 parameters, SQLite 32,766.
const INSERTED_AT_ONCE: usize = 500;

/// The statement that inserts so many entries.
fn insert(entries: usize) -> String {
    let row = |n: usize| {
        let places: Vec<String> = (1..=8).map(|place| format!("?{}", n * 8 + place)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..entries).map(row).collect();
    format!(
        "INSERT INTO log (seq, at, by_kind, by_id, action, subject, detail, hash) VALUES {}",
        rows.join(", ")
    )
}

fn bind_entry(statement: Statement, entry: &LogEntry) -> Statement {
    statement
        .bind(entry.at.0)
        .bind(entry.by.kind())
        .bind(entry.by.id())
        .bind(entry.action.code())
        .bind(entry.subject.as_str())
        .bind(entry.detail.as_str())
}

fn read_entry(row: Row<'_>) -> Result<LogEntry, StorageError> {
    Ok(LogEntry {
        at: row.time("at")?,
        by: row.actor()?,
        action: row.word("action")?,
        subject: row.get("subject")?,
        detail: row.get("detail")?,
    })
}

fn read_waiting(row: Row<'_>) -> Result<Waiting, StorageError> {
    Ok(Waiting {
        id: row.get("id")?,
        entry: read_entry(row)?,
        seal: row.hash("mac")?,
        lane: row.get("lane")?,
        nth: row.get("nth")?,
    })
}

#[async_trait]
impl Log for SqlTransaction {
    async fn append_log(&mut self, entry: &LogEntry) -> Result<(), StorageError> {
        match self.connection().dialect() {
            Dialect::Sqlite => self.chain(std::slice::from_ref(entry)).await,
            Dialect::Postgres => self.leave(entry).await,
        }
    }

    async fn log_after(
        &mut self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError> {
        let query = query(AFTER).bind(after).bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn log_newest(
        &mut self,
        filter: &LogFilter,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, StorageError> {
        let query = query(NEWEST)
            .bind(filter.before.unwrap_or(i64::MAX))
            .bind(filter.actions.as_ref().map(to_json).transpose()?)
            .bind(limit);
        self.all(query, TABLE, read).await
    }

    async fn log_root(&mut self) -> Result<Link, StorageError> {
        let ends = self.ends().await?;
        Ok((ends.root, ends.root_hash))
    }

    async fn trim_log(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError> {
        let ends = self.ends().await?;
        let last = query(LAST_TO_DROP)
            .bind(before.0)
            .bind(ends.root)
            .bind(ends.root.saturating_add(limit.into()));
        let Some((seq, hash)) = self.one(last, TABLE, read_link).await? else {
            return Ok(0);
        };
        self.move_ends(&LogEnds {
            root: seq,
            root_hash: hash,
            ..ends
        })
        .await?;
        self.run(query(DROP_CHECKPOINTS).bind(seq)).await?;
        self.changed(query(DROP).bind(seq)).await
    }
}
