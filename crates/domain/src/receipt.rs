//! A receipt's life: issued with an approval, good for its time, used up at the
//! counter where the document wants that, revoked where it must be.
//!
//! Takes the receipt as it stands and what somebody does; gives a
//! [`ReceiptStep`] or a [`ReceiptRefusal`]. Its end needs no step: a receipt is
//! over when its last day is.

pub(crate) mod revoked_for;

use catalogue::{CountsIn, DivisionCode, DocumentId, Uses, Validity};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::attempt::{Attempt, Verdict};
use crate::check_code::ReceiptNumber;
use crate::coded::coded;
use crate::ids::{AttemptId, OrderId, ReceiptId};
use crate::job::{Due, Job, Occasion};
use crate::order::Order;
use crate::order_event::OrderEvent;
use crate::photo_hash::PhotoHash;
use crate::retention::{ENDED, RECEIPT_REMEMBERED, REMIND_BEFORE};
use crate::sealed::Digest;
use crate::state::State;
use crate::timestamp::Timestamp;
use crate::{Refusal, china};

pub use revoked_for::RevokedFor;

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Internal id (ULID); never shown.
    pub id: ReceiptId,
    /// Its number on paper.
    pub number: ReceiptNumber,
    /// The order it came of.
    pub order: OrderId,
    /// The picture it vouches for.
    pub attempt: AttemptId,
    /// Identifier of the document.
    pub document: DocumentId,
    /// Where it is issued; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// The rule it was issued under.
    pub terms: Terms,
    /// The applicant's identity number; `None` once forgotten.
    pub identity: Option<Digest>,
    /// The applicant's name; `None` once forgotten.
    pub name: Option<Digest>,
    /// Hash of the approved file.
    pub photo_hash: PhotoHash,
    /// When the picture came.
    pub taken_at: Timestamp,
    /// When it was approved.
    pub approved_at: Timestamp,
    /// The last day it is good for, in China.
    pub valid_until: Date,
    /// What became of it.
    pub standing: Standing,
    /// The signed words of its two-dimensional code.
    pub token: String,
    /// Whether it was issued for real, or as a sample.
    pub issue: Issue,
    /// Counts changes, so that two at once are told apart.
    pub version: i64,
}

/// What a receipt may be used for, as the catalogue had it that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Terms {
    /// How often.
    pub uses: Uses,
    /// Where.
    pub counts_in: CountsIn,
    /// Other documents it serves.
    pub also_for: Vec<DocumentId>,
}

/// Whether a receipt is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issue {
    /// Issued by a configured issuer.
    Real,
    /// 样张: nobody was configured to issue it.
    Sample,
}

/// What became of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "standing")]
pub enum Standing {
    /// Nothing yet.
    Good,
    /// Used up at a counter.
    Used {
        /// Who handed the photo over.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// Declared void.
    Revoked {
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
        /// Why.
        why: RevokedFor,
    },
}

coded! {
    /// How a receipt stands at an instant, in one word.
    pub enum ReceiptStatus {
        /// 有效.
        Valid = "valid",
        /// 样张: as valid as a receipt can be that nobody was set up to issue.
        Sample = "sample",
        /// 已使用.
        Used = "used",
        /// 已过期.
        Expired = "expired",
        /// 已撤销.
        Revoked = "revoked",
    }
}

impl ReceiptStatus {
    /// Whether its photo is shown to nobody any more.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Expired | Self::Revoked)
    }
}

/// A change of a receipt done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptStep {
    /// The receipt afterwards.
    pub receipt: Receipt,
    /// The line of the order's timeline.
    pub event: OrderEvent,
    /// The work that follows.
    pub due: Vec<Due>,
    /// Queued jobs this step cancels.
    pub cancels: Vec<Job>,
}

/// Why a receipt cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRefusal {
    /// It was used before.
    #[error("the receipt has been used")]
    Used,
    /// Its time is over.
    #[error("the receipt has expired")]
    Expired,
    /// It was declared void.
    #[error("the receipt has been revoked")]
    Revoked,
    /// Its document does not use receipts up.
    #[error("a receipt of this document is not used up")]
    NotUsedUp,
    /// It has not been used.
    #[error("the receipt has not been used")]
    NotUsed,
    /// A use is taken back on its own day only.
    #[error("a use can be taken back on the same day only")]
    AnotherDay,
}

impl ReceiptRefusal {
    /// Every one of them.
    pub const ALL: [Self; 6] = [
        Self::Used,
        Self::Expired,
        Self::Revoked,
        Self::NotUsedUp,
        Self::NotUsed,
        Self::AnotherDay,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Used => "receipt-used",
            Self::Expired => "receipt-expired",
            Self::Revoked => "receipt-revoked",
            Self::NotUsedUp => "receipt-not-used-up",
            Self::NotUsed => "receipt-not-used",
            Self::AnotherDay => "receipt-another-day",
        }
    }
}

