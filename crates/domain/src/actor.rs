//! The author of an action.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{ApiKeyId, NotAnId, StaffId};

/// The author of an action on an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "who", content = "id")]
pub enum Actor {
    /// The order's applicant, identified by device or by order number and
    /// phone.
    Applicant,
    /// A member of staff.
    Staff(StaffId),
    /// A program with an API key.
    Program(ApiKeyId),
    /// The service itself, when a deadline passes. Stored as `house`.
    #[serde(rename = "house")]
    System,
}

impl Actor {
    /// The kind's stored code. It is in databases and in the log's hashes, so
    /// [`Actor::System`] keeps its original code `house`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Staff(_) => "staff",
            Self::Program(_) => "program",
            Self::System => "house",
        }
    }

    /// The identifier of the member of staff or API key; `None` for the other
    /// kinds.
    #[must_use]
    pub fn id(self) -> Option<String> {
        match self {
            Self::Staff(id) => Some(id.to_string()),
            Self::Program(id) => Some(id.to_string()),
            Self::Applicant | Self::System => None,
        }
    }

    /// The actor of this kind and identifier.
    ///
    /// # Errors
    /// [`NotAnId`] for an unknown kind, or an identifier that is malformed,
    /// missing or not expected.
    pub fn new(kind: &str, id: Option<&str>) -> Result<Self, NotAnId> {
        match (kind, id) {
            ("applicant", None) => Ok(Self::Applicant),
            ("staff", Some(id)) => Ok(Self::Staff(id.parse()?)),
            ("program", Some(id)) => Ok(Self::Program(id.parse()?)),
            ("house", None) => Ok(Self::System),
            _ => Err(NotAnId),
        }
    }
}

/// `staff:<id>`, `program:<id>`, `applicant`, or `house` for the service.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id() {
            Some(id) => write!(f, "{}:{id}", self.kind()),
            None => f.write_str(self.kind()),
        }
    }
}

impl FromStr for Actor {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        match text.split_once(':') {
            Some((kind, id)) => Self::new(kind, Some(id)),
            None => Self::new(text, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::randomness::seeded;

    #[test]
    fn an_actor_reads_back() {
        let mut randomness = seeded(1);
        let now = Timestamp(1_000);
        let staff = Actor::Staff(StaffId::new(now, &mut randomness));
        let program = Actor::Program(ApiKeyId::new(now, &mut randomness));
        for actor in [Actor::Applicant, staff, program, Actor::System] {
            assert_eq!(actor.to_string().parse(), Ok(actor));
        }
        for text in ["", "staff", "staff:x", "cook:1", "applicant:1", "house:"] {
            assert_eq!(text.parse::<Actor>(), Err(NotAnId), "{text:?}");
        }
    }
}
