//! What an operator does, for programs with a key: figures, log, answers to
//! applicants, staff and keys. A key limited to documents or cities may do none
//! of it, for none of it can be cut down to them.

pub(crate) mod figures;
pub(crate) mod keys;
pub(crate) mod log;
mod roles;
pub(crate) mod staff;
pub(crate) mod threads;
