//! The life of an order: who did what, when, and what follows from it.
//!
//! Takes an order as it stands and something a person does; gives a [`Step`]
//! (the order afterwards, the line of its timeline, the work that is due) or a
//! [`Refusal`]. Also what an applicant's details must look like, what staff may
//! do, and how long anything is kept. No I/O, no async, no clock, no generator:
//! time and randomness are arguments.

mod actor;
pub mod applicant;
mod attempt;
pub mod check_code;
pub mod china;
mod ids;
mod job;
pub mod log;
mod order;
mod order_event;
pub mod randomness;
pub mod receipt;
pub mod retention;
mod sealed;
pub mod staff;
mod state;
pub mod timestamp;

pub use actor::Actor;
pub use attempt::{Attempt, Decision, Fitness, OverruleClass, Overruled, Verdict};
pub use check_code::{OrderNumber, ReceiptNumber};
pub use ids::{ApiKeyId, AttemptId, JobId, MessageId, NotAnId, OrderId, ReceiptId, StaffId};
pub use job::{Due, Job, NoticeChannel, Occasion};
pub use order::{Details, Order, Purpose, Refusal, Step};
pub use order_event::{OrderEvent, TimelineEntry};
pub use receipt::{Receipt, ReceiptRefusal, ReceiptStep};
pub use sealed::{BlobRef, Digest, Sealed};
pub use state::{State, Status};
pub use timestamp::Timestamp;
