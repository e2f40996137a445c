//! Passkeys (WebAuthn): adding, listing and removing one's own, and signing in
//! with one.
//!
//! Every passkey is discoverable and verifies its user (by PIN, finger or face),
//! so it is two factors by itself: it signs in without name and password, and an
//! account that has one is not entered with the password alone. The protocol is
//! the library's; here are the counts, the log, and where things are kept.

mod assertion;
mod ceremonies;
mod registration;
mod relying_party;

pub(crate) use ceremonies::Ceremonies;
pub(crate) use relying_party::RelyingParty;

pub use assertion::{begin_passkey_sign_in, finish_passkey_sign_in};
pub use registration::{
    PasskeyError, PasskeyView, begin_passkey, finish_passkey, passkeys, remove_passkey,
};
