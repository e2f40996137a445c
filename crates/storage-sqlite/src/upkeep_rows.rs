//! What the database keeps for its own safety, as rows.

use std::sync::Arc;

use async_trait::async_trait;
use domain::log::LogEnds;
use domain::{AttemptId, Sealed, Timestamp};
use sqlx::{AssertSqlSafe, Row as _};
use storage::{
    AlteredRow, CheckedRows, GoOn, KeptEpoch, KeptPublicKey, PlainNote, RowPlace, StorageError,
    Structure, Upkeep,
};

use crate::row::{Row, failed, ms, text};
use crate::row_seal::{SEALED, SealedTable, shown_key};
use crate::transaction::SqliteTransaction;

const KEPT_KEY: &str = "SELECT sealed FROM kept_keys WHERE name = ?1";
const KEEP_KEY: &str = "INSERT OR REPLACE INTO kept_keys (name, sealed) VALUES (?1, ?2)";
const FORGET_KEY: &str = "DELETE FROM kept_keys WHERE name = ?1";
const SIGNING_KEYS: &str =
    "SELECT * FROM signing_keys ORDER BY retired_at IS NOT NULL, retired_at DESC, public";
const KEEP_SIGNING_KEY: &str = "INSERT INTO signing_keys (public, retired_at) VALUES (?1, ?2)
    ON CONFLICT (public) DO UPDATE SET retired_at = excluded.retired_at";
const TIME_SEEN: &str = "SELECT * FROM time_seen";
const SEE_TIME: &str = "INSERT INTO time_seen (only, at) VALUES (1, ?1)
    ON CONFLICT (only) DO UPDATE SET at = excluded.at";
const PLAIN_NOTES: &str =
    "SELECT id, order_id, note FROM attempts WHERE note <> '' ORDER BY id LIMIT ?1";
const SEAL_NOTE: &str = "UPDATE attempts SET note = '', note_sealed = ?2 WHERE id = ?1";
const WITH_PHOTO: &str = "SELECT id FROM attempts WHERE id > ?1 AND photo IS NOT NULL
    UNION SELECT attempt FROM receipts WHERE attempt > ?1
        AND id IN (SELECT receipt FROM sealed_photos WHERE photo IS NOT NULL)
    ORDER BY id LIMIT ?2";

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
impl Upkeep for SqliteTransaction {
    async fn kept_key(&mut self, name: &str) -> Result<Option<Sealed>, StorageError> {
        let query = sqlx::query(KEPT_KEY).bind(name);
        let read = |row: Row<'_>| row.get("sealed").map(Sealed);
        self.one(query, "kept_keys", read).await
    }

    async fn keep_key(&mut self, name: &str, wrapped: &Sealed) -> Result<(), StorageError> {
        let statement = sqlx::query(KEEP_KEY).bind(name);
        self.run(statement.bind(wrapped.0.as_slice())).await
    }

    async fn forget_key(&mut self, name: &str) -> Result<(), StorageError> {
        self.run(sqlx::query(FORGET_KEY).bind(name)).await
    }

    async fn signing_keys(&mut self) -> Result<Vec<KeptPublicKey>, StorageError> {
        let query = sqlx::query(SIGNING_KEYS);
        self.all(query, "signing_keys", read_public).await
    }

    async fn keep_signing_key(&mut self, key: &KeptPublicKey) -> Result<(), StorageError> {
        let statement = sqlx::query(KEEP_SIGNING_KEY).bind(key.public.as_str());
        self.run(statement.bind(ms(key.retired_at))).await
    }

    async fn time_seen(&mut self) -> Result<Option<Timestamp>, StorageError> {
        let query = sqlx::query(TIME_SEEN);
        self.one(query, "time_seen", |row| row.time("at")).await
    }

    async fn see_time(&mut self, now: Timestamp) -> Result<(), StorageError> {
        self.run(sqlx::query(SEE_TIME).bind(now.0)).await
    }

    async fn log_ends(&mut self) -> Result<LogEnds, StorageError> {
        self.ends().await
    }

    async fn log_epochs(&mut self) -> Result<Vec<KeptEpoch>, StorageError> {
        self.epochs().await
    }

