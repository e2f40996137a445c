//! A receipt's life: issued with an approval, valid for its term, used at the
//! counter where its document requires that, or revoked.
//!
//! Takes a receipt and an action; gives a [`ReceiptStep`] or a
//! [`ReceiptRefusal`]. Expiry needs no step: it follows from the last day.

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
use crate::retention::{ENDED, REMIND_BEFORE};
use crate::sealed::Digest;
use crate::staff::Scope;
use crate::state::State;
use crate::timestamp::Timestamp;
use crate::{Refusal, china};

pub use revoked_for::RevokedFor;

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Internal id (ULID); never shown.
    pub id: ReceiptId,
    /// The number printed on paper.
    pub number: ReceiptNumber,
    /// The order it was issued for.
    pub order: OrderId,
    /// The attempt whose photo it certifies.
    pub attempt: AttemptId,
    /// Identifier of the document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// Conditions of use, fixed at issue.
    pub terms: Terms,
    /// Digest of the applicant's identity number; `None` once deleted.
    pub identity: Option<Digest>,
    /// Digest of the applicant's name; `None` once deleted.
    pub name: Option<Digest>,
    /// Hash of the approved file.
    pub photo_hash: Option<PhotoHash>,
    /// When the picture was uploaded.
    pub taken_at: Timestamp,
    /// When it was approved.
    pub approved_at: Timestamp,
    /// Last day of validity, in China.
    pub valid_until: Date,
    /// Whether it was used or revoked.
    pub standing: Standing,
    /// Signed text of its QR code.
    pub token: String,
    /// Real or sample.
    pub issue: Issue,
    /// Version for optimistic locking; counts changes.
    pub version: i64,
}

/// Conditions of use, copied from the catalogue at issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Terms {
    /// How often it can be used.
    pub uses: Uses,
    /// Where it is accepted.
    pub counts_in: CountsIn,
    /// Other documents it is accepted for.
    pub also_for: Vec<DocumentId>,
}

/// Whether a receipt is real or a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issue {
    /// Issued by a configured issuer.
    Real,
    /// 样张 (sample): no issuer is configured.
    Sample,
}

/// Whether a receipt was used or revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "standing")]
pub enum Standing {
    /// Neither.
    Good,
    /// Used at a counter.
    Used {
        /// Who handed over the photo.
        by: Actor,
        /// When it was used.
        at: Timestamp,
    },
    /// Revoked.
    Revoked {
        /// Who revoked it.
        by: Actor,
        /// When it was revoked.
        at: Timestamp,
        /// Reason.
        why: RevokedFor,
    },
}

coded! {
    /// The status of a receipt at an instant.
    pub enum ReceiptStatus {
        /// 有效: valid.
        Valid = "valid",
        /// 样张: a sample within its term; no issuer is configured.
        Sample = "sample",
        /// 已使用: used.
        Used = "used",
        /// 已过期: expired.
        Expired = "expired",
        /// 已撤销: revoked.
        Revoked = "revoked",
    }
}

impl ReceiptStatus {
    /// Whether the photo is no longer shown to anybody.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Expired | Self::Revoked)
    }
}

/// A change of a receipt and its consequences; saved in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptStep {
    /// The changed receipt.
    pub receipt: Receipt,
    /// The event for the order's timeline.
    pub event: OrderEvent,
    /// Jobs this step enqueues; one replaces a queued job of the same key.
    pub due: Vec<Due>,
    /// Queued jobs this step cancels.
    pub cancels: Vec<Job>,
}

/// Why a change of a receipt is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptRefusal {
    /// Already used.
    #[error("the receipt has been used")]
    Used,
    /// Its term is over.
    #[error("the receipt has expired")]
    Expired,
    /// It was revoked.
    #[error("the receipt has been revoked")]
    Revoked,
    /// Its document does not require that receipts be used.
    #[error("a receipt of this document is not used up")]
    NotUsedUp,
    /// It was not used.
    #[error("the receipt has not been used")]
    NotUsed,
    /// A use can be undone only on the day it was made.
    #[error("a use can be taken back on the same day only")]
    AnotherDay,
}

