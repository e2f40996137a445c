//! What an inspector can do, for programs with an API key. Orders outside the
//! key's documents and cities are not found.

pub(crate) mod act;
pub(crate) mod case;
pub(crate) mod decision;
pub(crate) mod pictures;
pub(crate) mod queue;
pub(crate) mod remake;
