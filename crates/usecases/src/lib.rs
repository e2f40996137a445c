//! The use cases of the service, one function each.
//!
//! Takes an [`App`] (storage, files, keys, engine, clock) and who asks; opens a
//! transaction, applies the transition `domain` allows, saves the timeline, the
//! log entry and the jobs that follow in the same transaction, and gives what the
//! person may see of it as a read model in no language. Knows no HTTP: pages, the
//! API and the command line call the same functions.
//!
//! Who may do what is a type: [`applicant::OwnOrder`] is an order its owner has
//! shown to be theirs, a [`Permit`] is a right that somebody has. Neither can be
//! made outside this crate, so a page that forgets to ask does not compile.

mod app;
pub mod applicant;
mod attempt_report;
mod clock;
mod commit;
pub mod counter;
mod error;
pub mod inspector;
pub mod jobs;
mod masked;
mod message;
pub mod operator;
mod order_keys;
mod password;
mod permit;
mod photo_workers;
pub mod programs;
pub mod receipts;
mod sealed_report;
pub mod sign_in;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod token;

pub use app::{App, AppParts};
pub use attempt_report::{AttemptReport, PhotoFacts, UploadFacts};
pub use clock::{Clock, SystemClock};
pub use error::AppError;
pub use masked::MaskedApplicant;
pub use message::ThreadMessage;
pub use permit::Permit;
pub use photo_workers::{PhotoWorkers, WorkerLimits};
#[cfg(any(test, feature = "testing"))]
pub use testing::ManualClock;

/// The version of the texts people consent to; changes with their meaning.
pub const TEXTS_VERSION: &str = "2026-11";
