//! The log: what was done and looked at, by whom, chained so that a changed or
//! missing line shows.
//!
//! Each entry's hash is SHA-256 over the hash before it and the entry's own
//! bytes in an explicit format: every field with its length in front, so that
//! no two entries have the same bytes. It holds no name, no number of a person
//! and no picture.

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
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub action: LogAction,
    /// On what: an order's number, a member of staff, empty.
    pub subject: String,
    /// Why, or with what result; never anything personal.
    pub detail: String,
}

/// An entry in its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainedEntry {
    /// From 1, without gaps.
    pub seq: i64,
    /// What was written.
    pub entry: LogEntry,
    /// Over the hash before and this entry.
    pub hash: [u8; 32],
}

impl LogEntry {
    /// The hash of this entry as number `seq` after `previous`.
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

/// Where a chain is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An entry is missing before this one.
    #[error("an entry is missing before number {0}")]
    Missing(i64),
    /// An entry is not what was written.
    #[error("entry number {0} was changed")]
    Changed(i64),
}

/// Goes along a chain, entry after entry.
#[derive(Clone, Copy, Debug)]
pub struct Verifier {
    last: i64,
    hash: [u8; 32],
}

impl Verifier {
    /// From the beginning, or after entry `last` with its `hash`, where older
    /// ones have been dropped in their time.
    #[must_use]
    pub const fn after(last: i64, hash: [u8; 32]) -> Self {
        Self { last, hash }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// Where the chain is broken.
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
        // Text moved from one field to the next is a change too.
        check(
            |entries| {
                let subject = std::mem::take(&mut entries[0].entry.subject);
                entries[0].entry.detail = subject;
            },
            Err(Broken::Changed(1)),
        );
    }
}
