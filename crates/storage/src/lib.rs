//! What is kept, as traits: one per aggregate; a transaction is a value.
//!
//! A [`Transaction`] is all aggregates at once: what is done through one is
//! visible through the others and to nobody else until [`Transaction::save`];
//! dropping it leaves everything as it was. Jobs and log entries go through the
//! same transaction as their cause, so that neither can be without the other.
//! "Not found" is `Ok(None)`; two changes of one order at once are
//! [`StorageError::Conflict`].
//!
//! Backends are crates of their own (`storage-sqlite`) and the only ones with
//! SQL.

mod access;
mod error;
mod figures;
mod jobs;
mod messages;
mod order_rows;
mod people;
mod receipts;

pub use access::{Storage, Transaction};
pub use error::StorageError;
pub use figures::{Figures, FiguresRow, Period};
pub use jobs::{ClaimedJob, DeadJob, Jobs, Log, LogFilter};
pub use messages::{Message, Messages, Notice, Notices, Thread};
pub use order_rows::{Attempts, Claim, Events, Orders, QueueRow, QueueSize};
pub use people::{ApiKey, ApiKeys, Colleague, Session, Sessions, Staff};
pub use receipts::{Guesses, Receipts};
