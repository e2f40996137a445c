//! What the database keeps for its own safety, as rows.

use async_trait::async_trait;
use domain::log::LogEnds;
use domain::{AttemptId, Sealed, Timestamp};
use storage::{
    AlteredRow, CheckedRows, GoOn, KeptCheckpoint, KeptEpoch, KeptPublicKey, KeyChange, PlainNote,
    RowPlace, StorageError, Structure, Upkeep,
};

use crate::row::{Row, ms, text};
use crate::row_seal::{SEALED, SealedTable, rows_after, shown_key};
use crate::statement::query;
use crate::transaction::SqlTransaction;
use crate::value::{Kind, Value};

const KEPT_KEY: &str = "SELECT sealed FROM kept_keys WHERE name = ?1";
pub(crate) const KEEP_KEY: &str = "INSERT INTO kept_keys (name, sealed) VALUES (?1, ?2)
    ON CONFLICT (name) DO UPDATE SET sealed = ?2";
const FORGET_KEY: &str = "DELETE FROM kept_keys WHERE name = ?1";
const SIGNING_KEYS: &str =
    "SELECT * FROM signing_keys ORDER BY retired_at IS NOT NULL, retired_at DESC, public";
const KEEP_SIGNING_KEY: &str = "INSERT INTO signing_keys (public, retired_at) VALUES (?1, ?2)
    ON CONFLICT (public) DO UPDATE SET retired_at = excluded.retired_at";
