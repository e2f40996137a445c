//! One payment of an order's price: taken, perhaps undone, perhaps given back.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::check_code::OrderNumber;
use crate::china;
use crate::coded::coded;
use crate::ids::{OrderId, PaymentId};
use crate::money::fen::Fen;
use crate::money::ledger::Movement;
use crate::money::price::Price;
use crate::timestamp::Timestamp;

coded! {
    /// How money is paid.
    pub enum PayWay {
        /// At the shop or office: a member of staff took it, in whatever form.
        Till = "till",
        /// 微信支付.
        WechatPay = "wechat-pay",
    }
}

coded! {
    /// Why money goes back.
    pub enum RefundFor {
        /// The order ended without a photo or receipt.
        Ended = "ended",
        /// The service made a mistake.
        Mistake = "mistake",
        /// Goodwill.
        Goodwill = "goodwill",
        /// It was paid twice, or when nothing was to be paid any more.
        Surplus = "surplus",
        /// Another amount was paid than was asked for.
        WrongAmount = "wrong-amount",
    }
}

impl RefundFor {
    /// The reasons that an operator may choose.
    pub const BY_OPERATOR: [Self; 2] = [Self::Mistake, Self::Goodwill];

    /// Whether the payment never was that of the order's price.
    #[must_use]
    pub const fn is_beside_the_price(self) -> bool {
        matches!(self, Self::Surplus | Self::WrongAmount)
    }

    /// The reason of this code, if an operator may choose it.
    #[must_use]
    pub fn chosen(code: &str) -> Option<Self> {
        Self::BY_OPERATOR.into_iter().find(|why| why.code() == code)
    }
}

/// A payment of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Internal id (ULID).
    pub id: PaymentId,
    /// The order.
    pub order: OrderId,
    /// The order's number, which stays when the order is erased.
    pub number: OrderNumber,
    /// How it was paid.
    pub way: PayWay,
    /// What was paid; more than nothing.
    pub amount: Fen,
    /// Number of the shop's own receipt, or the payment service's of the payment.
    pub reference: String,
    /// Who took it; who paid it, over the internet.
    pub by: Actor,
    /// When it was taken.
    pub at: Timestamp,
    /// What became of it.
    pub standing: PaymentStanding,
    /// Version for optimistic locking; counts changes.
    pub version: i64,
}

/// What became of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "standing")]
pub enum PaymentStanding {
    /// It is kept.
    Taken,
    /// It was recorded by mistake: no money, or not for this order.
    Undone {
        /// Who undid it.
        by: Actor,
        /// When it was undone.
        at: Timestamp,
    },
    /// It is to be given back.
    RefundAsked {
        /// Who asked for it.
        by: Actor,
        /// When.
        at: Timestamp,
        /// Why.
        why: RefundFor,
    },
    /// It was given back.
    Refunded {
        /// Who gave it back.
        by: Actor,
        /// When.
        at: Timestamp,
        /// Why.
        why: RefundFor,
        /// Number of the shop's own slip for it, or the payment service's of the refund.
        reference: String,
    },
    /// The payment service could not give it back.
    RefundFailed {
        /// When.
        at: Timestamp,
        /// Why it was to be given back.
        why: RefundFor,
        /// What the payment service said, as a code.
        code: String,
    },
}

coded! {
    /// What became of a payment, in a word.
    pub enum PaymentStatus {
        /// It is kept.
        Taken = "taken",
        /// It was undone.
        Undone = "undone",
        /// It is to be given back.
        RefundAsked = "refund-asked",
        /// It was given back.
        Refunded = "refunded",
        /// It could not be given back: a person has to see to it.
        RefundFailed = "refund-failed",
    }
}

/// A changed payment, and the money that moved with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentStep {
    /// The payment.
    pub payment: Payment,
    /// What goes into the ledger: the movement, its amount with its sign, and the
    /// number of the slip; `None` if no money moved.
    pub moved: Option<(Movement, Fen, String)>,
}

