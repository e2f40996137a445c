//! Who did something.

use serde::{Deserialize, Serialize};

use crate::ids::{ApiKeyId, StaffId};

/// Who did something to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
