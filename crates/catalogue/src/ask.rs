//! What a document asks of its applicant besides name, identity and phone.

use serde::Serialize;

use crate::{Source, Text};

/// One further field of the applicant's details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// Stable id, kebab-case, unique within its document.
    pub id: String,
    /// The field's label.
    pub names: Text,
    /// How to fill it in.
    pub hint: Option<Text>,
    /// Whether it may stay empty.
    pub need: Need,
    /// Which characters it may have.
    pub script: Script,
    /// Most characters it may have, 1 to 200.
    pub max_chars: u8,
    /// The source of the requirement.
    pub source: Source,
}

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Nothing can be handed in without it.
    Must,
    /// It may stay empty.
    May,
}

/// Which characters a field may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Any text of one line.
    Any,
    /// Latin letters, digits, spaces and hyphens: names in pinyin, numbers.
    Latin,
}
