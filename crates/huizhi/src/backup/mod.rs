//! Back-ups: a folder that holds all rows and files of an installation, and says of itself
//! whether it is whole.
//!
//! ```text
//! BACKUP/
//!   manifest.json     what the rest has to be; written last, so that a back-up without it
//!                     is none
//!   rows-<sha256>.db  all rows, a database file as an installation has one
//!   files/            pictures and photos, sealed, by their names: ab/cdef…
//!   backup.lock       held by whoever writes
//! ```
//!
//! The sealing key is never in it. A back-up that is made again into the same folder copies
//! the files that are new and deletes those that no row names any more, so that whoever was
//! erased is in it no longer.

mod backup_error;
mod check;
mod contents;
mod make;
mod manifest;
mod restore;

pub(crate) use backup_error::BackupError;
pub(crate) use check::check;
pub(crate) use contents::Named;
pub(crate) use make::{Lost, make};
pub(crate) use manifest::Manifest;
pub(crate) use restore::restore;

const MANIFEST: &str = "manifest.json";
const FILES: &str = "files";
const LOCK: &str = "backup.lock";
/// The rows until they are whole.
const ROWS_PARTIAL: &str = "rows.db.partial";