/// What a receipt is issued with besides its order.
#[derive(Clone, Debug)]
pub struct Issuing {
    /// Internal id (ULID); never shown.
    pub id: ReceiptId,
    /// Its number on paper.
    pub number: ReceiptNumber,
    /// The applicant's name, digested.
    pub name: Digest,
    /// What it may be used for.
    pub terms: Terms,
    /// How long it is good.
    pub validity: Validity,
    /// Whether it is one.
    pub issue: Issue,
}

/// The last day of a receipt whose picture was taken on `taken`: the day after
/// is the first of its term.
#[must_use]
pub fn last_day(taken: Date, validity: Validity) -> Date {
    let span = match validity {
        Validity::Days(count) => jiff::Span::new().days(i64::from(count)),
        Validity::Months(count) => jiff::Span::new().months(i64::from(count)),
    };
    taken.saturating_add(span)
}

impl Receipt {
    /// A receipt for an approved order; its token is written by whoever signs.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] where the approval is not final,
    /// [`Refusal::NoDetails`] and [`Refusal::NoPicture`] where something lacks.
    pub fn issue(
        order: &Order,
        attempt: &Attempt,
        with: Issuing,
        now: Timestamp,
    ) -> Result<ReceiptStep, Refusal> {
        let approved_at = match order.state {
            State::Decided {
                verdict: Verdict::Approved,
                at,
                final_at,
                ..
            } if now >= final_at => at,
            _ => return Err(Refusal::WrongState),
        };
        if order.erased_at.is_some() {
            return Err(Refusal::Erased);
        }
        let photo_hash = attempt.photo_hash.ok_or(Refusal::NoPicture)?;
        let taken_at = attempt.prepared_at;
        let receipt = Self {
            id: with.id,
            number: with.number,
            order: order.id,
            attempt: attempt.id,
            document: order.document.clone(),
            city: order.city,
            terms: with.terms,
            identity: Some(order.identity.ok_or(Refusal::NoDetails)?),
            name: Some(with.name),
            photo_hash,
            taken_at,
            approved_at,
            valid_until: last_day(china::date(taken_at), with.validity),
            standing: Standing::Good,
            token: String::new(),
            issue: with.issue,
            version: 0,
        };
        let ends_at = receipt.ends_at();
        let order = order.id;
        let notify = |occasion, at| Due {
            job: Job::Notify { order, occasion },
            at,
        };
        let mut due = vec![
            notify(Occasion::Approved, now),
            Due {
                job: Job::EraseOrder { order },
                at: ends_at,
            },
            Due {
                job: Job::ForgetReceipt { receipt: with.id },
                at: ends_at.plus(RECEIPT_REMEMBERED),
            },
        ];
        let remind_at = ends_at.minus(REMIND_BEFORE);
        // A reminder on the heels of the receipt itself would only annoy.
        if remind_at > now.plus(REMIND_BEFORE) {
            due.push(notify(Occasion::EndsSoon, remind_at));
        }
        Ok(ReceiptStep {
            receipt,
            event: OrderEvent::ReceiptIssued,
            due,
            cancels: Vec::new(),
        })
    }

