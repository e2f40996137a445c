//! The state of an order as columns, for queries: values that states have in
//! common share a column.

use domain::{Actor, State, Status, Timestamp, Verdict};
use storage::StorageError;

use crate::row::Row;

/// The `state_…` columns, beside `state` itself.
#[derive(Default)]
pub(crate) struct Columns {
    /// When the order was handed in.
    pub(crate) since: Option<Timestamp>,
    /// Who asked for a second opinion.
    pub(crate) asked_by: Option<Actor>,
    /// Who holds the claim, or decided.
    pub(crate) by: Option<Actor>,
    /// When decided, cancelled or lapsed.
    pub(crate) at: Option<Timestamp>,
    /// When the claim expires, or the decision becomes final.
    pub(crate) until: Option<Timestamp>,
}

/// The column `state` of orders that staff see in this status.
pub(crate) const fn word(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Unpaid => "unpaid",
        Status::Waiting => "waiting",
        Status::InReview => "claimed",
        Status::Approved => "approved",
        Status::Rejected => "rejected",
        Status::Cancelled => "cancelled",
        Status::Lapsed => "lapsed",
    }
}

/// The column values of a state.
pub(crate) fn columns(state: &State) -> Columns {
    match *state {
        State::Draft => Columns::default(),
        State::Unpaid { since } => Columns {
            since: Some(since),
            ..Columns::default()
        },
        State::Waiting { since, asked_by } => Columns {
            since: Some(since),
            asked_by,
            ..Columns::default()
        },
        State::Claimed {
            since,
            asked_by,
            by,
            until,
        } => Columns {
            since: Some(since),
            asked_by,
            by: Some(by),
            until: Some(until),
            ..Columns::default()
        },
        State::Decided {
            since,
            asked_by,
            verdict: _,
            by,
            at,
            final_at,
        } => Columns {
            since: Some(since),
            asked_by,
            by: Some(by),
            at: Some(at),
            until: Some(final_at),
        },
        State::Cancelled { at } | State::Lapsed { at } => Columns {
            at: Some(at),
            ..Columns::default()
        },
    }
}

/// Reads a state from its columns.
pub(crate) fn read(row: Row<'_>) -> Result<State, StorageError> {
    let decided = |verdict| {
        Ok(State::Decided {
            since: row.time("state_since")?,
            asked_by: row.parsed_if_any("state_asked_by")?,
            verdict,
            by: row.parsed("state_by")?,
            at: row.time("state_at")?,
            final_at: row.time("state_until")?,
        })
    };
    match row.get("state")? {
        "draft" => Ok(State::Draft),
        "unpaid" => Ok(State::Unpaid {
            since: row.time("state_since")?,
        }),
        "waiting" => Ok(State::Waiting {
            since: row.time("state_since")?,
            asked_by: row.parsed_if_any("state_asked_by")?,
        }),
        "claimed" => Ok(State::Claimed {
            since: row.time("state_since")?,
            asked_by: row.parsed_if_any("state_asked_by")?,
            by: row.parsed("state_by")?,
            until: row.time("state_until")?,
        }),
        "approved" => decided(Verdict::Approved),
        "rejected" => decided(Verdict::Rejected),
        "cancelled" => Ok(State::Cancelled {
            at: row.time("state_at")?,
        }),
        "lapsed" => Ok(State::Lapsed {
            at: row.time("state_at")?,
        }),
        _ => Err(row.unreadable()),
    }
}
