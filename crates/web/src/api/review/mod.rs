//! What an inspector does, for programs with a key. What lies outside the key's
//! documents and cities is as if it were not there.

pub(crate) mod act;
pub(crate) mod case;
pub(crate) mod decision;
pub(crate) mod pictures;
pub(crate) mod queue;
pub(crate) mod remake;