    /// The first instant it is no longer good.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        china::ends(self.valid_until)
    }

    /// How it stands at `now`.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> ReceiptStatus {
        match self.standing {
            Standing::Revoked { .. } => ReceiptStatus::Revoked,
            Standing::Used { .. } => ReceiptStatus::Used,
            Standing::Good if now >= self.ends_at() => ReceiptStatus::Expired,
            Standing::Good => match self.issue {
                Issue::Real => ReceiptStatus::Valid,
                Issue::Sample => ReceiptStatus::Sample,
            },
        }
    }

    /// Whether its photo may be handed over at `now`: it is good, or was used
    /// on this very day (a hand-over that failed is repeated).
    ///
    /// # Errors
    /// Why not.
    pub fn hand_over(&self, now: Timestamp) -> Result<(), ReceiptRefusal> {
        match (self.status(now), &self.standing) {
            (ReceiptStatus::Valid | ReceiptStatus::Sample, _) => Ok(()),
            (_, Standing::Used { at, .. }) if same_day(*at, now) => Ok(()),
            (ReceiptStatus::Used, _) => Err(ReceiptRefusal::Used),
            (ReceiptStatus::Expired, _) => Err(ReceiptRefusal::Expired),
            (ReceiptStatus::Revoked, _) => Err(ReceiptRefusal::Revoked),
        }
    }

    /// 核销: uses it up.
    ///
    /// # Errors
    /// [`ReceiptRefusal`].
    pub fn use_up(mut self, by: Actor, now: Timestamp) -> Result<ReceiptStep, ReceiptRefusal> {
        match self.status(now) {
            ReceiptStatus::Valid | ReceiptStatus::Sample => {}
            ReceiptStatus::Used => return Err(ReceiptRefusal::Used),
            ReceiptStatus::Expired => return Err(ReceiptRefusal::Expired),
            ReceiptStatus::Revoked => return Err(ReceiptRefusal::Revoked),
        }
        if self.terms.uses != Uses::Once {
            return Err(ReceiptRefusal::NotUsedUp);
        }
        self.standing = Standing::Used { by, at: now };
        let order = self.order;
        let mut step = self.step(OrderEvent::ReceiptUsed);
        // Nobody renews what they have made use of.
        step.cancels = vec![Job::Notify {
            order,
            occasion: Occasion::EndsSoon,
        }];
        Ok(step)
    }

    /// Takes a use back, on the day it was made.
    ///
    /// # Errors
    /// [`ReceiptRefusal::NotUsed`], [`ReceiptRefusal::AnotherDay`],
    /// [`ReceiptRefusal::Revoked`].
    pub fn undo_use(mut self, now: Timestamp) -> Result<ReceiptStep, ReceiptRefusal> {
        match self.standing {
            Standing::Used { at, .. } if same_day(at, now) => {}
            Standing::Used { .. } => return Err(ReceiptRefusal::AnotherDay),
            Standing::Good => return Err(ReceiptRefusal::NotUsed),
            Standing::Revoked { .. } => return Err(ReceiptRefusal::Revoked),
        }
        self.standing = Standing::Good;
        Ok(self.step(OrderEvent::ReceiptUseUndone))
    }

    /// Declares it void; the photo goes with the time of a complaint.
    ///
    /// # Errors
    /// [`ReceiptRefusal::Revoked`].
    pub fn revoke(
        mut self,
        by: Actor,
        why: RevokedFor,
        now: Timestamp,
    ) -> Result<ReceiptStep, ReceiptRefusal> {
        if matches!(self.standing, Standing::Revoked { .. }) {
            return Err(ReceiptRefusal::Revoked);
        }
        self.standing = Standing::Revoked { by, at: now, why };
        let order = self.order;
        let ends_at = self.ends_at();
        let mut step = self.step(OrderEvent::ReceiptRevoked { why });
        step.cancels = vec![Job::Notify {
            order,
            occasion: Occasion::EndsSoon,
        }];
        // Whoever had everything erased has nowhere to be told.
        if why != RevokedFor::Erased {
            step.due = vec![
                Due {
                    job: Job::Notify {
                        order,
                        occasion: Occasion::Revoked,
                    },
                    at: now,
                },
                Due {
                    job: Job::EraseOrder { order },
                    at: ends_at.min(now.plus(ENDED)),
                },
            ];
        }
        Ok(step)
    }

    /// Forgets whose it was. The number stays, so that it is never given again.
    #[must_use]
    pub fn forget(mut self) -> Self {
        self.identity = None;
        self.name = None;
        self.token.clear();
        self
    }

    /// Whether a counter for `document` in `city` takes it.
    #[must_use]
    pub fn fits(&self, document: Option<&DocumentId>, city: Option<DivisionCode>) -> Fit {
        let serves =
            |asked: &DocumentId| self.document == *asked || self.terms.also_for.contains(asked);
        if document.is_some_and(|asked| !serves(asked)) {
            return Fit::AnotherDocument;
        }
        let (Some(own), Some(asked)) = (self.city, city) else {
            return Fit::Fits;
        };
        let there = match self.terms.counts_in {
            CountsIn::Country => true,
            CountsIn::Province => own.province() == asked.province(),
            // A window of the whole province takes what its cities issued.
            CountsIn::City => own == asked || asked == own.province(),
        };
        if there { Fit::Fits } else { Fit::AnotherPlace }
    }

    fn step(self, event: OrderEvent) -> ReceiptStep {
        ReceiptStep {
            receipt: self,
            event,
            due: Vec::new(),
            cancels: Vec::new(),
        }
    }
}

coded! {
    /// Whether a receipt is for the window it was brought to.
    pub enum Fit {
        /// It is.
        Fits = "fits",
        /// It was approved for another document.
        AnotherDocument = "another-document",
        /// It counts in another city or province.
        AnotherPlace = "another-place",
    }
}

fn same_day(one: Timestamp, other: Timestamp) -> bool {
    china::date(one) == china::date(other)
}

#[cfg(test)]
mod tests;
