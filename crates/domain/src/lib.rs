//! The rules for orders: states, transitions, and what follows from each.
//!
//! Takes an order in its current state and an action; gives a [`Step`] (the
//! changed order, its timeline entry, the jobs to enqueue) or a [`Refusal`].
//! Also the validation of applicants' details, the rights of staff, prices and
//! payments, and retention periods. No I/O, no async, no clock, no random generator: time and
//! randomness are arguments.

mod actor;
pub mod allowance;
mod allowed;
pub mod applicant;
mod attempt;
pub mod check_code;
pub mod china;
mod coded;
pub mod guess;
mod ids;
mod job;
mod keeping;
mod lane;
pub mod log;
mod log_action;
mod log_chain;
mod log_key;
mod look_reason;
pub mod money;
pub mod node;
pub mod opening;
mod order;
mod order_event;
mod photo_hash;
pub mod plain_text;
pub mod randomness;
pub mod receipt;
pub mod retention;
pub mod safety;
mod sealed;
pub mod staff;
mod state;
mod timeline;
pub mod timestamp;
mod wechat_user;

pub use actor::Actor;
pub use allowed::ApplicantAction;
pub use attempt::{Attempt, Decision, Fitness, OverruleClass, Overruled, Verdict};
pub use check_code::{ConsentCode, OrderNumber, ReceiptNumber};
pub use ids::{
    ApiKeyId, AttemptId, ChargeId, JobId, MessageId, MotionId, NodeId, NotAnId, OrderId, PasskeyId,
    PaymentId, ReceiptId, StaffId,
};
pub use job::{Due, Job, NoticeChannel, Occasion};
pub use keeping::Given;
pub use lane::{Lane, Span};
pub use look_reason::LookReason;
pub use node::{Node, NodeKind};
pub use order::{Details, Left, Order, Purpose, Refusal, Step};
pub use order_event::{OrderEvent, TimelineEntry};
pub use photo_hash::{NotAHash, PhotoHash};
pub use receipt::{Receipt, ReceiptRefusal, ReceiptStep};
pub use safety::{SafetyCheck, SafetySubject, SafetyVerdict};
pub use sealed::{BlobRef, Digest, Sealed};
pub use state::{State, Status};
pub use timeline::told;
pub use timestamp::Timestamp;
pub use wechat_user::WechatUser;
