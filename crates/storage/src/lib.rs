//! Storage traits, one per aggregate.
//!
//! A [`Transaction`] gives all aggregates at once. Its changes are visible
//! within it, and to others after [`Transaction::save`]; dropping it rolls
//! back. Jobs and log entries are written in the transaction of their cause, so
//! that neither exists without the other. "Not found" is `Ok(None)`; concurrent
//! changes of one order give [`StorageError::Conflict`].
//!
//! Backends are crates of their own (`storage-sqlite`); only they contain SQL.

mod access;
mod bill_checks;
mod blob_deletes;
mod charges;
mod consents;
mod devices;
mod error;
mod figures;
mod jobs;
mod letters;
mod messages;
mod money;
mod motions;
mod nodes;
mod order_rows;
mod people;
mod pictures;
mod receipts;
mod remains;
mod reports;
mod rotation;
mod safety;
mod sealed_photos;
mod sign_ins;
mod subscriptions;
mod terms;
pub mod traces;
mod upkeep;
mod waits;

pub use access::{Chained, LogChaining, Storage, Transaction};
pub use bill_checks::BillChecks;
pub use blob_deletes::BlobDeletes;
pub use charges::Charges;
pub use consents::{ConsentRecord, Consents};
pub use devices::OldDevices;
pub use error::StorageError;
pub use figures::{Figures, FiguresRow, Period, Tallied, Tally};
pub use jobs::{ClaimedJob, DeadJob, Jobs, Lease, Log, LogFilter};
pub use letters::{Letter, Letters};
pub use messages::{Message, Messages, Notice, Notices, Thread};
pub use money::Money;
pub use motions::Motions;
pub use nodes::Nodes;
pub use order_rows::{
    Attempts, Claim, Events, OrderFilter, Orders, PersonDigests, QueueRow, QueueSize,
};
pub use people::{ApiKey, ApiKeys, Colleague, Session, Sessions, Staff};
pub use pictures::{
    ClaimedPicture, PictureLease, PictureLine, Pictures, QueuedPicture, UnmadePicture,
};
pub use receipts::{Guesses, Receipts, Windows};
pub use remains::{Erased, Pass, Remains};
pub use reports::Reports;
pub use rotation::{Derive, KeyChange, Rewrap, Rotated, Stretch};
pub use safety::SafetyChecks;
pub use sealed_photos::{SealedPhoto, SealedPhotos};
pub use sign_ins::{KnownDevices, Passkey, Passkeys, SignInCounts};
pub use subscriptions::{Pushes, Subscription, Subscriptions};
pub use terms::{HoldingOrder, Queued, Terms};
pub use upkeep::{
    AlteredRow, CheckedRows, GoOn, KeptCheckpoint, KeptEpoch, KeptPublicKey, PlainNote, Purged,
    RowPlace, Structure, Upkeep,
};
pub use waits::{WaitCount, WaitLength, Waited, Waits};
