//! Sending notices: by e-mail, by text message, and by signed web hook.
//!
//! Takes a finished [`Notice`]; gives [`Sent`], or a [`SendError`] that tells
//! whether to retry. Knows no orders and no templates: the text is already
//! written, in the person's language. Sends once; the caller decides about
//! retries, and passes the same id so that the receiver can detect repetitions.

mod channel;
mod config_error;
mod email;
mod host;
mod http;
mod notice;
mod roots;
mod send_error;
mod signature;
mod sms;
mod template;
mod webhook;

pub use channel::{Channel, Sent};
pub use config_error::ConfigError;
pub use email::Email;
pub use notice::{EmailAddress, EmailAddressError, Notice, PhoneNumber, Recipient};
pub use roots::Roots;
pub use send_error::{Persistence, SendError};
pub use signature::{SignatureError, TOLERANCE_S, sign, verify};
pub use sms::{Accepted, BodyFormat, Sms, SmsParts};
pub use webhook::{DELIVERY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, Webhook};
