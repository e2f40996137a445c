//! Identifier of a document.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Stable identifier of a document: kebab-case, the name of its file. An order
/// keeps it, so one may name a document that has left the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentId(String);

/// A text that cannot be a document's identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of a document")]
pub struct NotADocumentId;

impl DocumentId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DocumentId {
    type Err = NotADocumentId;

    fn from_str(text: &str) -> Result<Self, NotADocumentId> {
        let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || !text.chars().all(is_kebab) {
            return Err(NotADocumentId);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for DocumentId {
    type Error = NotADocumentId;

    fn try_from(text: String) -> Result<Self, NotADocumentId> {
        text.parse()
    }
}

impl From<DocumentId> for String {
    fn from(id: DocumentId) -> Self {
        id.0
    }
}

impl Borrow<str> for DocumentId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for DocumentId {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for DocumentId {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_kebab_case() {
        let check = |text: &str, is_one: bool| {
            assert_eq!(text.parse::<DocumentId>().is_ok(), is_one, "{text:?}");
        };
        check("resident-id-card", true);
        check("us-visa-2", true);
        check("", false);
        check("Passport", false);
        check("身份证", false);
        check("a b", false);
        check("../a", false);
    }
}
