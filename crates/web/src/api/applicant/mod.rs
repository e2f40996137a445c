//! What an applicant can do with their order, authenticated by the order's
//! token.

pub(crate) mod act;
pub(crate) mod begin;
pub(crate) mod confirmation;
pub(crate) mod copy;
pub(crate) mod details;
pub(crate) mod find;
pub(crate) mod findings;
pub(crate) mod messages;
pub(crate) mod order;
pub(crate) mod pay;
pub(crate) mod picture;
pub(crate) mod pictures;
pub(crate) mod prove;
pub(crate) mod receipt;
pub(crate) mod sheet;
