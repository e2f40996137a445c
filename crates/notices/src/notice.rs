//! A notice and its recipient. Contains no identity number and no picture.

use std::fmt;
use std::str::FromStr;

use lettre::Address;

use crate::SendError;

/// A valid e-mail address. Not shown by `Debug`.
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

/// The text is not an e-mail address. Does not contain the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct EmailAddressError;

impl EmailAddressError {
    /// Stable code.
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

/// A phone number that text messages are sent to: digits, perhaps with a plus in
/// front. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// The number; `None` for what is none: a plus at most, then 6 to 15 digits.
    #[must_use]
    pub fn new(number: &str) -> Option<Self> {
        let digits = number.strip_prefix('+').unwrap_or(number);
        let is_one = (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_one.then(|| Self(number.to_owned()))
    }

    pub(crate) fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

/// The recipient of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A person, at this address.
    Person(EmailAddress),
    /// A person, at this phone.
    Phone(PhoneNumber),
    /// The operator's own system, which identifies the order by its number.
    System,
}

/// One event, told to one recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// Unique, and the same for every retry: ASCII letters, digits, `-`, `_`.
    pub id: String,
    /// Recipient.
    pub to: Recipient,
    /// The event, as a stable kebab-case code ("approved").
    pub kind: String,
    /// Subject line.
    pub subject: String,
    /// Plain text, without an ID number.
    pub body: String,
    /// The order's number.
    pub order_number: String,
    /// URL of the order's page, if the service's public address is configured.
    pub link: Option<String>,
    /// A signed checkpoint of the audit log, one line, for the operator to keep.
    /// The text of a mail contains it already.
    pub checkpoint: Option<String>,
    /// When it happened, milliseconds since 1970 UTC.
    pub at_ms: i64,
}

impl Notice {
    /// Refuses characters that would break out of a header.
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

/// Without recipient and text.
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
