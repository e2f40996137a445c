//! The audit log: every action and every look at personal data, hash-chained so
//! that a changed or missing entry is detected.
//!
//! Each entry's hash is SHA-256 over the previous hash and the entry's bytes in
//! an explicit format, every field prefixed with its length, so that different
//! entries have different bytes. No names, identity numbers or pictures.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::actor::Actor;
pub use crate::log_action::LogAction;
use crate::timestamp::Timestamp;

/// The hash before the first entry.
pub const GENESIS: [u8; 32] = [0; 32];

/// An entry to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What was done.
    pub action: LogAction,
    /// What it was done to: an order's number, a member of staff, or empty.
    pub subject: String,
    /// Reason or result; no personal data.
    pub detail: String,
}

/// An entry with its position in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainedEntry {
    /// Sequence number, from 1 without gaps.
    pub seq: i64,
    /// The entry.
    pub entry: LogEntry,
    /// Hash over the previous hash and this entry.
    pub hash: [u8; 32],
}

impl LogEntry {
    /// The hash of this entry as number `seq`, following the hash `previous`.
    #[must_use]
    pub fn hash(&self, seq: i64, previous: &[u8; 32]) -> [u8; 32] {
        let id = self.by.id().unwrap_or_default();
        let mut hash = Sha256::new();
        hash.update(b"huizhi-log-1");
        hash.update(previous);
        hash.update(seq.to_be_bytes());
        hash.update(self.at.0.to_be_bytes());
        let (kind, action) = (self.by.kind(), self.action.code());
        for field in [kind, &id, action, &self.subject, &self.detail] {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field.as_bytes());
        }
        hash.finalize().into()
    }
}

/// The first fault in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Entries are missing before this sequence number.
    #[error("an entry is missing before number {0}")]
    Missing(i64),
    /// The entry of this sequence number differs from its hash.
    #[error("entry number {0} was changed")]
    Changed(i64),
}

/// Verifies a chain entry by entry.
#[derive(Clone, Copy, Debug)]
pub struct Verifier {
    last: i64,
    hash: [u8; 32],
}

impl Verifier {
    /// Starts after entry `last` with its `hash`: zero and [`GENESIS`] for a
    /// whole chain, else where older entries were trimmed.
    #[must_use]
    pub const fn after(last: i64, hash: [u8; 32]) -> Self {
        Self { last, hash }
    }

    /// Verifies the next entry.
    ///
    /// # Errors
    /// [`Broken`] if it does not follow.
    pub fn take(&mut self, next: &ChainedEntry) -> Result<(), Broken> {
        if next.seq != self.last + 1 {
            return Err(Broken::Missing(next.seq));
        }
        if next.entry.hash(next.seq, &self.hash) != next.hash {
            return Err(Broken::Changed(next.seq));
        }
        self.last = next.seq;
        self.hash = next.hash;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(count: i64) -> Vec<ChainedEntry> {
        let mut previous = GENESIS;
        (1..=count)
            .map(|seq| {
                let entry = LogEntry {
                    at: Timestamp(seq * 1000),
                    by: Actor::System,
                    action: LogAction::Erased,
                    subject: format!("s{seq}"),
                    detail: String::new(),
                };
                let hash = entry.hash(seq, &previous);
                previous = hash;
                ChainedEntry { seq, entry, hash }
            })
            .collect()
    }

    #[test]
    fn a_changed_or_missing_entry_shows() {
        let check = |change: fn(&mut Vec<ChainedEntry>), expected: Result<(), Broken>| {
            let mut entries = chain(4);
            change(&mut entries);
            let mut verifier = Verifier::after(0, GENESIS);
            let went = entries.iter().try_for_each(|entry| verifier.take(entry));
            assert_eq!(went, expected);
        };
        check(|_| {}, Ok(()));
        check(
            |entries| {
                entries.remove(1);
            },
            Err(Broken::Missing(3)),
        );
        check(
            |entries| entries[2].entry.subject.push('x'),
            Err(Broken::Changed(3)),
        );
        check(
            |entries| entries[1].entry.at.0 += 1,
            Err(Broken::Changed(2)),
        );
        check(|entries| entries.swap(0, 1), Err(Broken::Missing(2)));
        // Moving text from one field to the next is detected.
        check(
            |entries| {
                let subject = std::mem::take(&mut entries[0].entry.subject);
                entries[0].entry.detail = subject;
            },
            Err(Broken::Changed(1)),
        );
    }
}
