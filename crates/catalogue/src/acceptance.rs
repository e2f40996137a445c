//! Whether a photo made by oneself is accepted in a place.

use serde::Serialize;

use crate::{Source, Text};

/// The answer for one document in one city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// Accepted or not.
    pub answer: Answer,
    /// Why, in a sentence.
    pub reason: Text,
    /// What to do in its place; always there unless the answer is yes.
    pub instead: Option<Text>,
    /// Where it comes from.
    pub source: Source,
}

/// Whether a self-made electronic photo is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Sources are silent or disagree.
    Unknown,
    /// The document is for an authority abroad: no Chinese city decides.
    NotApplicable,
}
