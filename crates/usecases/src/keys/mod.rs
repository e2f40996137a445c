//! The service's keys, and replacing them.
//!
//! | key | where it is | on a new sealing key |
//! |---|---|---|
//! | keys of orders, second factors | the database, under the sealing key | wrapped anew |
//! | digests for look-up, browsers' cookies, signing (unless it is apart) | the database (`kept_keys`), under the sealing key | wrapped anew, unchanged |
//! | keys of conversations without an order | derived from the key of digests | unchanged |
//! | the root key | the database (`kept_keys`), under the sealing key | wrapped anew, unchanged; with all keys: another |
//! | capabilities (`App::vouch`): grants, tickets, second factors on offer; WeChat sessions, of the mini-programme and of pages; digests of the settings (`nodes`) | derived from the root key | unchanged; with all keys: they end |
//! | seals of rows | derived from the root key | unchanged; with all keys: rows are sealed anew |
//! | chain of the log | derived from the root key | unchanged; with all keys: the next entry begins a new chain, and the earlier key is kept for verifying |
//! | signing, apart | where the operator keeps it | not touched |
//!
//! A sealing key is replaced while processes serve ([`begin_change`], [`rewrap`],
//! [`end_change`]): all that is under it is wrapped anew, and nothing that was derived has
//! to change at one moment everywhere. What derives from the root key is replaced together
//! with it ([`rotate_all`]), while nobody serves: for when the root key itself may be known,
//! which takes the old sealing key and a copy of the database together. The root key of data
//! that an older version began is the sealing key of then.
//!
//! Files are under the orders' keys and are not touched. Of `seals.mark` only that it
//! is there counts.

mod kept;
mod sealing;
mod sealing_keys;
mod signing;

pub(crate) use kept::open_log_key;
pub use kept::{KeptKeys, another_installation, open_kept, prove, root_of, wrap_root};
pub use sealing::{
    Progress, begin_change, end_change, hear, keep_watching, progress, rewrap, root_is_sealing,
    rotate_all,
};
pub(crate) use sealing_keys::Held;
pub use sealing_keys::{HEARD, SealingKeys};
pub use signing::{NewSigningKey, Newness, Signing, SigningKeyKept, rotate_signing, signing_of};
