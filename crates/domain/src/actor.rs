//! Who did something.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{ApiKeyId, NotAnId, StaffId};

/// Who did something to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "who", content = "id")]
pub enum Actor {
    /// The person the order is for, from their device or with its number.
    Applicant,
    /// Someone who works here.
    Staff(StaffId),
    /// A program with a key.
    Program(ApiKeyId),
    /// The service itself, when a deadline passed.
    #[serde(rename = "house")]
    System,
}

impl Actor {
    /// Which kind of actor, in one word. Databases and the hashes of the log
    /// hold it, so the word of [`Actor::System`] stays what it has always been.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Staff(_) => "staff",
            Self::Program(_) => "program",
            Self::System => "house",
        }
    }

    /// Which one of that kind, where there are several.
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
    /// A kind there is not, or an identifier that is missing or none.
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

/// `staff:<id>`, `program:<id>`, `applicant`, `house`.
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