impl ReceiptRefusal {
    /// All refusals.
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

/// What a receipt is issued with, besides its order.
#[derive(Clone, Debug)]
pub struct Issuing {
    /// Internal id (ULID); never shown.
    pub id: ReceiptId,
    /// The number printed on paper.
    pub number: ReceiptNumber,
    /// Digest of the applicant's name.
    pub name: Digest,
    /// Conditions of use.
    pub terms: Terms,
    /// Term of validity.
    pub validity: Validity,
    /// Real or sample.
    pub issue: Issue,
}

/// Last day of validity of a receipt whose picture was taken on `taken`; the
/// first day of its term is the day after.
#[must_use]
pub fn last_day(taken: Date, validity: Validity) -> Date {
    let span = match validity {
        Validity::Days(count) => jiff::Span::new().days(i64::from(count)),
        Validity::Months(count) => jiff::Span::new().months(i64::from(count)),
    };
    taken.saturating_add(span)
}

impl Receipt {
    /// A receipt for an approved order; the caller signs it and sets its token.
    ///
    /// # Errors
    /// [`Refusal::WrongState`] if the approval is not final,
    /// [`Refusal::NoDetails`] or [`Refusal::NoPicture`] if these are missing.
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
            photo_hash: Some(photo_hash),
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
                at: receipt.forgotten_at(),
            },
        ];
        let remind_at = ends_at.minus(REMIND_BEFORE);
        // No reminder where it would follow soon after the receipt itself.
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

    /// The first instant after its term.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        china::ends(self.valid_until)
    }

    /// Its status at `now`.
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

    /// Checks that its photo may be handed over at `now`: it is valid, or was
    /// used on this day (a failed hand-over can be repeated).
    ///
    /// # Errors
    /// [`ReceiptRefusal`].
    pub fn hand_over(&self, now: Timestamp) -> Result<(), ReceiptRefusal> {
        match (self.status(now), &self.standing) {
            (ReceiptStatus::Valid | ReceiptStatus::Sample, _) => Ok(()),
            (_, Standing::Used { at, .. }) if same_day(*at, now) => Ok(()),
            (ReceiptStatus::Used, _) => Err(ReceiptRefusal::Used),
            (ReceiptStatus::Expired, _) => Err(ReceiptRefusal::Expired),
            (ReceiptStatus::Revoked, _) => Err(ReceiptRefusal::Revoked),
        }
    }

    /// 核销: marks it as used.
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
        // No reminder to renew a receipt that was used.
        step.cancels = vec![Job::Notify {
            order,
            occasion: Occasion::EndsSoon,
        }];
        Ok(step)
    }

    /// Undoes a use, on the day it was made.
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

    /// Revokes it; the photo is deleted when the time for complaints ends.
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
        // An applicant whose data was erased cannot be notified.
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

    /// Deletes the applicant's digests. The number stays, so that it is never
    /// issued again.
    #[must_use]
    pub fn forget(mut self) -> Self {
        self.identity = None;
        self.name = None;
        self.forget_photo()
    }

    /// Deletes the photo's hash and the code that carries it, once the photo is
    /// erased. The digests stay, so that a counter can answer "expired" or
    /// "used" for a while.
    #[must_use]
    pub fn forget_photo(mut self) -> Self {
        self.photo_hash = None;
        self.token.clear();
        self
    }

    /// Whether it is accepted for `document` in `city`; `None` for any.
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
            // A provincial counter accepts what the province's cities issued.
            CountsIn::City => own == asked || asked == own.province(),
        };
        if there { Fit::Fits } else { Fit::AnotherPlace }
    }

    /// Whether it is accepted for a document and in a city of `window`. A window
    /// limited to cities takes no receipt of a document without one.
    #[must_use]
    pub fn is_accepted_within(&self, window: &Scope) -> bool {
        let fits = |document, city| self.fits(document, city) == Fit::Fits;
        let for_document =
            window.documents.is_empty() || window.documents.iter().any(|one| fits(Some(one), None));
        let in_city = window.cities.is_empty()
            || self.city.is_some() && window.cities.iter().any(|one| fits(None, Some(*one)));
        for_document && in_city
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
    /// Whether a receipt is accepted for what a counter asks.
    pub enum Fit {
        /// It is accepted.
        Fits = "fits",
        /// It was issued for another document.
        AnotherDocument = "another-document",
        /// It is accepted in another city or province only.
        AnotherPlace = "another-place",
    }
}

fn same_day(one: Timestamp, other: Timestamp) -> bool {
    china::date(one) == china::date(other)
}

#[cfg(test)]
mod tests;
