//! Verifying the audit log's chain, entry by entry.

use crate::log::{ChainedEntry, LogKey};

/// From which entry on the chain has a key.
#[derive(Clone, Debug)]
pub struct Epoch {
    /// Sequence number of the first entry under the key.
    pub first: i64,
    /// Hash of the entry before it.
    pub before: [u8; 32],
    /// The key.
    pub key: LogKey,
}

/// Both ends of the stored chain: the last entry that was trimmed, and the
/// newest. Zeros where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogEnds {
    /// Sequence number of the last entry that was trimmed.
    pub root: i64,
    /// Its hash.
    pub root_hash: [u8; 32],
    /// Sequence number of the newest entry.
    pub head: i64,
    /// Its hash.
    pub head_hash: [u8; 32],
}

impl LogEnds {
    /// The seal of both ends, under the log's key: without it, an end that was
    /// cut off would leave a whole chain behind.
    #[must_use]
    pub fn seal(&self, key: &LogKey) -> [u8; 32] {
        let (root, head) = (self.root.to_be_bytes(), self.head.to_be_bytes());
        key.mac("ends", &[&root, &self.root_hash, &head, &self.head_hash])
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
    /// The chain ends with this entry, and there were later ones.
    #[error("the entries after number {0} are missing")]
    Cut(i64),
    /// The record of the chain's ends, or of where its keys begin, was changed
    /// or is missing.
    #[error("the record of the log's ends was changed")]
    Ends,
    /// A checkpoint has another hash for the entry of this sequence number.
    #[error("entry number {0} is not the one of a checkpoint")]
    NotAsAttested(i64),
}

impl Broken {
    /// Sequence number of the entry at or before which the fault is; 0 where no
    /// entry can be named.
    #[must_use]
    pub const fn seq(self) -> i64 {
        match self {
            Self::Missing(seq) | Self::Changed(seq) | Self::Cut(seq) | Self::NotAsAttested(seq) => {
                seq
            }
            Self::Ends => 0,
        }
    }
}

/// Verifies a chain entry by entry.
#[derive(Clone, Debug)]
pub struct Verifier {
    last: i64,
    hash: [u8; 32],
    epochs: Vec<Epoch>,
}

impl Verifier {
    /// Starts after entry `last` with its `hash`: zero and
    /// [`GENESIS`](crate::log::GENESIS) for a whole chain, else where older
    /// entries were trimmed. `epochs` ascend; entries before the first are of
    /// versions without a key.
    #[must_use]
    pub const fn after(last: i64, hash: [u8; 32], epochs: Vec<Epoch>) -> Self {
        Self { last, hash, epochs }
    }

    /// Verifies the next entry.
    ///
    /// # Errors
    /// [`Broken`] if it does not follow.
    pub fn take(&mut self, next: &ChainedEntry) -> Result<(), Broken> {
        if next.seq != self.last + 1 {
            return Err(Broken::Missing(next.seq));
        }
        let begun = self.epochs.iter().rev();
        let epoch = begun.clone().find(|epoch| epoch.first <= next.seq);
        if epoch.is_some_and(|epoch| epoch.first == next.seq && epoch.before != self.hash) {
            return Err(Broken::Changed(self.last));
        }
        let hash = match epoch {
            Some(epoch) => next.entry.hash(next.seq, &self.hash, &epoch.key),
            None => next.entry.unkeyed_hash(next.seq, &self.hash),
        };
        if hash != next.hash {
            return Err(Broken::Changed(next.seq));
        }
        self.last = next.seq;
        self.hash = next.hash;
        Ok(())
    }

    /// Sequence number and hash of the last entry taken.
    #[must_use]
    pub const fn reached(&self) -> (i64, [u8; 32]) {
        (self.last, self.hash)
    }

