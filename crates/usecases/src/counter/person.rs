//! What shows that a receipt is the bearer's.

use domain::applicant::plain_number;
use domain::{Digest, Receipt};

use crate::app::App;

/// What shows that a receipt is the bearer's. `Debug` shows its kind alone.
#[derive(Clone, PartialEq, Eq)]
pub enum Person {
    /// Their identity number.
    Identity(String),
    /// Their name.
    Name(String),
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Identity(_) => "Identity",
            Self::Name(_) => "Name",
        })
    }
}

impl Person {
    /// What was typed: a number has digits, a name has none.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        if text.chars().any(|c| c.is_ascii_digit()) {
            Self::Identity(text.to_owned())
        } else {
            Self::Name(text.to_owned())
        }
    }

    pub(super) fn matches(&self, app: &App, receipt: &Receipt) -> bool {
        match self {
            Self::Identity(number) => receipt.identity == Some(identity_digest(app, number)),
            Self::Name(name) => receipt.name == Some(name_digest(app, name)),
        }
    }
}

/// The digest an order keeps of an identity number, of what was typed.
pub(super) fn identity_digest(app: &App, typed: &str) -> Digest {
    app.digest("identity", &plain_number(typed))
}

/// What is kept of a name to find a receipt by: spaces and the case of Latin
/// letters do not matter at a counter.
pub(crate) fn name_digest(app: &App, name: &str) -> Digest {
    let plain: String = name.split_whitespace().collect();
    app.digest("name", &plain.to_lowercase())
}
