//! Middleware around every handler, outermost first: `observe` (request id,
//! log, metrics), `headers`, `visitor`, `error_pages`, panics, `rate`,
//! `same_site`, `bodies`, `deadline`, `repeat`. `router.rs` applies them in this order.

mod bodies;
mod deadline;
mod error_pages;
mod headers;
mod observe;
mod panics;
mod rate;
mod repeat;
mod same_site;
mod sign_ins;
#[cfg(test)]
mod tests;
mod visitor;

pub(crate) use bodies::{BodyMemory, BodyRefused, EDIT_BYTES, FORM_BYTES, bodies, memory, refusal};
pub use deadline::timed;
pub(crate) use error_pages::error_pages;
pub(crate) use headers::headers;
pub(crate) use observe::{RequestId, observe};
pub(crate) use panics::after_panic;
pub use rate::limited;
pub(crate) use rate::rate;
pub(crate) use repeat::repeated;
pub(crate) use same_site::same_site;
pub(crate) use sign_ins::hashing;
pub(crate) use visitor::visitor;
