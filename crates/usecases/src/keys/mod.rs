//! The service's keys, and replacing them.
//!
//! | key | where it is | on a new sealing key |
//! |---|---|---|
//! | keys of orders, second factors | the database, under the sealing key | wrapped anew |
//! | digests for look-up, browsers' cookies, signing (unless it is apart) | the database (`kept_keys`), under the sealing key | wrapped anew, unchanged |
//! | keys of conversations without an order | derived from the key of digests | unchanged |
//! | capabilities (`App::vouch`): grants, tickets, second factors on offer; WeChat sessions, of the mini-programme and of pages; digests of the settings (`nodes`) | derived from the sealing key | they end |
//! | seals of rows | derived from the sealing key | rows are sealed anew |
//! | chain of the log | derived from the sealing key | the next entry begins a new chain, and the earlier key is kept for verifying |
//! | signing, apart | where the operator keeps it | not touched |
//!
//! Files are under the orders' keys and are not touched. Of `seals.mark` only that it
//! is there counts.

mod kept;
mod sealing;
mod signing;

pub(crate) use kept::open_log_key;
pub use kept::{KeptKeys, open_kept, prove};
pub use sealing::rotate_sealing;
pub use signing::{NewSigningKey, Newness, Signing, SigningKeyKept, rotate_signing, signing_of};