const TIME_SEEN: &str = "SELECT * FROM time_seen";
const SEE_TIME: &str = "INSERT INTO time_seen (\"only\", at) VALUES (1, ?1)
    ON CONFLICT (\"only\") DO UPDATE SET at = excluded.at";
const CHECKPOINTS: &str = "SELECT * FROM checkpoints ORDER BY seq DESC LIMIT ?1";
const KEEP_CHECKPOINT: &str = "INSERT INTO checkpoints (seq, at, line) VALUES (?1, ?2, ?3)
    ON CONFLICT (seq) DO NOTHING";
const DAMAGE: &str = "SELECT * FROM damage";
const NOTE_DAMAGE: &str = "INSERT INTO damage (\"only\", at, count) VALUES (1, ?1, ?2)
    ON CONFLICT (\"only\") DO UPDATE SET at = excluded.at, count = excluded.count";
const MENDED: &str = "DELETE FROM damage";
const PLAIN_NOTES: &str =
    "SELECT id, order_id, note FROM attempts WHERE note <> '' ORDER BY id LIMIT ?1";
const SEAL_NOTE: &str = "UPDATE attempts SET note = '', note_sealed = ?2 WHERE id = ?1";
const WITH_PHOTO: &str = "SELECT id FROM attempts WHERE id > ?1 AND photo IS NOT NULL
    UNION SELECT attempt FROM receipts WHERE attempt > ?1
        AND id IN (SELECT receipt FROM sealed_photos WHERE photo IS NOT NULL)
    ORDER BY id LIMIT ?2";

fn read_checkpoint(row: Row<'_>) -> Result<KeptCheckpoint, StorageError> {
    Ok(KeptCheckpoint {
        seq: row.get("seq")?,
        at: row.time("at")?,
        line: row.get("line")?,
    })
}

fn read_public(row: Row<'_>) -> Result<KeptPublicKey, StorageError> {
    Ok(KeptPublicKey {
        public: row.get("public")?,
        retired_at: row.time_if_any("retired_at")?,
    })
}

fn read_note(row: Row<'_>) -> Result<PlainNote, StorageError> {
    Ok(PlainNote {
        attempt: row.parsed("id")?,
        order: row.parsed("order_id")?,
        text: row.get("note")?,
    })
}

#[async_trait]
impl Upkeep for SqlTransaction {
    async fn kept_key(&mut self, name: &str) -> Result<Option<Sealed>, StorageError> {
        let query = query(KEPT_KEY).bind(name);
        let read = |row: Row<'_>| row.get("sealed").map(Sealed);
        self.one(query, "kept_keys", read).await
    }

    async fn keep_key(&mut self, name: &str, wrapped: &Sealed) -> Result<(), StorageError> {
        let statement = query(KEEP_KEY).bind(name);
        self.run(statement.bind(wrapped.0.as_slice())).await
    }

    async fn forget_key(&mut self, name: &str) -> Result<(), StorageError> {
        self.run(query(FORGET_KEY).bind(name)).await
    }

    async fn key_change(&mut self) -> Result<Option<KeyChange>, StorageError> {
        self.change_of_key().await
    }

    async fn begin_key_change(&mut self, change: &KeyChange) -> Result<(), StorageError> {
        self.begin_change(change).await
    }

    async fn orders_under(&mut self, key_id: &str) -> Result<u64, StorageError> {
        self.count_under(key_id).await
    }

    async fn signing_keys(&mut self) -> Result<Vec<KeptPublicKey>, StorageError> {
        let query = query(SIGNING_KEYS);
        self.all(query, "signing_keys", read_public).await
    }

    async fn keep_signing_key(&mut self, key: &KeptPublicKey) -> Result<(), StorageError> {
        let statement = query(KEEP_SIGNING_KEY).bind(key.public.as_str());
        self.run(statement.bind(ms(key.retired_at))).await
    }

    async fn time_seen(&mut self) -> Result<Option<Timestamp>, StorageError> {
        let query = query(TIME_SEEN);
        self.one(query, "time_seen", |row| row.time("at")).await
    }

    async fn see_time(&mut self, now: Timestamp) -> Result<(), StorageError> {
        self.run(query(SEE_TIME).bind(now.0)).await
    }

    async fn log_ends(&mut self) -> Result<LogEnds, StorageError> {
        self.ends().await
    }

    async fn log_epochs(&mut self) -> Result<Vec<KeptEpoch>, StorageError> {
        self.epochs().await
    }

    async fn checkpoints(&mut self, limit: u32) -> Result<Vec<KeptCheckpoint>, StorageError> {
        let query = query(CHECKPOINTS).bind(limit);
        self.all(query, "checkpoints", read_checkpoint).await
    }

    async fn keep_checkpoint(&mut self, checkpoint: &KeptCheckpoint) -> Result<(), StorageError> {
        let statement = query(KEEP_CHECKPOINT).bind(checkpoint.seq);
        let statement = statement.bind(checkpoint.at.0);
        self.run(statement.bind(checkpoint.line.as_str())).await
    }

    async fn damage(&mut self) -> Result<u64, StorageError> {
        let found = self.one(query(DAMAGE), "damage", |row| row.number("count"));
        Ok(found.await?.unwrap_or(0))
    }

    async fn note_damage(&mut self, count: u64, at: Timestamp) -> Result<(), StorageError> {
        if count == 0 {
            return self.run(query(MENDED)).await;
        }
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.run(query(NOTE_DAMAGE).bind(at.0).bind(count)).await
    }

    async fn plain_notes(&mut self, limit: u32) -> Result<Vec<PlainNote>, StorageError> {
        let query = query(PLAIN_NOTES).bind(limit);
        self.all(query, "notes", read_note).await
    }

    /// [`StorageError::Altered`] if somebody else wrote the row.
    async fn seal_note(
        &mut self,
        attempt: AttemptId,
        sealed: Option<&Sealed>,
    ) -> Result<(), StorageError> {
        storage::Attempts::attempt(self, attempt).await?;
        let statement = query(SEAL_NOTE).bind(attempt.to_string());
        let sealed = sealed.map(|sealed| sealed.0.as_slice());
        self.run(statement.bind(sealed)).await
    }

    async fn check_rows(
        &mut self,
        place: &RowPlace,
        limit: u32,
    ) -> Result<CheckedRows, StorageError> {
        let Some(table) = SEALED.get(place.table).copied() else {
            return Ok(CheckedRows::default());
        };
        let after = after(place, table)?;
        let rows = rows_after(self.connection(), table, after.as_ref(), limit).await?;
        let mut checked = CheckedRows {
            count: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            ..CheckedRows::default()
        };
        for row in &rows {
            if !self.keys().rows.holds(table.name, row)? {
                checked.altered.push(AlteredRow {
                    table: table.name,
                    key: shown_key(table.key_of(row)?),
                });
            }
        }
        let is_full = rows.len() >= limit as usize;
        checked.next = match rows.last() {
            Some(last) if is_full => Some(RowPlace {
                table: place.table,
                after: place_of(table.key_of(last)?),
            }),
            _ if place.table + 1 < SEALED.len() => Some(RowPlace {
                table: place.table + 1,
                after: Vec::new(),
            }),
            _ => None,
        };
        Ok(checked)
    }

    async fn attempts_with_photo(
        &mut self,
        after: Option<AttemptId>,
        limit: u32,
    ) -> Result<Vec<AttemptId>, StorageError> {
        let query = query(WITH_PHOTO).bind(text(after).unwrap_or_default());
        let read = |row: Row<'_>| row.parsed("id");
        self.all(query.bind(limit), "photos", read).await
    }

    async fn check_structure(&mut self, go_on: GoOn) -> Result<Structure, StorageError> {
        self.connection().check_structure(go_on).await
    }
}

/// A key as the place after which the next stretch begins.
fn place_of(key: &Value) -> Vec<u8> {
    match key {
        Value::Null(_) => Vec::new(),
        Value::Integer(number) => number.to_be_bytes().to_vec(),
        Value::Text(text) => text.as_bytes().to_vec(),
        Value::Bytes(bytes) => bytes.clone(),
    }
}

/// The key of the last row that was checked; `None` before the first.
fn after(place: &RowPlace, table: SealedTable) -> Result<Option<Value>, StorageError> {
    let after = place.after.clone();
    if after.is_empty() {
        return Ok(None);
    }
    let unreadable = StorageError::Unreadable { table: table.name };
    let key = match table.kind {
        Kind::Bytes => Some(Value::Bytes(after)),
        Kind::Text => String::from_utf8(after).ok().map(Value::Text),
        Kind::Integer => {
            let number = after.try_into().ok().map(i64::from_be_bytes);
            number.map(Value::Integer)
        }
    };
    key.map(Some).ok_or(unreadable)
}
