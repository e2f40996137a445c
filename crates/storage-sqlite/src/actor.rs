//! Who did something, as two columns: `by_kind` and `by_id`.

use domain::Actor;
use storage::StorageError;

use crate::row::Row;

/// The two columns.
pub(crate) fn columns(actor: Actor) -> (&'static str, Option<String>) {
    match actor {
        Actor::Applicant => ("applicant", None),
        Actor::Staff(id) => ("staff", Some(id.to_string())),
        Actor::Program(id) => ("program", Some(id.to_string())),
        Actor::System => ("house", None),
    }
}

/// The other way.
pub(crate) fn read(row: Row<'_>) -> Result<Actor, StorageError> {
    match row.get("by_kind")? {
        "applicant" => Ok(Actor::Applicant),
        "staff" => Ok(Actor::Staff(row.parsed("by_id")?)),
        "program" => Ok(Actor::Program(row.parsed("by_id")?)),
        "house" => Ok(Actor::System),
        _ => Err(row.unreadable()),
    }
}
