//! Encryption at rest: keys, sealed rows, look-up digests, and files.
//!
//! Takes plain bytes and the operator's [`MasterKey`]; gives bytes that may lie
//! in a database or a folder without telling anything. Three layers:
//!
//! 1. The [`MasterKey`] stands outside the data, in a file or the environment.
//! 2. Each order or object has a [`DataKey`] of its own, kept in the database as
//!    a [`WrappedKey`]. Whoever forgets the wrapped key has erased what it sealed,
//!    in every backup too.
//! 3. [`seal`] and [`open`] keep single values under a data key; a [`BlobStore`]
//!    keeps photos and papers as files.
//!
//! What is sealed is bound to a context (which order, which column), so that a
//! row moved to another place does not open there.

mod blob_key;
mod blob_store;
mod data_key;
mod digester;
mod durable;
mod envelope;
mod hmac_sha256;
mod key_id;
mod master_key;
mod master_key_file;
mod randomness;
mod seal_error;
mod sealed;

pub use blob_key::{BlobKey, BlobKeyError};
pub use blob_store::{BlobError, BlobStore, StoredBlob};
pub use data_key::{DataKey, WrappedKey};
pub use digester::Digester;
pub use key_id::KeyId;
pub use master_key::MasterKey;
pub use master_key_file::{KeyOrigin, MasterKeyError};
pub use randomness::SystemRandomness;
pub use seal_error::SealError;
pub use sealed::{open, seal};
