//! Where the sealing key and the signing key come from, which of several places
//! has the one in use, and replacing them.

mod choice;
mod command_source;
mod rotation;
mod settings;
mod source;
mod source_error;

pub(crate) use choice::{Chosen, Keys, SigningAt, choose_sealing, choose_signing};
pub(crate) use rotation::{
    Left, Replaced, Vouched, Which, change_status, rotate_sealing, rotate_signing,
};
pub(crate) use settings::KeysSettings;
pub(crate) use source::KeySource;
pub(crate) use source_error::KeyFault;
#[cfg(test)]
pub(crate) use source_error::KeySourceError;

#[cfg(all(test, unix))]
mod interrupted;