/// Why a change of a payment is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaymentRefusal {
    /// It was undone.
    #[error("the payment was undone")]
    Undone,
    /// It is to be given back.
    #[error("the payment is to be given back")]
    RefundAsked,
    /// It was given back.
    #[error("the payment was given back")]
    Refunded,
    /// It is kept, and nobody asked to give it back.
    #[error("nobody asked to give the payment back")]
    NoRefundAsked,
    /// A payment can be undone only on the day it was taken.
    #[error("a payment can be undone on the same day only")]
    AnotherDay,
    /// It is given back by the payment service, not at the till.
    #[error("the payment service gives it back")]
    NotAtTill,
    /// The number of a slip is empty, too long or holds characters that are not seen.
    #[error("a slip needs a number")]
    NoReference,
}

impl PaymentRefusal {
    /// All refusals.
    pub const ALL: [Self; 7] = [
        Self::Undone,
        Self::RefundAsked,
        Self::Refunded,
        Self::NoRefundAsked,
        Self::AnotherDay,
        Self::NotAtTill,
        Self::NoReference,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Undone => "payment-undone",
            Self::RefundAsked => "payment-refund-asked",
            Self::Refunded => "payment-refunded",
            Self::NoRefundAsked => "payment-no-refund-asked",
            Self::AnotherDay => "payment-another-day",
            Self::NotAtTill => "payment-not-at-till",
            Self::NoReference => "payment-no-reference",
        }
    }
}

/// Most characters of a slip's number: that of 增值税 e-invoices has 20, those of
/// card terminals up to 32; some write a word beside it.
pub const REFERENCE: usize = 64;

type Outcome = Result<PaymentStep, PaymentRefusal>;

impl Payment {
    /// A payment of `price` taken at the till, with the number of the slip that was
    /// given for it.
    ///
    /// # Errors
    /// [`PaymentRefusal::NoReference`].
    pub fn at_till(
        id: PaymentId,
        order: (OrderId, OrderNumber),
        price: Price,
        slip: &str,
        by: Actor,
        now: Timestamp,
    ) -> Outcome {
        let slip = reference(slip)?;
        let (order, number) = order;
        let amount = price.amount();
        let payment = Self {
            id,
            order,
            number,
            way: PayWay::Till,
            amount,
            reference: slip.clone(),
            by,
            at: now,
            standing: PaymentStanding::Taken,
            version: 0,
        };
        Ok(PaymentStep {
            payment,
            moved: Some((Movement::Taken, amount, slip)),
        })
    }

    /// A payment over the internet, with the payment service's number of it.
    #[must_use]
    pub fn online(
        id: PaymentId,
        order: (OrderId, OrderNumber),
        way: PayWay,
        amount: Fen,
        transaction: &str,
        now: Timestamp,
    ) -> PaymentStep {
        let (order, number) = order;
        let payment = Self {
            id,
            order,
            number,
            way,
            amount,
            reference: transaction.to_owned(),
            by: Actor::Applicant,
            at: now,
            standing: PaymentStanding::Taken,
            version: 0,
        };
        PaymentStep {
            payment,
            moved: Some((Movement::Taken, amount, transaction.to_owned())),
        }
    }

    /// What became of it, in a word.
    #[must_use]
    pub const fn status(&self) -> PaymentStatus {
        match self.standing {
            PaymentStanding::Taken => PaymentStatus::Taken,
            PaymentStanding::Undone { .. } => PaymentStatus::Undone,
            PaymentStanding::RefundAsked { .. } => PaymentStatus::RefundAsked,
            PaymentStanding::Refunded { .. } => PaymentStatus::Refunded,
            PaymentStanding::RefundFailed { .. } => PaymentStatus::RefundFailed,
        }
    }

    /// Whether it can be undone at `now`; see [`Self::undo`].
    #[must_use]
    pub fn may_be_undone(&self, now: Timestamp) -> bool {
        self.undoable(now).is_ok()
    }

    /// Requires that it was taken at the till on this day in China, and nothing was given
    /// back.
    fn undoable(&self, now: Timestamp) -> Result<(), PaymentRefusal> {
        if self.way != PayWay::Till {
            return Err(PaymentRefusal::NotAtTill);
        }
        match self.standing {
            PaymentStanding::Undone { .. } => Err(PaymentRefusal::Undone),
            PaymentStanding::Refunded { .. } => Err(PaymentRefusal::Refunded),
            // Recorded for an order by mistake, it is not given back to its applicant.
            PaymentStanding::Taken
            | PaymentStanding::RefundAsked { .. }
            | PaymentStanding::RefundFailed { .. } => {
                let is_today = china::date(self.at) == china::date(now);
                is_today.then_some(()).ok_or(PaymentRefusal::AnotherDay)
            }
        }
    }