    async fn plain_notes(&mut self, limit: u32) -> Result<Vec<PlainNote>, StorageError> {
        let query = sqlx::query(PLAIN_NOTES).bind(limit);
        self.all(query, "notes", read_note).await
    }

    /// [`StorageError::Altered`] if somebody else wrote the row.
    async fn seal_note(
        &mut self,
        attempt: AttemptId,
        sealed: Option<&Sealed>,
    ) -> Result<(), StorageError> {
        storage::Attempts::attempt(self, attempt).await?;
        let statement = sqlx::query(SEAL_NOTE).bind(attempt.to_string());
        let sealed = sealed.map(|sealed| sealed.0.as_slice());
        self.run(statement.bind(sealed)).await
    }

    async fn check_rows(
        &mut self,
        place: &RowPlace,
        limit: u32,
    ) -> Result<CheckedRows, StorageError> {
        let Some(SealedTable { name, key }) = SEALED.get(place.table).copied() else {
            return Ok(CheckedRows::default());
        };
        // The few tables with keys that are no text are small: compared as
        // bytes, without their index.
        let after = match name {
            "sessions" | "time_seen" => format!("CAST({key} AS BLOB) > ?1"),
            _ => format!("{key} > CAST(?1 AS TEXT)"),
        };
        let sql =
            format!("SELECT *, {key} AS key FROM {name} WHERE {after} ORDER BY {key} LIMIT ?2");
        let query = sqlx::query(AssertSqlSafe(sql))
            .bind(place.after.as_slice())
            .bind(limit);
        let rows = query.fetch_all(self.connection()).await.map_err(failed)?;
        let mut checked = CheckedRows {
            count: u64::try_from(rows.len()).unwrap_or(u64::MAX),
            ..CheckedRows::default()
        };
        for row in &rows {
            let whole = sqlx::query(AssertSqlSafe(format!(
                "SELECT * FROM {name} WHERE {key} = ?1"
            )));
            let whole = crate::row_seal::bind_key(whole, row)?;
            let whole = whole.fetch_one(self.connection()).await.map_err(failed)?;
            if !self.keys().rows.holds(name, &whole)? {
                checked.altered.push(AlteredRow {
                    table: name,
                    key: shown_key(row)?,
                });
            }
        }
        let is_full = rows.len() >= limit as usize;
        checked.next = match rows.last() {
            Some(last) if is_full => Some(RowPlace {
                table: place.table,
                after: last
                    .try_get_unchecked::<Vec<u8>, _>("key")
                    .map_err(failed)?,
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
        let query = sqlx::query(WITH_PHOTO).bind(text(after).unwrap_or_default());
        let read = |row: Row<'_>| row.parsed("id");
        self.all(query.bind(limit), "photos", read).await
    }

    async fn check_structure(&mut self, go_on: GoOn) -> Result<Structure, StorageError> {
        /// SQLite's instructions between two questions: some microseconds.
        const INSTRUCTIONS: i32 = 10_000;
        let asked = Arc::clone(&go_on);
        let connection = self.connection();
        let handle = connection.lock_handle().await;
        handle
            .map_err(failed)?
            .set_progress_handler(INSTRUCTIONS, move || asked());
        let mut found = 0;
        let mut is_finished = true;
        for check in ["PRAGMA quick_check(100)", "PRAGMA foreign_key_check"] {
            match sqlx::query(check).fetch_all(&mut *connection).await {
                Ok(rows) => {
                    let fault = |row: &&sqlx::sqlite::SqliteRow| {
                        !matches!(row.try_get::<&str, _>(0), Ok("ok"))
                    };
                    found += rows.iter().filter(fault).count();
                }
                Err(_) if !go_on() => is_finished = false,
                // A page that cannot be read at all.
                Err(sqlx::Error::Database(_)) => found += 1,
                Err(error) => return Err(failed(error)),
            }
        }
        let handle = connection.lock_handle().await;
        handle.map_err(failed)?.remove_progress_handler();
        Ok(match (found, is_finished) {
            (0, true) => Structure::Whole,
            (0, false) => Structure::NotFinished,
            (count, _) => Structure::Damaged(u32::try_from(count).unwrap_or(u32::MAX)),
        })
    }
}
