//! Encryption at rest: keys, sealed values, look-up digests, and files.
//!
//! Takes plain bytes and the operator's [`MasterKey`]; gives bytes that can be
//! stored in a database or a folder without revealing anything. Three layers:
//!
//! 1. The [`MasterKey`] is stored apart from the data, in a file or wherever the
//!    operator keeps it.
//! 2. Each order or object has its own [`DataKey`], stored in the database as a
//!    [`WrappedKey`]. Deleting the wrapped key erases what it sealed, in every
//!    backup too.
//! 3. [`seal`] and [`open`] encrypt single values under a data key; a
//!    [`BlobStore`] stores photos and receipts as files, in a folder or a bucket.
//!
//! Sealed bytes are bound to a context (which order, which column), so that a
//! row moved elsewhere does not open.

mod answers;
mod blob_error;
mod blob_key;
mod blob_store;
mod bucket;
mod copying;
mod data_key;
mod digester;
mod durable;
mod envelope;
mod hmac_sha256;
mod key_id;
mod master_key;
mod master_key_file;
mod notes;
mod photo_code;
mod places;
mod randomness;
mod seal_error;
mod sealed;

pub use blob_error::BlobError;
pub use blob_key::{BlobKey, BlobKeyError};
pub use blob_store::{BlobStore, StoredBlob};
pub use bucket::{Bucket, BucketError, BucketNamedIn, Patience};
pub use copying::Copied;
pub use data_key::{DataKey, WrappedKey};
pub use digester::Digester;
pub use key_id::KeyId;
pub use master_key::MasterKey;
pub use master_key_file::{KeyOrigin, MasterKeyError, replace_key_file};
pub use photo_code::PhotoCode;
pub use randomness::SystemRandomness;
pub use seal_error::SealError;
pub use sealed::{open, seal};
