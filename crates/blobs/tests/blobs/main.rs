//! Encryption at rest through the public API: keys and their file, sealed
//! values, files.

#![expect(clippy::unwrap_used, reason = "helpers of a test panic like it")]

mod answers;
mod blob_key;
mod bucket;
mod faults;
mod folder;
mod keys;
mod master_key_file;
mod memory;
mod sealed;
mod suite;