    /// Takes back what was recorded by mistake, on the day it was recorded.
    ///
    /// # Errors
    /// [`PaymentRefusal`].
    pub fn undo(mut self, by: Actor, now: Timestamp) -> Outcome {
        self.undoable(now)?;
        self.standing = PaymentStanding::Undone { by, at: now };
        let moved = (Movement::Undone, -self.amount, self.reference.clone());
        Ok(PaymentStep {
            payment: self,
            moved: Some(moved),
        })
    }

    /// Has it given back, whole; once more where that failed.
    ///
    /// # Errors
    /// [`PaymentRefusal`].
    pub fn ask_refund(mut self, by: Actor, why: RefundFor, now: Timestamp) -> Outcome {
        match self.standing {
            PaymentStanding::Taken | PaymentStanding::RefundFailed { .. } => {}
            PaymentStanding::Undone { .. } => return Err(PaymentRefusal::Undone),
            PaymentStanding::RefundAsked { .. } => return Err(PaymentRefusal::RefundAsked),
            PaymentStanding::Refunded { .. } => return Err(PaymentRefusal::Refunded),
        }
        self.standing = PaymentStanding::RefundAsked { by, at: now, why };
        Ok(PaymentStep {
            payment: self,
            moved: None,
        })
    }

    /// Records that it was given back at the till, with the number of the slip.
    ///
    /// # Errors
    /// [`PaymentRefusal`].
    pub fn refund_at_till(self, by: Actor, slip: &str, now: Timestamp) -> Outcome {
        let why = self.asked_back_for()?;
        // Where the payment service could not, the till can.
        let has_failed = matches!(self.standing, PaymentStanding::RefundFailed { .. });
        if self.way != PayWay::Till && !has_failed {
            return Err(PaymentRefusal::NotAtTill);
        }
        let slip = reference(slip)?;
        Ok(self.given_back(by, why, slip, now))
    }

    /// Records that the payment service gave it back, with its number of the refund.
    ///
    /// # Errors
    /// [`PaymentRefusal`].
    pub fn refunded_online(self, refund: &str, now: Timestamp) -> Outcome {
        let why = self.asked_back_for()?;
        Ok(self.given_back(Actor::System, why, refund.to_owned(), now))
    }

    /// Records that the payment service could not give it back, and its code.
    ///
    /// # Errors
    /// [`PaymentRefusal`].
    pub fn refund_failed(mut self, code: &str, now: Timestamp) -> Outcome {
        let why = self.asked_back_for()?;
        self.standing = PaymentStanding::RefundFailed {
            at: now,
            why,
            code: code.to_owned(),
        };
        Ok(PaymentStep {
            payment: self,
            moved: None,
        })
    }

    fn given_back(
        mut self,
        by: Actor,
        why: RefundFor,
        reference: String,
        now: Timestamp,
    ) -> PaymentStep {
        let moved = (Movement::Refunded, -self.amount, reference.clone());
        self.standing = PaymentStanding::Refunded {
            by,
            at: now,
            why,
            reference,
        };
        PaymentStep {
            payment: self,
            moved: Some(moved),
        }
    }

    /// Why it is to be given back. One that failed may have been given back all the same.
    fn asked_back_for(&self) -> Result<RefundFor, PaymentRefusal> {
        match self.standing {
            PaymentStanding::RefundAsked { why, .. }
            | PaymentStanding::RefundFailed { why, .. } => Ok(why),
            PaymentStanding::Taken => Err(PaymentRefusal::NoRefundAsked),
            PaymentStanding::Undone { .. } => Err(PaymentRefusal::Undone),
            PaymentStanding::Refunded { .. } => Err(PaymentRefusal::Refunded),
        }
    }
}

fn reference(typed: &str) -> Result<String, PaymentRefusal> {
    crate::plain_text::name(typed, REFERENCE).ok_or(PaymentRefusal::NoReference)
}

#[cfg(test)]
mod tests;
