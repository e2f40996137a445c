//! The life of an order: who did what, when, and what follows from it.
//!
//! Takes an order as it stands and something a person does; gives a [`Step`]
//! (the order afterwards, the line of its timeline, the work that is due) or a
//! [`Refusal`]. Also what an applicant's details must look like, what staff may
//! do, and how long anything is kept. No I/O, no async, no clock, no generator:
//! time and randomness are arguments.

mod actor;
mod allowed;
pub mod applicant;
mod attempt;
pub mod check_code;
pub mod china;
mod coded;
mod ids;
mod job;
pub mod log;
mod log_action;
mod order;
mod order_event;
mod photo_hash;
pub mod randomness;
pub mod receipt;
pub mod retention;
mod sealed;
pub mod staff;
mod state;
mod timeline;
pub mod timestamp;

pub use actor::Actor;
pub use allowed::ApplicantAction;
pub use attempt::{Attempt, Decision, Fitness, OverruleClass, Overruled, Verdict};
pub use check_code::{OrderNumber, ReceiptNumber};
pub use ids::{ApiKeyId, AttemptId, JobId, MessageId, NotAnId, OrderId, ReceiptId, StaffId};
pub use job::{Due, Job, NoticeChannel, Occasion};
pub use order::{Details, Order, Purpose, Refusal, Step};
pub use order_event::{OrderEvent, TimelineEntry};
pub use photo_hash::{NotAHash, PhotoHash};
pub use receipt::{Receipt, ReceiptRefusal, ReceiptStep};
pub use sealed::{BlobRef, Digest, Sealed};
pub use state::{State, Status};
pub use timeline::told;
pub use timestamp::Timestamp;
