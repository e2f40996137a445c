//! Notices that leave the service: by e-mail, and by signed web hook.
//!
//! Takes a finished [`Notice`]; gives [`Sent`], or a [`SendError`] that says
//! whether another try makes sense. Knows no order and no template: the sentence
//! arrives written, in the person's language. Sends once; when to try again is
//! for the caller, who passes the same notice with the same id, so that the other
//! side can tell a repetition.

mod channel;
mod config_error;
mod email;
mod host;
mod notice;
mod roots;
mod send_error;
mod signature;
mod webhook;

pub use channel::{Channel, Sent};
pub use config_error::ConfigError;
pub use email::Email;
pub use notice::{EmailAddress, EmailAddressError, Notice, Recipient};
pub use roots::Roots;
pub use send_error::{Persistence, SendError};
pub use signature::{SignatureError, TOLERANCE_S, sign, verify};
pub use webhook::{DELIVERY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, Webhook};
