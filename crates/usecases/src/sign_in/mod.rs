//! Signing in and out, passwords, second factors, and passkeys.
//!
//! `attempt` is the try with name and password, held against `counts`; a browser
//! that signed in before is a known `device`. `own_password` and `totp` are what
//! members of staff do with their own account.

mod attempt;
mod counts;
mod device;
mod own_password;
mod passkeys;
mod session;
mod totp;

pub use attempt::{Proofs, SignInError, SignInTry, sign_in};
pub use own_password::{OwnPasswordError, PasswordChange, change_password};
pub use passkeys::{
    PasskeyError, PasskeyView, begin_passkey, begin_passkey_sign_in, finish_passkey,
    finish_passkey_sign_in, passkeys, remove_passkey,
};
pub use session::{Admitted, Asks, SignedIn, sign_out, who, who_asks};
pub use totp::{NewTotp, TotpSwitch, begin_totp, confirm_totp, switch_off_totp};

pub(crate) use own_password::{new_hash, prove};
pub(crate) use passkeys::{Ceremonies, RelyingParty};
pub(crate) use session::stale;
pub(crate) use totp::{drop_totp, seal_second_factor, unseal_second_factor};

/// A normalised name: trimmed, in lower case.
pub(crate) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}
