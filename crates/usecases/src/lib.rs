//! The use cases of the service, one function each.
//!
//! Takes an [`App`] (storage, files, keys, workers, clock) and the caller's
//! identity; opens a transaction, applies a transition of `domain`, saves the
//! timeline entry, the log entry and the jobs in the same transaction, and
//! gives a read model, independent of language, of what the caller may see.
//! Knows no HTTP: pages, API and command line call the same functions.
//!
//! Authorisation is in the types: [`applicant::OwnOrder`] is an order whose
//! ownership is proved, a [`Permit`] is a right that somebody has. Neither can
//! be constructed outside this crate, so a page without a check does not
//! compile.

mod app;
pub mod applicant;
mod attempt_report;
mod backdrop;
pub mod bucket_owner;
pub mod checkpoints;
mod clock;
pub mod clock_watch;
mod commit;
pub mod counter;
pub mod damage;
mod database_clock;
mod error;
pub mod following;
mod forgotten_files;
mod guessing;
mod health;
mod heartbeat;
pub mod inspector;
pub mod jobs;
mod kept_blob;
pub mod kept_checkpoints;
pub mod keys;
pub mod log_chaining;
mod masked;
mod message;
pub mod mini_programme;
pub mod nodes;
mod note;
pub mod official_account;
pub mod online;
pub mod operator;
mod order_keys;
mod password;
mod permit;
mod photo_line;
mod photo_workers;
pub mod pictures;
pub mod prints;
pub mod programs;
pub mod receipts;
mod remains;
mod renewed_lease;
mod report_dictionary;
mod report_places;
mod requester;
pub mod sealed_photos;
mod sealed_report;
pub mod sign_in;
mod sms_rules;
mod supervise;
mod sweep_round;
mod terms;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod till;
mod token;
mod upload_quota;

pub use app::{App, AppParts};
pub use attempt_report::{AttemptReport, PhotoFacts, UploadFacts};
pub use backdrop::Backdrop;
pub use clock::{Clock, SystemClock, Trust};
pub use database_clock::DatabaseClock;
pub use error::AppError;
pub use health::{ClockState, Found, Health, Saving};
pub use masked::MaskedApplicant;
pub use message::ThreadMessage;
pub use note::seal_plain_notes;
pub use permit::Permit;
pub use photo_workers::{PhotoWorkers, WorkerLimits};
pub use requester::Requester;
pub use sms_rules::SmsRules;
pub use storage::traces::{self, Traces};
#[cfg(any(test, feature = "testing"))]
pub use testing::ManualClock;
pub use upload_quota::UploadQuota;

/// Version of the consent texts; changed with their meaning.
pub const TEXTS_VERSION: &str = "2026-11";
