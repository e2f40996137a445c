//! The counter for programs: kiosks and issuing systems with a clerk's API key.

pub(super) mod look_up;
pub(super) mod ticket;
