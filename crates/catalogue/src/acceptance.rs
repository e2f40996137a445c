//! Whether a photo made by oneself is accepted in a place.

use serde::Serialize;

use crate::{Source, Text};

/// The answer for one document in one city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// Whether it is accepted.
    pub answer: Answer,
    /// Why, in a sentence.
    pub reason: Text,
    /// What to do instead; `None` only where the answer is yes.
    pub instead: Option<Text>,
    /// The source of the answer.
    pub source: Source,
}

/// Whether a self-made electronic photo is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is accepted.
    Yes,
    /// It is not accepted.
    No,
    /// Sources are silent or disagree.
    Unknown,
    /// The document is for an authority abroad: no Chinese city decides.
    NotApplicable,
}
