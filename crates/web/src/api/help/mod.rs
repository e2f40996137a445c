//! Questions and answers, and what is kept how long; no authentication.

pub(crate) mod questions;
pub(crate) mod retention;
