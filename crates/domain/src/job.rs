//! Background jobs, enqueued in the same step as their cause.

use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::ids::{AttemptId, ChargeId, MessageId, OrderId, PaymentId, ReceiptId};
use crate::timestamp::Timestamp;

coded! {
    /// An event that the applicant is notified of.
    pub enum Occasion {
        /// The order was submitted.
        Submitted = "submitted",
        /// The photo was approved.
        Approved = "approved",
        /// The photo was rejected.
        Rejected = "rejected",
        /// A member of staff wrote a message.
        Message = "message",
        /// The receipt expires soon.
        EndsSoon = "ends-soon",
        /// The receipt was revoked.
        Revoked = "revoked",
        /// The order was not finished in time and ended.
        Lapsed = "lapsed",
        /// The photo was approved, and its receipt waits to be paid.
        PaymentDue = "payment-due",
        /// What was paid was given back.
        Refunded = "refunded",
    }
}

coded! {
    /// A channel for notices outside the service.
    pub enum NoticeChannel {
        /// E-mail, for applicants who gave an address.
        Email = "email",
        /// A call to the operator's own system, which notifies them.
        WebHook = "web-hook",
        /// A text message, to the phone that applicants give.
        Sms = "sms",
        /// A 服务通知, to applicants who came from WeChat and subscribed to it.
        Wechat = "wechat",
    }
}

/// A background job. Idempotent; a job that no longer applies to its order does
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Job {
    /// Notify the applicant.
    Notify {
        /// The order concerned.
        order: OrderId,
        /// What happened.
        occasion: Occasion,
    },
    /// Notify the applicant through one channel. Each channel is retried on its
    /// own, so that a failing one does not make another send twice.
    Tell {
        /// The order concerned.
        order: OrderId,
        /// What happened.
        occasion: Occasion,
        /// Channel.
        way: NoticeChannel,
        /// When the event was recorded; identifies the notice across retries.
        noted_at: Timestamp,
    },
    /// Delete an attempt's uploaded picture.
    EraseOriginal {
        /// The attempt concerned.
        attempt: AttemptId,
    },
    /// Return an order to the queue if its claim was not renewed.
    LapseClaim {
        /// The order concerned.
        order: OrderId,
    },
    /// End a draft that was not submitted.
    LapseDraft {
        /// The order concerned.
        order: OrderId,
    },
    /// End an order that was handed in and not paid.
    LapseUnpaid {
        /// The order concerned.
        order: OrderId,
    },
    /// End a rejected order that was not submitted again.
    LapseRejected {
        /// The order concerned.
        order: OrderId,
    },
    /// End a submitted order that was not decided.
    LapseUndecided {
        /// The order concerned.
        order: OrderId,
    },
    /// End an approved order that no receipt could be issued for.
    LapseUnissued {
        /// The order concerned.
        order: OrderId,
    },
    /// Have everything given back that was paid for an order.
    ReturnMoney {
        /// The order concerned.
        order: OrderId,
    },
    /// Give a payment back through the payment service that it came by.
    Refund {
        /// The payment concerned.
        payment: PaymentId,
    },
    /// Ask the payment service what became of a charge.
    AskCharge {
        /// The charge concerned.
        charge: ChargeId,
    },
    /// Tell WeChat that what was paid for inside it was given.
    TellShipped {
        /// The order concerned.
        order: OrderId,
    },
    /// Have WeChat look at the photo of an attempt.
    CheckPhoto {
        /// The attempt concerned.
        attempt: AttemptId,
    },
    /// Have WeChat look at a message of an applicant.
    CheckMessage {
        /// The order concerned.
        order: OrderId,
        /// The message concerned.
        message: MessageId,
    },
    /// Close the charges of an order that can still be paid.
    CloseCharges {
        /// The order concerned.
        order: OrderId,
    },
    /// Delete the personal data and photos of an order, and its key.
    EraseOrder {
        /// The order concerned.
        order: OrderId,
    },
    /// Issue the receipt of an approved order.
    IssueReceipt {
        /// The order concerned.
        order: OrderId,
    },
    /// Delete the digests of a receipt's applicant, once it has ended.
    ForgetReceipt {
        /// The receipt concerned.
        receipt: ReceiptId,
    },
    /// Delete the kept code of a sealed photo.
    ForgetCode {
        /// The receipt concerned.
        receipt: ReceiptId,
    },
    /// Delete a sealed photo that was handed over.
    EraseSealedPhoto {
        /// The receipt concerned.
        receipt: ReceiptId,
    },
    /// Delete log entries older than the retention period.
    TrimLog,
    /// Delete expired sessions and a part of the files that no row refers to: all of
    /// them within a day.
    Sweep,
    /// End whatever is past its term, whatever became of the job that should
    /// have ended it; warn of what is about to end undecided.
    HoldToTerms,
    /// Tell the operator through one channel that orders are about to end
    /// undecided.
    WarnOperator {
        /// Channel.
        way: NoticeChannel,
        /// When the warning was planned; identifies it across retries.
        noted_at: Timestamp,
    },
    /// Overwrite on disk what an erasure left in the database's files.
    Purge,
    /// Check a part of the rows and photos for damage.
    Scrub,
    /// Hold the book of the days that are over against the payment services' bills.
    CheckBills,
    /// Attest the log's newest entry outside the database.
    AttestLog,
    /// Send a checkpoint of the log to the operator through one channel.
    SendCheckpoint {
        /// Channel.
        way: NoticeChannel,
        /// When it was planned; identifies it across retries.
        noted_at: Timestamp,
    },
}

