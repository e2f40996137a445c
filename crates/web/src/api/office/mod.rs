//! What an operator can do, for programs with an API key: statistics, takings, log,
//! answers to applicants, staff and keys. A key limited to documents or cities
//! can use none of it, since none of it can be filtered by them.

pub(crate) mod figures;
pub(crate) mod keys;
pub(crate) mod letters;
pub(crate) mod log;
mod roles;
pub(crate) mod staff;
pub(crate) mod takings;
pub(crate) mod threads;
pub(crate) mod window;
