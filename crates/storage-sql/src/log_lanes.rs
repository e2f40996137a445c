//! Entries of the log that wait to be chained are numbered, so that one which somebody with
//! access to the database deletes is missed.
//!
//! Each process has lanes of its own, one for each of its transactions that go on at a time, and
//! numbers what it saves in a lane without gaps: in memory, so that it costs no statement and
//! nobody waits. Lane and number are under the entry's seal. Whoever chains keeps how far each
//! lane came; a number that is left out was deleted. So an entry is missed once the next of
//! its lane is there.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::log::{LogAction, LogEntry, LogKey};
use domain::{Actor, Timestamp};
use storage::StorageError;

use crate::connection::Connection;
use crate::row::{Row, to_json};
use crate::statement::query;

/// A lane that was not used for so long is not used again.
const UNUSED: Duration = Duration::from_secs(12 * 3600);
/// How far a lane came is kept for so long: longer than that.
const KEPT: Duration = Duration::from_secs(48 * 3600);

const TABLE: &str = "log_lanes";
const OF: &str = "SELECT * FROM log_lanes
    WHERE lane IN (SELECT value FROM json_each(?1))";
const KEEP: &str = "INSERT INTO log_lanes (lane, chained, at, mac) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (lane) DO UPDATE SET chained = excluded.chained, at = excluded.at,
        mac = excluded.mac";
const FORGET: &str = "DELETE FROM log_lanes WHERE at < ?1";
const FORGET_ALL: &str = "DELETE FROM log_lanes";

/// The lanes of one process.
#[derive(Debug)]
pub struct Lanes {
    /// What no other process has.
    name: String,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    free: Vec<Lane>,
    made: u64,
}

/// A lane, held by one transaction.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) name: String,
    /// Number of the last entry.
    pub(crate) last: i64,
    /// The time of that entry.
    used: Timestamp,
}

impl Lanes {
    /// Those of a process with this name, which no other has or had.
    #[must_use]
    pub fn new(name: String) -> Self {
        Self {
            name,
            inner: Mutex::default(),
        }
    }

    /// A lane that no other transaction has, for entries of this time.
    pub(crate) fn take(&self, now: Timestamp) -> Lane {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.free.retain(|lane| now.since(lane.used) < UNUSED);
        inner.free.pop().unwrap_or_else(|| {
            inner.made += 1;
            Lane {
                name: format!("{}-{}", self.name, inner.made),
                last: 0,
                used: now,
            }
        })
    }

    /// Takes a lane back whose entries were saved. One of a transaction that was not, or of
    /// which that is not known, is used no more.
    pub(crate) fn give_back(&self, lane: Lane) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.free.push(lane);
    }
}

impl Lane {
    /// The number of the next entry, of this time.
    pub(crate) const fn next(&mut self, now: Timestamp) -> i64 {
        self.last += 1;
        self.used = now;
        self.last
    }
}

/// An entry that waits, as it was left.
pub(crate) struct Waiting {
    pub(crate) id: i64,
    pub(crate) entry: LogEntry,
    pub(crate) seal: [u8; 32],
    /// Empty where an older program left it.
    pub(crate) lane: String,
    pub(crate) nth: i64,
}

impl Waiting {
    /// Whether this program left it, in this lane, under this number.
    pub(crate) fn is_ours(&self, key: &LogKey) -> bool {
        seal(&self.entry, &self.lane, self.nth, key) == self.seal
    }
}

/// Says that this program wrote the entry, which no chain vouches for yet: its hash as if
/// it had the number 0, which no entry of the chain has, and its place in its lane.
pub(crate) fn seal(entry: &LogEntry, lane: &str, nth: i64, key: &LogKey) -> [u8; 32] {
    let hash = entry.hash(0, &[0; 32], key);
    match lane.is_empty() {
        true => hash,
        false => key.mac("waiting", &[&hash, lane.as_bytes(), &nth.to_be_bytes()]),
    }
}

fn seal_of_lane(lane: &str, chained: i64, key: &LogKey) -> [u8; 32] {
    key.mac("lane", &[lane.as_bytes(), &chained.to_be_bytes()])
}

/// The entries to chain for those that waited, which are ours and in the order in which they
/// were left: where some were deleted before one, an entry that says so comes first. Gives
/// also how many were deleted, and keeps how far the lanes came.
///
/// # Errors
/// [`StorageError::Altered`] if somebody else changed how far a lane came, or wrote an entry
/// once more that was chained.
pub(crate) async fn in_order(
    connection: &mut dyn Connection,
    waiting: Vec<Waiting>,
    key: &LogKey,
) -> Result<(Vec<LogEntry>, u64), StorageError> {
    let Some(newest) = waiting.last().map(|last| last.entry.at) else {
        return Ok((Vec::new(), 0));
    };
    let mut names: Vec<&str> = waiting.iter().map(|one| one.lane.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut lanes = Vec::new();
    let of = query(OF).bind(to_json(&names)?);
    for row in connection.fetch(of).await? {
        let row = Row::new(&row, TABLE);
        let (lane, chained): (String, i64) = (row.get("lane")?, row.get("chained")?);
        if row.hash("mac")? != seal_of_lane(&lane, chained, key) {
            return Err(StorageError::Altered { table: TABLE });
        }
        lanes.push((lane, chained));
    }
    let (mut entries, mut deleted) = (Vec::new(), 0);
    for one in waiting {
        if !one.lane.is_empty() {
            if !lanes.iter().any(|(lane, _)| *lane == one.lane) {
                lanes.push((one.lane.clone(), 0));
            }
            let known = lanes.iter_mut().find(|(lane, _)| *lane == one.lane);
            let (_, chained) = known.expect("it was added where it lacked");
            let left_out = one.nth - *chained - 1;
            if left_out < 0 {
                return Err(StorageError::Altered { table: "log_inbox" });
            }
            if left_out > 0 {
                deleted += u64::try_from(left_out).unwrap_or(u64::MAX);
                entries.push(LogEntry {
                    at: one.entry.at,
                    by: Actor::System,
                    action: LogAction::EntriesMissing,
                    subject: one.lane.clone(),
                    detail: left_out.to_string(),
                });
            }
            *chained = one.nth;
        }
        entries.push(one.entry);
    }
    for (lane, chained) in lanes {
        let keep = query(KEEP)
            .bind(lane.as_str())
            .bind(chained)
            .bind(newest.0)
            .bind(seal_of_lane(&lane, chained, key).to_vec());
        connection.execute(keep).await?;
    }
    forget(connection, newest).await?;
    Ok((entries, deleted))
}

async fn forget(connection: &mut dyn Connection, now: Timestamp) -> Result<(), StorageError> {
    let forget = query(FORGET).bind(now.minus(KEPT).0);
    connection.execute(forget).await.map(drop)
}

/// Forgets how far lanes came, when the key that seals it is replaced: nobody writes then,
/// and all processes begin with new lanes.
pub(crate) async fn forget_all(connection: &mut dyn Connection) -> Result<(), StorageError> {
    match connection.has_table(TABLE).await? {
        true => connection.execute(query(FORGET_ALL)).await.map(drop),
        false => Ok(()),
    }
}
