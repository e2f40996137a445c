//! Proof that a receipt is the bearer's.

use domain::applicant::plain_number;
use domain::{Digest, Receipt};

use crate::app::App;

/// Proof that a receipt is the bearer's. `Debug` shows only the kind.
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
    /// Classifies typed text: an identity number has digits, a name has none.
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

/// Digest of a typed identity number, as stored with orders.
pub(crate) fn identity_digest(app: &App, typed: &str) -> Digest {
    app.digest("identity", &plain_number(typed))
}

/// Digest of a name, for look-up; ignores spaces and the case of Latin letters.
pub(crate) fn name_digest(app: &App, name: &str) -> Digest {
    let plain: String = name.split_whitespace().collect();
    app.digest("name", &plain.to_lowercase())
}
