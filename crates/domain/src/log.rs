//! The audit log: every action and every look at personal data, chained so that
//! a changed or missing entry is detected.
//!
//! Each entry's hash is HMAC-SHA-256, under the log's own key, over the previous
//! hash and the entry's bytes in an explicit format, every field prefixed with
//! its length, so that different entries have different bytes. Whoever writes to
//! the database without that key cannot write a chain anew. Entries of older
//! versions are chained by SHA-256 alone; where the keyed chain begins is an
//! [`Epoch`]. No names, identity numbers or pictures.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::actor::Actor;
pub use crate::log_action::LogAction;
pub use crate::log_chain::{Broken, Epoch, LogEnds, Verifier};
pub use crate::log_key::LogKey;
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
    pub fn hash(&self, seq: i64, previous: &[u8; 32], key: &LogKey) -> [u8; 32] {
        key.mac("entry", &[&self.bytes(seq, previous)])
    }

    /// The hash as older versions wrote it, without a key.
    #[must_use]
    pub fn unkeyed_hash(&self, seq: i64, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"huizhi-log-1");
        hash.update(self.bytes(seq, previous));
        hash.finalize().into()
    }

    fn bytes(&self, seq: i64, previous: &[u8; 32]) -> Vec<u8> {
        let id = self.by.id().unwrap_or_default();
        let mut bytes = Vec::from(previous);
        bytes.extend(seq.to_be_bytes());
        bytes.extend(self.at.0.to_be_bytes());
        let (kind, action) = (self.by.kind(), self.action.code());
        for field in [kind, &id, action, &self.subject, &self.detail] {
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field.as_bytes());
        }
        bytes
    }
}
