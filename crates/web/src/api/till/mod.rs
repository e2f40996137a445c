//! The till, for the programs of a shop: take an order's price, undo it, give it back.

pub(crate) mod act;
pub(crate) mod open;
pub(crate) mod order;