impl Job {
    /// Stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Notify { .. } => "notify",
            Self::Tell { .. } => "tell",
            Self::EraseOriginal { .. } => "erase-original",
            Self::LapseClaim { .. } => "lapse-claim",
            Self::LapseDraft { .. } => "lapse-draft",
            Self::LapseUnpaid { .. } => "lapse-unpaid",
            Self::ReturnMoney { .. } => "return-money",
            Self::Refund { .. } => "refund",
            Self::AskCharge { .. } => "ask-charge",
            Self::CloseCharges { .. } => "close-charges",
            Self::TellShipped { .. } => "tell-shipped",
            Self::CheckPhoto { .. } => "check-photo",
            Self::CheckMessage { .. } => "check-message",
            Self::LapseRejected { .. } => "lapse-rejected",
            Self::LapseUndecided { .. } => "lapse-undecided",
            Self::LapseUnissued { .. } => "lapse-unissued",
            Self::EraseOrder { .. } => "erase-order",
            Self::IssueReceipt { .. } => "issue-receipt",
            Self::ForgetReceipt { .. } => "forget-receipt",
            Self::ForgetCode { .. } => "forget-code",
            Self::EraseSealedPhoto { .. } => "erase-sealed-photo",
            Self::TrimLog => "trim-log",
            Self::Sweep => "sweep",
            Self::HoldToTerms => "hold-to-terms",
            Self::WarnOperator { .. } => "warn-operator",
            Self::Purge => "purge",
            Self::Scrub => "scrub",
            Self::CheckBills => "check-bills",
            Self::AttestLog => "attest-log",
            Self::SendCheckpoint { .. } => "send-checkpoint",
        }
    }

    /// Key of the job: a queued job is replaced by a later one of the same key.
    #[must_use]
    pub fn key(&self) -> String {
        let code = self.code();
        match self {
            Self::Notify { order, occasion } => format!("{code}:{order}:{}", occasion.code()),
            Self::Tell {
                order,
                occasion,
                way,
                ..
            } => format!("{code}:{order}:{}:{}", occasion.code(), way.code()),
            Self::EraseOriginal { attempt } | Self::CheckPhoto { attempt } => {
                format!("{code}:{attempt}")
            }
            Self::CheckMessage { message, .. } => format!("{code}:{message}"),
            Self::LapseClaim { order }
            | Self::LapseDraft { order }
            | Self::LapseUnpaid { order }
            | Self::ReturnMoney { order }
            | Self::CloseCharges { order }
            | Self::TellShipped { order }
            | Self::LapseRejected { order }
            | Self::LapseUndecided { order }
            | Self::LapseUnissued { order }
            | Self::IssueReceipt { order }
            | Self::EraseOrder { order } => format!("{code}:{order}"),
            Self::Refund { payment } => format!("{code}:{payment}"),
            Self::AskCharge { charge } => format!("{code}:{charge}"),
            Self::ForgetReceipt { receipt }
            | Self::ForgetCode { receipt }
            | Self::EraseSealedPhoto { receipt } => format!("{code}:{receipt}"),
            Self::WarnOperator { way, .. } | Self::SendCheckpoint { way, .. } => {
                format!("{code}:{}", way.code())
            }
            Self::TrimLog
            | Self::Sweep
            | Self::HoldToTerms
            | Self::Purge
            | Self::Scrub
            | Self::CheckBills
            | Self::AttestLog => code.to_owned(),
        }
    }

    /// Jobs that run daily, or more often, and plan themselves again.
    pub const DAILY: [Self; 6] = [
        Self::Sweep,
        Self::TrimLog,
        Self::HoldToTerms,
        Self::Scrub,
        Self::CheckBills,
        Self::AttestLog,
    ];

    /// Whether it is tried again the next day after its last try failed.
    #[must_use]
    pub fn is_never_given_up(&self) -> bool {
        Self::DAILY.contains(self) || matches!(self, Self::TellShipped { .. })
    }
}

/// A job with its due time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The job.
    pub job: Job,
    /// Earliest time to run it.
    pub at: Timestamp,
}
