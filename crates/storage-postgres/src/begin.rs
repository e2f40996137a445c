//! How transactions begin: what they may do, and how long they wait.

use std::time::Duration;

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    /// One snapshot, nothing changed.
    Reading,
    /// Nothing changed, whatever tables there are.
    Looking,
    /// Changes beside other transactions.
    Writing,
    /// Changes to everything, without time limits: others that write wait, or this one
    /// waits for them.
    Alone(Alone),
}

/// What only one transaction does at a time; the numbers of their advisory locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alone {
    /// Changing the tables.
    Migrating,
    /// Replacing the sealing key. Every transaction that writes shares this lock.
    ReplacingKey,
    /// Chaining entries of the log.
    ChainingLog,
}

impl Alone {
    /// The advisory lock's number. The upper half names this program, so that another
    /// with locks in the same database does not meet it.
    pub(crate) const fn lock(self) -> i64 {
        let number = match self {
            Self::Migrating => 1,
            Self::ReplacingKey => 2,
            Self::ChainingLog => 3,
        };
        (0x4875_697a << 32) + number
    }
}

/// Limits of one transaction: a statement 5 s, waiting for a row 2 s, waiting for the
/// program 10 s. Longer ones hold up vacuum and others.
macro_rules! limits {
    () => {
        "SET LOCAL statement_timeout = '5s'; SET LOCAL lock_timeout = '2s'; \
        SET LOCAL idle_in_transaction_session_timeout = '10s'"
    };
}

/// Where the time of a long read or change is not known beforehand. `lock_timeout` stays,
/// so that nothing waits for ever behind another.
macro_rules! long {
    () => {
        "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'; \
        SET LOCAL idle_in_transaction_session_timeout = '10min'"
    };
}

impl Begin {
    /// How long an answer may take before the server counts as gone: somewhat longer than
    /// the server itself lets a statement run. `None` for as long as needed.
    pub(crate) const fn patience(self) -> Option<Duration> {
        match self {
            Self::Reading => Some(Duration::from_secs(31)),
            Self::Looking | Self::Writing => Some(Duration::from_secs(6)),
            Self::Alone(_) => None,
        }
    }

    /// The statements that begin the transaction. Settings are local to it: behind a
    /// pooler a connection's own would be another's.
    pub(crate) const fn sql(self) -> &'static str {
        match self {
            // The snapshot is taken by the first query.
            Self::Reading => {
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = \
                '30s'; SET LOCAL idle_in_transaction_session_timeout = '60s'; \
                SELECT \"only\" FROM log_root"
            }
            Self::Looking => concat!("BEGIN READ ONLY; ", limits!()),
            Self::Writing => concat!("BEGIN; ", limits!()),
            Self::Alone(_) => concat!("BEGIN; ", long!()),
        }
    }
}
