//! What a database keeps for its own safety: wrapped keys, public keys, the time
//! last seen, the ends of the log, and checks for damage.

use std::sync::Arc;

use async_trait::async_trait;
use domain::log::LogEnds;
use domain::{AttemptId, OrderId, Sealed, Timestamp};

use crate::{KeyChange, StorageError};

/// A checkpoint of the log, as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// Sequence number of the newest entry then.
    pub seq: i64,
    /// When it was taken.
    pub at: Timestamp,
    /// The signed line.
    pub line: String,
}

/// A public key that verifies receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPublicKey {
    /// The key as text.
    pub public: String,
    /// Since when the service signs with another; `None` for the one in use.
    pub retired_at: Option<Timestamp>,
}

/// Where the log's chain changes to another key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEpoch {
    /// Sequence number of the first entry under the key.
    pub first: i64,
    /// Hash of the entry before it.
    pub before: [u8; 32],
    /// The key, sealed; `None` for the one in use.
    pub key: Option<Sealed>,
}

/// A rejection note as older versions stored it, not sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct PlainNote {
    /// The attempt.
    pub attempt: AttemptId,
    /// Its order.
    pub order: OrderId,
    /// The text.
    pub text: String,
}

impl std::fmt::Debug for PlainNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PlainNote(of {:?})", self.attempt)
    }
}

/// A row that was changed by somebody without the key of the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlteredRow {
    /// Its table.
    pub table: &'static str,
    /// Its key: an identifier, which names nobody.
    pub key: String,
}

/// The result of checking one stretch of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckedRows {
    /// Number of rows checked.
    pub count: u64,
    /// Those that were altered.
    pub altered: Vec<AlteredRow>,
    /// Where the next stretch begins; `None` after the last table.
    pub next: Option<RowPlace>,
}

/// A place among the rows that are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowPlace {
    /// Number of the table.
    pub table: usize,
    /// Key of the last row checked; empty before the first.
    pub after: Vec<u8>,
}

/// Whether deleted content is gone from the database's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purged {
    /// It is.
    Gone,
    /// A concurrent transaction held it up; to be tried again.
    HeldUp,
}

/// Asked now and then whether a long check goes on.
pub type GoOn = Arc<dyn Fn() -> bool + Send + Sync>;

/// What a check of the database's structure found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// No fault.
    Whole,
    /// Pages, indexes or references are damaged; how many faults were listed.
    Damaged(u32),
    /// The check was ended because its time was over; no fault so far.
    NotFinished,
}

/// The upkeep of the database itself.
#[async_trait]
pub trait Upkeep {
    /// A key of the service, as wrapped under the sealing key.
    async fn kept_key(&mut self, name: &str) -> Result<Option<Sealed>, StorageError>;

    /// Stores a wrapped key of the service.
    async fn keep_key(&mut self, name: &str, wrapped: &Sealed) -> Result<(), StorageError>;

    /// Deletes a wrapped key of the service, if it is there.
    async fn forget_key(&mut self, name: &str) -> Result<(), StorageError>;

    /// The replacement of the sealing key that is going on.
    async fn key_change(&mut self) -> Result<Option<KeyChange>, StorageError>;

    /// Begins a replacement of the sealing key: writers may wrap under either key.
    async fn begin_key_change(&mut self, change: &KeyChange) -> Result<(), StorageError>;

    /// Number of orders whose keys are under the sealing key with this public id.
    async fn orders_under(&mut self, key_id: &str) -> Result<u64, StorageError>;

    /// All public keys, the one in use first, then the last retired.
    async fn signing_keys(&mut self) -> Result<Vec<KeptPublicKey>, StorageError>;

    /// Stores a public key, or when it was retired.
    async fn keep_signing_key(&mut self, key: &KeptPublicKey) -> Result<(), StorageError>;

    /// The time last seen, or confirmed by a person.
    async fn time_seen(&mut self) -> Result<Option<Timestamp>, StorageError>;

    /// Stores the time last seen.
    async fn see_time(&mut self, now: Timestamp) -> Result<(), StorageError>;

    /// Both ends of the stored log.
    async fn log_ends(&mut self) -> Result<LogEnds, StorageError>;

    /// Where the log's keys begin, ascending.
    async fn log_epochs(&mut self) -> Result<Vec<KeptEpoch>, StorageError>;

    /// The last checkpoints of the log, the newest first.
    async fn checkpoints(&mut self, limit: u32) -> Result<Vec<KeptCheckpoint>, StorageError>;

    /// Keeps a checkpoint of the log, unless there is one of the same entry.
    async fn keep_checkpoint(&mut self, checkpoint: &KeptCheckpoint) -> Result<(), StorageError>;

    /// Number of damaged rows and photos that the last look for damage found.
    async fn damage(&mut self) -> Result<u64, StorageError>;

    /// Stores how many damaged rows and photos were found at this time.
    async fn note_damage(&mut self, count: u64, at: Timestamp) -> Result<(), StorageError>;

    /// Notes that are not sealed yet.
    async fn plain_notes(&mut self, limit: u32) -> Result<Vec<PlainNote>, StorageError>;

    /// Replaces a plain note by its sealed form; `None` deletes it.
    async fn seal_note(
        &mut self,
        attempt: AttemptId,
        sealed: Option<&Sealed>,
    ) -> Result<(), StorageError>;

    /// Checks the seals of up to `limit` rows from `place` on.
    async fn check_rows(
        &mut self,
        place: &RowPlace,
        limit: u32,
    ) -> Result<CheckedRows, StorageError>;

    /// Attempts with a photo, sealed or not, after the attempt `after`, ascending, at most
    /// `limit`.
    async fn attempts_with_photo(
        &mut self,
        after: Option<AttemptId>,
        limit: u32,
    ) -> Result<Vec<AttemptId>, StorageError>;

    /// Checks the structure of tables and indexes, as long as `go_on` says so.
    async fn check_structure(&mut self, go_on: GoOn) -> Result<Structure, StorageError>;
}
