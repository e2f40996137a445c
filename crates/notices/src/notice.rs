//! What is said to whom. Never an ID number, and no picture.

use std::fmt;
use std::str::FromStr;

use lettre::Address;

use crate::SendError;

/// An e-mail address that can be written to. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(Address);

impl EmailAddress {
    pub(crate) fn address(&self) -> &Address {
        &self.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

/// A text that is no e-mail address. Does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct EmailAddressError;

impl EmailAddressError {
    /// Stable code of the error.
    pub fn code(&self) -> &'static str {
        "not-an-email-address"
    }
}

impl FromStr for EmailAddress {
    type Err = EmailAddressError;

    fn from_str(text: &str) -> Result<Self, EmailAddressError> {
        text.parse().map(Self).map_err(|_| EmailAddressError)
    }
}

/// Whom a notice is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A person, at this address.
    Person(EmailAddress),
    /// The operator's own system, which knows the order by its number.
    System,
}

/// One thing that happened, told to one recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// Unique, and the same at every try: ASCII letters, digits, `-`, `_`.
    pub id: String,
    /// Whom it is for.
    pub to: Recipient,
    /// What happened, as a stable kebab-case code ("approved").
    pub kind: String,
    /// Subject line.
    pub subject: String,
    /// Plain text, without an ID number.
    pub body: String,
    /// The order's number.
    pub order_number: String,
    /// The order's page, if the service knows its own address.
    pub link: Option<String>,
    /// When it happened, milliseconds since 1970 UTC.
    pub at_ms: i64,
}

impl Notice {
    /// Refuses what would break out of a header.
    ///
    /// # Errors
    /// [`SendError::Malformed`].
    pub(crate) fn check(&self) -> Result<(), SendError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let id_is_plain = !self.id.is_empty() && self.id.bytes().all(plain);
        if id_is_plain && !self.subject.contains(char::is_control) {
            Ok(())
        } else {
            Err(SendError::Malformed)
        }
    }
}

/// Without the person and the words.
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