    /// Verifies that the chain ends where it should.
    ///
    /// # Errors
    /// [`Broken::Cut`] if later entries are missing.
    pub fn end(&self, ends: &LogEnds) -> Result<(), Broken> {
        if (self.last, self.hash) == (ends.head, ends.head_hash) {
            return Ok(());
        }
        Err(Broken::Cut(self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Actor;
    use crate::log::{GENESIS, LogAction, LogEntry};
    use crate::timestamp::Timestamp;

    fn key(n: u8) -> LogKey {
        LogKey::from_bytes([n; 32])
    }

    fn link(
        entry: LogEntry,
        seq: i64,
        previous: &mut [u8; 32],
        key: Option<&LogKey>,
    ) -> ChainedEntry {
        let hash = match key {
            Some(key) => entry.hash(seq, previous, key),
            None => entry.unkeyed_hash(seq, previous),
        };
        *previous = hash;
        ChainedEntry { seq, entry, hash }
    }

    fn entry(seq: i64) -> LogEntry {
        LogEntry {
            at: Timestamp(seq * 1000),
            by: Actor::System,
            action: LogAction::Erased,
            subject: format!("s{seq}"),
            detail: String::new(),
        }
    }

    /// Entries 1 and 2 of an older version, 3 and 4 under key 1, 5 and 6 under
    /// key 2.
    fn chain() -> (Vec<ChainedEntry>, Vec<Epoch>) {
        let mut previous = GENESIS;
        let mut epochs = Vec::new();
        let keys = [
            None,
            None,
            Some(key(1)),
            Some(key(1)),
            Some(key(2)),
            Some(key(2)),
        ];
        let entries = (1..).zip(keys).map(|(seq, key)| {
            if let (3 | 5, Some(key)) = (seq, &key) {
                epochs.push(Epoch {
                    first: seq,
                    before: previous,
                    key: key.clone(),
                });
            }
            link(entry(seq), seq, &mut previous, key.as_ref())
        });
        (entries.collect(), epochs)
    }

    /// All links from entry `from` on, written anew by somebody without the key.
    fn rewrite(entries: &mut [ChainedEntry], from: usize) {
        let mut previous = match from {
            0 => GENESIS,
            _ => entries[from - 1].hash,
        };
        for one in &mut entries[from..] {
            *one = link(one.entry.clone(), one.seq, &mut previous, None);
        }
    }

    #[test]
    fn a_changed_or_missing_entry_shows() {
        let check = |change: fn(&mut Vec<ChainedEntry>), expected: Result<(), Broken>| {
            let (mut entries, epochs) = chain();
            let last = entries[5].clone();
            let ends = LogEnds {
                head: 6,
                head_hash: last.hash,
                ..LogEnds::default()
            };
            change(&mut entries);
            let mut verifier = Verifier::after(0, GENESIS, epochs);
            let went = entries.iter().try_for_each(|entry| verifier.take(entry));
            assert_eq!(went.and_then(|()| verifier.end(&ends)), expected);
        };
        check(|_| {}, Ok(()));
        check(|entries| drop(entries.remove(1)), Err(Broken::Missing(3)));
        check(|entries| drop(entries.remove(0)), Err(Broken::Missing(2)));
        check(
            |entries| entries[2].entry.subject.push('x'),
            Err(Broken::Changed(3)),
        );
        check(
            |entries| entries[1].entry.at.0 += 1,
            Err(Broken::Changed(2)),
        );
        check(|entries| entries.swap(0, 1), Err(Broken::Missing(2)));
        check(|entries| entries.truncate(4), Err(Broken::Cut(4)));
        check(|entries| entries.truncate(5), Err(Broken::Cut(5)));
        check(Vec::clear, Err(Broken::Cut(0)));
        // Written anew without the key, from any entry on.
        check(|entries| rewrite(entries, 3), Err(Broken::Changed(4)));
        check(
            |entries| {
                entries[0].entry.subject.push('x');
                rewrite(&mut entries[..2], 0);
            },
            Err(Broken::Changed(2)),
        );
        check(
            |entries| {
                entries[0].entry.subject.push('x');
                rewrite(entries, 0);
            },
            Err(Broken::Changed(2)),
        );
        // Moving text from one field to the next is detected.
        check(
            |entries| {
                let subject = std::mem::take(&mut entries[2].entry.subject);
                entries[2].entry.detail = subject;
            },
            Err(Broken::Changed(3)),
        );
    }

    #[test]
    fn the_seal_of_the_ends_covers_both() {
        let ends = LogEnds {
            root: 1,
            root_hash: [1; 32],
            head: 9,
            head_hash: [2; 32],
        };
        let sealed = ends.seal(&key(1));
        let check = |other: LogEnds| assert_ne!(other.seal(&key(1)), sealed, "{other:?}");
        check(LogEnds { root: 2, ..ends });
        check(LogEnds {
            root_hash: [2; 32],
            ..ends
        });
        check(LogEnds { head: 8, ..ends });
        check(LogEnds {
            head_hash: [3; 32],
            ..ends
        });
        assert_ne!(ends.seal(&key(2)), sealed);
    }
}
