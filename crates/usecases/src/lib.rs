//! What people do, one function each.
//!
//! Takes a [`App`] (storage, files, keys, engine, clock) and who asks; opens a
//! transaction, applies the transition `orders` allows, keeps the line of the
//! timeline, the log entry and the work that follows in the same transaction,
//! and saves. Knows no HTTP: pages, the API and the command line call the same
//! functions.
//!
//! Who may do what is a type: [`applicant::OwnOrder`] is an order its owner has
//! shown to be theirs, [`Reviewer`], [`Manager`] and the others are rights
//! somebody signed in has. None can be made outside this crate, so a page that
//! forgets to ask does not compile.

mod app;
pub mod applicant;
mod clock;
pub mod counter;
mod error;
mod further;
pub mod inspector;
pub mod jobs;
mod message;
pub mod operator;
mod password;
mod permit;
mod photo_workers;
pub mod programs;
pub mod receipts;
mod report;
pub mod sign_in;
pub mod testing;
mod token;

pub use app::{App, Parts};
pub use clock::{Clock, ManualClock, SystemClock, region_known};
pub use domain::china::date as today;
pub use error::AppError;
pub use message::ThreadMessage;
pub use permit::{
    Answerer, Clerk, Consumer, FiguresReader, LogReader, Manager, Reviewer, Revoker, UseUndoer,
};
pub use photo_workers::{PhotoWorkers, WorkerLimits};
pub use report::{PhotoFacts, PictureFacts, Report};

/// The version of the texts people consent to; changes with their meaning.
pub const TEXTS_VERSION: &str = "2026-11";
