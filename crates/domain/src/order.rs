//! The order and its transitions. Each consumes the order and gives a [`Step`]
//! (the changed order, its timeline entry, jobs), or a [`Refusal`] without any
//! change.

use std::time::Duration;

use catalogue::{DivisionCode, DocumentId};

use crate::actor::Actor;
use crate::attempt::{Attempt, Verdict};
use crate::check_code::OrderNumber;
use crate::ids::{AttemptId, OrderId};
use crate::job::{Due, Job, Occasion};
use crate::keeping::Given;
use crate::money::{Bill, BillStatus, Fen, PaidFor, PayWay, Price};
use crate::order_event::OrderEvent;
use crate::retention::{
    CLAIM, DRAFT, ENDED, LAPSE_TOLD, ORIGINAL, REJECTED, UNDECIDED, UNDO, UNISSUED, UNPAID,
};
use crate::sealed::{Digest, Sealed};
use crate::state::{State, Status};
use crate::timestamp::Timestamp;
use crate::wechat_user::WechatUser;

/// An order: one document for one person, with one or more attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Internal id (ULID); never shown.
    pub id: OrderId,
    /// The number shown to people.
    pub number: OrderNumber,
    /// Digest of the device it was begun on.
    pub device: Option<Digest>,
    /// Whose it is in WeChat; `None` for an order that was neither begun nor taken there.
    pub wechat: Option<WechatUser>,
    /// Identifier of the document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// Current state.
    pub state: State,
    /// How its price stands; fixed when it was begun.
    pub bill: Bill,
    /// The attempt last put to it.
    pub attempt: Option<AttemptId>,
    /// How often it was submitted.
    pub submissions: u16,
    /// The order's data key, wrapped by the master key; `None` once erased.
    pub key: Option<Sealed>,
    /// The applicant's details, sealed under that key; `None` until given.
    pub applicant: Option<Sealed>,
    /// Details copied from an earlier order, sealed likewise, to fill in the
    /// form; neither submitted nor consented to yet.
    pub proposal: Option<Sealed>,
    /// Why a second opinion was last asked for on this submission, sealed likewise;
    /// `None` if nobody asked, or without a word.
    pub question: Option<Sealed>,
    /// Digest of the applicant's phone number, for look-up.
    pub phone: Option<Digest>,
    /// Digest of the applicant's identity number, for look-up.
    pub identity: Option<Digest>,
    /// Digest of the applicant's name, for look-up; `None` too for details given
    /// before it was kept.
    pub name: Option<Digest>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When personal data and photos were deleted.
    pub erased_at: Option<Timestamp>,
    /// Version for optimistic locking; counts changes.
    pub version: i64,
}

/// A transition and its consequences; saved in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The changed order.
    pub order: Order,
    /// The event for the order's timeline.
    pub event: OrderEvent,
    /// Jobs this step enqueues; one replaces a queued job of the same key.
    pub due: Vec<Due>,
    /// Queued jobs this step cancels.
    pub cancels: Vec<Job>,
}

/// Why a transition is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The transition does not exist from the order's state.
    #[error("the order's state does not allow this")]
    WrongState,
    /// The picture gave no photo, or has a failing finding.
    #[error("the picture cannot be handed in")]
    PictureUnfit,
    /// No picture was put yet.
    #[error("there is no picture yet")]
    NoPicture,
    /// The applicant's details are missing.
    #[error("the applicant's details are missing")]
    NoDetails,
    /// It was handed in and waits to be paid.
    #[error("the order is not paid")]
    Unpaid,
    /// Nothing is to be paid, or it is paid.
    #[error("there is nothing to pay")]
    NothingToPay,
    /// No money was paid for it.
    #[error("nothing was paid")]
    NothingPaid,
    /// Another inspector holds the claim.
    #[error("another inspector has this order")]
    ClaimedByAnother,
    /// The inspector who asked for a second opinion cannot give it.
    #[error("a second opinion is another person's")]
    OwnSecondOpinion,
    /// The undo time has passed.
    #[error("the decision is final")]
    Final,
    /// A rejection needs a reason.
    #[error("a rejection needs a reason")]
    NoReason,
    /// The order's data is erased.
    #[error("the order has been erased")]
    Erased,
    /// It belongs to another WeChat user.
    #[error("the order is another WeChat user's")]
    OtherUser,
}

impl Refusal {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongState => "order-wrong-state",
            Self::PictureUnfit => "order-picture-unfit",
            Self::NoPicture => "order-no-picture",
            Self::NoDetails => "order-no-details",
            Self::Unpaid => "order-unpaid",
            Self::NothingToPay => "order-nothing-to-pay",
            Self::NothingPaid => "order-nothing-paid",
            Self::ClaimedByAnother => "order-claimed-by-another",
            Self::OwnSecondOpinion => "order-own-second-opinion",
            Self::Final => "order-final",
            Self::NoReason => "order-no-reason",
            Self::Erased => "order-erased",
            Self::OtherUser => "order-other-user",
        }
    }
}

type Outcome = Result<Step, Refusal>;

impl Order {
    /// A new draft, with the job that ends it if it is not submitted.
    #[must_use]
    pub fn draft(
        id: OrderId,
        number: OrderNumber,
        device: Option<Digest>,
        key: Sealed,
        purpose: Purpose,
        now: Timestamp,
    ) -> Step {
        let order = Self {
            id,
            number,
            device,
            wechat: None,
            document: purpose.document,
            city: purpose.city,
            state: State::Draft,
            bill: Bill::Free,
            attempt: None,
            submissions: 0,
            key: Some(key),
            applicant: None,
            proposal: None,
            question: None,
            phone: None,
            identity: None,
            name: None,
            created_at: now,
            updated_at: now,
            erased_at: None,
            version: 0,
        };
        let due = vec![Due {
            job: Job::LapseDraft { order: id },
            at: now.plus(DRAFT),
        }];
        Step {
            order,
            event: OrderEvent::Drafted,
            due,
            cancels: Vec::new(),
        }
    }

    /// The status shown to the applicant at `now`.
    #[must_use]
    pub fn status(&self, now: Timestamp) -> Status {
        self.state.status(now)
    }

    /// Time from `now` until the applicant is told of the decision; `None` if
    /// no decision is pending.
    #[must_use]
    pub fn told_in(&self, now: Timestamp) -> Option<Duration> {
        match self.state {
            State::Decided { final_at, .. } if now < final_at => Some(final_at.since(now)),
            _ => None,
        }
    }

    /// Puts a picture to a draft or rejected order, replacing one that was not
    /// submitted.
    pub fn put_picture(mut self, attempt: AttemptId, now: Timestamp) -> Outcome {
        self.open_to_applicant(now)?;
        self.attempt = Some(attempt);
        let due = Due {
            job: Job::EraseOriginal { attempt },
            at: now.plus(ORIGINAL),
        };
        let mut step = self.changed(OrderEvent::PicturePrepared, now);
        step.due.push(due);
        Ok(step)
    }

    /// Stores the applicant's details.
    pub fn give_details(mut self, details: Details, now: Timestamp) -> Outcome {
        self.open_to_applicant(now)?;
        self.applicant = Some(details.sealed);
        self.proposal = None;
        self.phone = Some(details.phone);
        self.identity = Some(details.identity);
        self.name = Some(details.name);
        let what = OrderEvent::DetailsGiven {
            consent_version: details.consent_version,
        };
        Ok(self.changed(what, now))
    }

    /// A change by the applicant: what was handed in and not paid is a draft again.
    fn changed(mut self, event: OrderEvent, now: Timestamp) -> Step {
        let order = self.id;
        let was_unpaid = matches!(self.state, State::Unpaid { .. });
        if was_unpaid {
            self.state = State::Draft;
        }
        let mut step = self.step(event, Vec::new(), now);
        if was_unpaid {
            step.due.push(Due {
                job: Job::LapseDraft { order },
                at: now.plus(DRAFT),
            });
            step.cancels.push(Job::LapseUnpaid { order });
        }
        step
    }

    /// Submits the order's picture. `attempt` is that picture's attempt and
    /// gets its ordinal and submission time. Where applying costs something, it waits
    /// unpaid instead, and is submitted once it is paid; another submission after a
    /// rejection costs nothing.
    pub fn submit(mut self, attempt: &mut Attempt, now: Timestamp) -> Outcome {
        self.open_to_applicant(now)?;
        if self.attempt != Some(attempt.id) || attempt.submitted_at.is_some() {
            return Err(Refusal::NoPicture);
        }
        if attempt.photo.is_none() || !attempt.fitness.may_be_handed_in() {
            return Err(Refusal::PictureUnfit);
        }
        if self.applicant.is_none() {
            return Err(Refusal::NoDetails);
        }
        if self.submissions == 0 && self.bill.holds_up(PaidFor::Applying) {
            return self.await_payment(now);
        }
        self.submissions = self.submissions.saturating_add(1);
        attempt.ordinal = self.submissions;
        attempt.submitted_at = Some(now);
        self.question = None;
        self.state = State::Waiting {
            since: now,
            asked_by: None,
        };
        let id = self.id;
        let due = vec![
            notify(id, Occasion::Submitted, now),
            Due {
                job: Job::LapseUndecided { order: id },
                at: now.plus(UNDECIDED),
            },
            // The original is there as long as the order can be judged.
            Due {
                job: Job::EraseOriginal {
                    attempt: attempt.id,
                },
                at: now.plus(ORIGINAL),
            },
        ];
        let what = OrderEvent::Submitted {
            ordinal: self.submissions,
        };
        let mut step = self.step(what, due, now);
        step.cancels = vec![
            Job::LapseDraft { order: id },
            Job::LapseUnpaid { order: id },
            Job::LapseRejected { order: id },
        ];
        Ok(step)
    }

    /// A draft that was handed in waits until it is paid.
    fn await_payment(mut self, now: Timestamp) -> Outcome {
        if matches!(self.state, State::Unpaid { .. }) {
            return Err(Refusal::Unpaid);
        }
        self.state = State::Unpaid { since: now };
        let order = self.id;
        let due = vec![Due {
            job: Job::LapseUnpaid { order },
            at: now.plus(UNPAID),
        }];
        let mut step = self.step(OrderEvent::PaymentDue, due, now);
        step.cancels = vec![Job::LapseDraft { order }];
        Ok(step)
    }

    /// Claims the order for an inspector, or renews their claim. An expired
    /// claim can be taken by another. No claim goes beyond the time in which the
    /// order is to be decided, so that none is lost when the order lapses.
    pub fn claim(mut self, by: Actor, now: Timestamp) -> Outcome {
        let (since, asked_by) = match self.state {
            State::Waiting { since, asked_by } => (since, asked_by),
            State::Claimed {
                since,
                asked_by,
                by: holder,
                until,
            } => {
                if holder != by && now < until {
                    return Err(Refusal::ClaimedByAnother);
                }
                (since, asked_by)
            }
            _ => return Err(Refusal::WrongState),
        };
        if asked_by == Some(by) {
            return Err(Refusal::OwnSecondOpinion);
        }
        let end = since.plus(UNDECIDED);
        if now >= end {
            return Err(Refusal::WrongState);
        }
        let until = now.plus(CLAIM).min(end);
        self.state = State::Claimed {
            since,
            asked_by,
            by,
            until,
        };
        let due = vec![Due {
            job: Job::LapseClaim { order: self.id },
            at: until,
        }];
        Ok(self.step(OrderEvent::Claimed, due, now))
    }

    /// Releases a claim.
    pub fn release(mut self, by: Actor, now: Timestamp) -> Outcome {
        let (since, asked_by) = self.held_by(by)?;
        self.state = State::Waiting { since, asked_by };
        Ok(self.step_after_claim(OrderEvent::Released, now))
    }

    /// Returns an order whose claim expired to the queue.
    pub fn lapse_claim(mut self, now: Timestamp) -> Outcome {
        match self.state {
            State::Claimed {
                since,
                asked_by,
                until,
                ..
            } if now >= until => {
                self.state = State::Waiting { since, asked_by };
                Ok(self.step(OrderEvent::ClaimLapsed, Vec::new(), now))
            }
            _ => Err(Refusal::WrongState),
        }
    }

    /// Returns the order to the queue for another inspector. `question` says why,
    /// sealed. The caller has made sure that somebody else can answer.
    pub fn ask_second_opinion(
        mut self,
        by: Actor,
        question: Option<Sealed>,
        now: Timestamp,
    ) -> Outcome {
        let (since, _) = self.held_by(by)?;
        self.question = question;
        self.state = State::Waiting {
            since,
            asked_by: Some(by),
        };
        Ok(self.step_after_claim(OrderEvent::SecondOpinionAsked, now))
    }

    /// Records that the inspector replaced the photo by one made again from the
    /// original.
    pub fn remake(self, by: Actor, now: Timestamp) -> Outcome {
        self.held_by(by)?;
        Ok(self.step(OrderEvent::Remade, Vec::new(), now))
    }

    /// Approves or rejects; `reasons` are identifiers of rejection reasons.
    /// Consequences are due when the undo time has passed.
    pub fn decide(
        mut self,
        by: Actor,
        verdict: Verdict,
        reasons: &[String],
        now: Timestamp,
    ) -> Outcome {
        let (since, asked_by) = self.held_by(by)?;
        if verdict == Verdict::Rejected && reasons.is_empty() {
            return Err(Refusal::NoReason);
        }
        let final_at = now.plus(UNDO);
        self.state = State::Decided {
            since,
            asked_by,
            verdict,
            by,
            at: now,
            final_at,
        };
        let order = self.id;
        let mut due: Vec<Due> = self
            .attempt
            .map(|attempt| Due {
                job: Job::EraseOriginal { attempt },
                at: final_at,
            })
            .into_iter()
            .collect();
        let what = match verdict {
            Verdict::Approved => {
                // The applicant is notified with the receipt, whose validity
                // decides when the photo is deleted.
                due.push(Due {
                    job: Job::IssueReceipt { order },
                    at: final_at,
                });
                OrderEvent::Approved
            }
            Verdict::Rejected => {
                due.push(notify(order, Occasion::Rejected, final_at));
                due.push(Due {
                    job: Job::LapseRejected { order },
                    at: now.plus(REJECTED),
                });
                OrderEvent::Rejected {
                    reasons: reasons.to_vec(),
                }
            }
        };
        let mut step = self.step(what, due, now);
        step.cancels = vec![Job::LapseClaim { order }, Job::LapseUndecided { order }];
        Ok(step)
    }

    /// Undoes the inspector's own last deed: a decision within [`UNDO`], or the
    /// request for a second opinion as long as nobody has the order.
    pub fn undo(self, by: Actor, now: Timestamp) -> Outcome {
        match self.state {
            State::Decided { .. } => self.undo_decision(by, now),
            State::Waiting {
                since,
                asked_by: Some(asker),
            } => self.withdraw_question(by, (asker, since), now),
            // A claim that expired is none; its job only has not run yet.
            State::Claimed {
                since,
                asked_by: Some(asker),
                until,
                ..
            } if asker == by => match now < until {
                true => Err(Refusal::ClaimedByAnother),
                false => self.withdraw_question(by, (asker, since), now),
            },
            _ => Err(Refusal::WrongState),
        }
    }

    /// The order is theirs again, as before they asked. So nobody is left without a
    /// way on when the colleague gave it back and is gone.
    fn withdraw_question(
        mut self,
        by: Actor,
        (asker, since): (Actor, Timestamp),
        now: Timestamp,
    ) -> Outcome {
        if asker != by {
            return Err(Refusal::ClaimedByAnother);
        }
        let end = since.plus(UNDECIDED);
        if now >= end {
            return Err(Refusal::Final);
        }
        let until = now.plus(CLAIM).min(end);
        self.question = None;
        self.state = State::Claimed {
            since,
            asked_by: None,
            by,
            until,
        };
        let due = vec![Due {
            job: Job::LapseClaim { order: self.id },
            at: until,
        }];
        Ok(self.step(OrderEvent::SecondOpinionWithdrawn, due, now))
    }

    fn undo_decision(mut self, by: Actor, now: Timestamp) -> Outcome {
        let State::Decided {
            since,
            asked_by,
            by: decider,
            final_at,
            ..
        } = self.state
        else {
            return Err(Refusal::WrongState);
        };
        if decider != by {
            return Err(Refusal::ClaimedByAnother);
        }
        let end = since.plus(UNDECIDED);
        // Undone after its time the order would lapse before another decision.
        if now >= final_at || now >= end {
            return Err(Refusal::Final);
        }
        let until = now.plus(CLAIM).min(end);
        self.state = State::Claimed {
            since,
            asked_by,
            by,
            until,
        };
        let order = self.id;
        let mut due = vec![
            Due {
                job: Job::LapseClaim { order },
                at: until,
            },
            Due {
                job: Job::LapseUndecided { order },
                at: end,
            },
        ];
        // The original is kept for the next decision.
        due.extend(self.attempt.map(|attempt| Due {
            job: Job::EraseOriginal { attempt },
            at: since.plus(ORIGINAL),
        }));
        let mut step = self.step(OrderEvent::Undone, due, now);
        step.cancels = vec![
            Job::IssueReceipt { order },
            Job::Notify {
                order,
                occasion: Occasion::Rejected,
            },
            Job::LapseRejected { order },
        ];
        Ok(step)
    }

    /// Cancels an order that is not approved.
    pub fn cancel(mut self, now: Timestamp) -> Outcome {
        let may = match self.status(now) {
            Status::Draft | Status::Unpaid | Status::Waiting | Status::Rejected => true,
            // Not while a decision waits to become final.
            Status::InReview => matches!(self.state, State::Claimed { .. }),
            Status::Approved | Status::Cancelled | Status::Lapsed => false,
        };
        if !may {
            return Err(Refusal::WrongState);
        }
        self.state = State::Cancelled { at: now };
        Ok(self.end(OrderEvent::Cancelled, now.plus(ENDED), now))
    }

    /// Ends an order whose time is over: a draft or rejected order by its last
    /// change, an undecided one by its submission.
    pub fn lapse(mut self, now: Timestamp) -> Outcome {
        if let State::Waiting { since, .. } | State::Claimed { since, .. } = self.state {
            if now < since.plus(UNDECIDED) {
                return Err(Refusal::WrongState);
            }
            return Ok(self.lapse_unfinished(OrderEvent::LapsedUndecided, now));
        }
        if let State::Unpaid { since } = self.state {
            if now < since.plus(UNPAID) {
                return Err(Refusal::WrongState);
            }
            self.state = State::Lapsed { at: now };
            return Ok(self.end(OrderEvent::LapsedUnpaid, now.plus(LAPSE_TOLD), now));
        }
        let rest = now.since(self.updated_at);
        let over = match self.status(now) {
            Status::Draft => rest >= DRAFT,
            Status::Rejected => rest >= REJECTED,
            _ => false,
        };
        if !over {
            return Err(Refusal::WrongState);
        }
        self.state = State::Lapsed { at: now };
        // It was already kept for its full time.
        Ok(self.end(OrderEvent::Lapsed, now, now))
    }

    /// Gives the photo of an approved order whose document has no receipts: tells
    /// the applicant, and plans its end.
    pub fn give_photo(self, now: Timestamp) -> Outcome {
        if self.bill.holds_up(PaidFor::Receipt) {
            return Err(Refusal::Unpaid);
        }
        let ends = self.ends(Given::Photo);
        match (self.state, ends) {
            (
                State::Decided {
                    verdict: Verdict::Approved,
                    final_at,
                    ..
                },
                Some(ends),
            ) if self.erased_at.is_none() && now >= final_at => {
                let told = notify(self.id, Occasion::Approved, now);
                Ok(self.step(OrderEvent::PhotoGiven, vec![told, ends], now))
            }
            _ => Err(Refusal::WrongState),
        }
    }

    /// Asks the applicant of an approved order to pay for its receipt, or its photo.
    /// It lapses if they do not, as one for which no receipt can be issued. The caller
    /// has made sure that they were not asked before.
    pub fn ask_payment(self, now: Timestamp) -> Outcome {
        match self.state {
            State::Decided {
                verdict: Verdict::Approved,
                final_at,
                ..
            } if self.erased_at.is_none() && now >= final_at => {
                if !self.bill.holds_up(PaidFor::Receipt) {
                    return Err(Refusal::NothingToPay);
                }
                let order = self.id;
                let due = vec![
                    notify(order, Occasion::PaymentDue, now),
                    Due {
                        job: Job::LapseUnissued { order },
                        at: final_at.plus(UNISSUED),
                    },
                ];
                Ok(self.step(OrderEvent::PaymentDue, due, now))
            }
            _ => Err(Refusal::WrongState),
        }
    }

    /// Ends an approved order for which no receipt could be issued in time, or was not
    /// paid. The caller has made sure that there is none.
    pub fn lapse_unissued(mut self, now: Timestamp) -> Outcome {
        match self.state {
            State::Decided {
                verdict: Verdict::Approved,
                final_at,
                ..
            } if self.erased_at.is_none() && now >= final_at.plus(UNISSUED) => {
                if self.bill.holds_up(PaidFor::Receipt) {
                    self.state = State::Lapsed { at: now };
                    return Ok(self.end(OrderEvent::LapsedUnpaid, now.plus(LAPSE_TOLD), now));
                }
                Ok(self.lapse_unfinished(OrderEvent::LapsedUnissued, now))
            }
            _ => Err(Refusal::WrongState),
        }
    }

    /// How its bill stands, for people.
    #[must_use]
    pub const fn bill_status(&self) -> BillStatus {
        match (self.bill, &self.state) {
            (Bill::Free, _) => BillStatus::Free,
            (Bill::Open(_), State::Cancelled { .. } | State::Lapsed { .. }) => BillStatus::Closed,
            (Bill::Open(_), _) if self.erased_at.is_some() => BillStatus::Closed,
            (Bill::Open(_), _) => BillStatus::Open,
            (Bill::Paid(_), _) => BillStatus::Paid,
            (Bill::Returned(_), _) => BillStatus::Returned,
        }
    }

    /// Records that its price was paid. What was handed in is submitted by the caller
    /// in the same transaction; a receipt that waited for it is issued.
    pub fn pay(mut self, way: PayWay, now: Timestamp) -> Outcome {
        match self.bill_status() {
            BillStatus::Open => {}
            BillStatus::Closed => return Err(Refusal::WrongState),
            BillStatus::Free | BillStatus::Paid | BillStatus::Returned => {
                return Err(Refusal::NothingToPay);
            }
        }
        let price = self.bill.price().ok_or(Refusal::NothingToPay)?;
        self.bill = Bill::Paid(price);
        let order = self.id;
        let due = match self.state {
            State::Decided {
                verdict: Verdict::Approved,
                final_at,
                ..
            } if price.paid_for() == PaidFor::Receipt => vec![Due {
                job: Job::IssueReceipt { order },
                at: now.max(final_at),
            }],
            _ => Vec::new(),
        };
        let amount = price.amount();
        Ok(self.step(OrderEvent::Paid { amount, way }, due, now))
    }

    /// Takes back that it was paid: the payment was recorded by mistake. What was
    /// submitted for the first time and nobody has taken up waits unpaid again, and
    /// `attempt`, its picture's, is as before; everything else goes on.
    pub fn unpay(mut self, attempt: Option<&mut Attempt>, now: Timestamp) -> Outcome {
        let (Bill::Paid(price) | Bill::Returned(price)) = self.bill else {
            return Err(Refusal::NothingPaid);
        };
        self.bill = Bill::Open(price);
        let order = self.id;
        let submitted = attempt.filter(|attempt| self.attempt == Some(attempt.id));
        let is_untouched = matches!(self.state, State::Waiting { asked_by: None, .. })
            && self.submissions == 1
            && price.paid_for() == PaidFor::Applying;
        let (Some(submitted), true) = (submitted, is_untouched) else {
            return Ok(self.step(OrderEvent::PaymentUndone, Vec::new(), now));
        };
        submitted.ordinal = 0;
        submitted.submitted_at = None;
        self.submissions = 0;
        self.state = State::Unpaid { since: now };
        let due = vec![Due {
            job: Job::LapseUnpaid { order },
            at: now.plus(UNPAID),
        }];
        let mut step = self.step(OrderEvent::PaymentUndone, due, now);
        step.cancels = vec![
            Job::LapseUndecided { order },
            Job::Notify {
                order,
                occasion: Occasion::Submitted,
            },
        ];
        Ok(step)
    }

    /// Records that `amount` is to be given back. Possible in every state, and of an
    /// erased order too.
    pub fn owe_back(mut self, amount: Fen, now: Timestamp) -> Outcome {
        self.bill = match self.bill {
            Bill::Paid(price) | Bill::Returned(price) => Bill::Returned(price),
            Bill::Free | Bill::Open(_) => return Err(Refusal::NothingPaid),
        };
        Ok(self.step(OrderEvent::RefundAsked { amount }, Vec::new(), now))
    }

    /// Records that `amount` was paid besides the price, or instead of it, and is to be
    /// given back. The bill stands as it stood.
    #[must_use]
    pub fn owe_surplus(self, amount: Fen, now: Timestamp) -> Step {
        self.step(OrderEvent::RefundAsked { amount }, Vec::new(), now)
    }

    /// Records that `amount` could not be given back, and is still owed.
    #[must_use]
    pub fn refund_failed(self, amount: Fen, now: Timestamp) -> Step {
        self.step(OrderEvent::RefundFailed { amount }, Vec::new(), now)
    }

    /// The price, if the order waits for it now: handed in and unpaid, or approved with a
    /// receipt that is to be paid.
    ///
    /// # Errors
    /// [`Refusal::NothingToPay`].
    pub fn awaited_price(&self, now: Timestamp) -> Result<Price, Refusal> {
        let waits_for = match self.state {
            State::Unpaid { .. } => PaidFor::Applying,
            State::Decided {
                verdict: Verdict::Approved,
                final_at,
                ..
            } if now >= final_at => PaidFor::Receipt,
            _ => return Err(Refusal::NothingToPay),
        };
        match self.bill {
            Bill::Open(price) if price.paid_for() == waits_for && self.erased_at.is_none() => {
                Ok(price)
            }
            _ => Err(Refusal::NothingToPay),
        }
    }

    /// Records that `amount` was given back, and tells the applicant of an order that
    /// is not erased.
    #[must_use]
    pub fn paid_back(self, amount: Fen, now: Timestamp) -> Step {
        let told = self
            .key
            .is_some()
            .then(|| notify(self.id, Occasion::Refunded, now));
        let due = told.into_iter().collect();
        self.step(OrderEvent::Refunded { amount }, due, now)
    }

    /// Ends an order that the applicant submitted and that was not finished. It
    /// stays readable for as long as telling them takes.
    fn lapse_unfinished(mut self, event: OrderEvent, now: Timestamp) -> Step {
        self.state = State::Lapsed { at: now };
        let told = notify(self.id, Occasion::Lapsed, now);
        let mut step = self.end(event, now.plus(LAPSE_TOLD), now);
        step.due.push(told);
        step
    }

    /// Deletes personal data, photos and the key, so that no copy of a file can
    /// be decrypted; number, times and state stay. A [tombstone](Left::Tombstone)
    /// can be erased once more, and leaves nothing then.
    pub fn erase(mut self, left: Left, now: Timestamp) -> Outcome {
        if self.erased_at.is_some() && !(self.is_tombstone() && left == Left::Nothing) {
            return Err(Refusal::Erased);
        }
        match self.status(now) {
            Status::Approved | Status::Cancelled | Status::Lapsed => {}
            Status::Draft
            | Status::Unpaid
            | Status::Waiting
            | Status::InReview
            | Status::Rejected => return Err(Refusal::WrongState),
        }
        self.key = None;
        self.applicant = None;
        self.proposal = None;
        self.question = None;
        self.phone = None;
        self.identity = None;
        self.name = None;
        match left {
            Left::Nothing => (self.device, self.wechat) = (None, None),
            Left::Tombstone => self.wechat.iter_mut().for_each(|user| {
                (user.openid, user.union) = (None, None);
            }),
        }
        self.erased_at = Some(now);
        let order = self.id;
        let mut step = self.step(OrderEvent::Erased, Vec::new(), now);
        step.cancels = vec![Job::EraseOrder { order }];
        Ok(step)
    }

    /// Whether it is erased but for whose it is, to whom it still shows how it ended.
    #[must_use]
    pub const fn is_tombstone(&self) -> bool {
        let is_somebodys = self.device.is_some() || self.wechat.is_some();
        self.erased_at.is_some() && self.key.is_none() && is_somebodys
    }

    /// Forgets whose a [tombstone](Self::is_tombstone) is, as its receipt's digests are
    /// forgotten.
    #[must_use]
    pub fn forget_whose(mut self) -> Self {
        if self.is_tombstone() {
            (self.device, self.wechat) = (None, None);
        }
        self
    }

    /// Takes an order that was begun elsewhere to a WeChat user, for good. Its times stay:
    /// nothing was done for the order.
    pub fn take_to_wechat(mut self, user: WechatUser) -> Outcome {
        if self.erased_at.is_some() {
            return Err(Refusal::Erased);
        }
        if self.wechat.is_some_and(|whose| whose.digest != user.digest) {
            return Err(Refusal::OtherUser);
        }
        self.wechat = Some(user);
        Ok(Step {
            order: self,
            event: OrderEvent::TakenToWechat,
            due: Vec::new(),
            cancels: Vec::new(),
        })
    }

    /// Takes the order off the device it was begun on. Its times stay: nothing
    /// was done for the order.
    #[must_use]
    pub fn leave_device(mut self) -> Step {
        self.device = None;
        Step {
            order: self,
            event: OrderEvent::DeviceLeft,
            due: Vec::new(),
            cancels: Vec::new(),
        }
    }

    /// Requires a draft, one that waits unpaid, or an order whose rejection is final:
    /// the applicant may change it.
    pub(crate) fn open_to_applicant(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.erased_at.is_some() {
            return Err(Refusal::Erased);
        }
        match self.status(now) {
            Status::Draft | Status::Unpaid | Status::Rejected => Ok(()),
            _ => Err(Refusal::WrongState),
        }
    }

    /// When the order was submitted and who asked for a second opinion, if `by`
    /// holds its claim. An expired claim that nobody else took is still theirs.
    fn held_by(&self, by: Actor) -> Result<(Timestamp, Option<Actor>), Refusal> {
        match self.state {
            State::Claimed {
                since,
                asked_by,
                by: holder,
                ..
            } if holder == by => Ok((since, asked_by)),
            State::Claimed { .. } => Err(Refusal::ClaimedByAnother),
            _ => Err(Refusal::WrongState),
        }
    }

    /// Ends an order without a photo or a receipt: what was paid goes back, whole.
    fn end(mut self, event: OrderEvent, erased_at: Timestamp, now: Timestamp) -> Step {
        let order = self.id;
        let mut due = vec![Due {
            job: Job::EraseOrder { order },
            at: erased_at,
        }];
        if let Bill::Paid(price) = self.bill {
            self.bill = Bill::Returned(price);
            due.push(Due {
                job: Job::ReturnMoney { order },
                at: now,
            });
        }
        if matches!(self.bill, Bill::Open(_)) {
            due.push(Due {
                job: Job::CloseCharges { order },
                at: now,
            });
        }
        due.extend(self.attempt.map(|attempt| Due {
            job: Job::EraseOriginal { attempt },
            at: now,
        }));
        let mut step = self.step(event, due, now);
        step.cancels = vec![
            Job::LapseDraft { order },
            Job::LapseUnpaid { order },
            Job::LapseRejected { order },
            Job::LapseClaim { order },
            Job::LapseUndecided { order },
            Job::LapseUnissued { order },
            Job::IssueReceipt { order },
        ];
        step
    }

    fn step_after_claim(self, event: OrderEvent, now: Timestamp) -> Step {
        let order = self.id;
        let mut step = self.step(event, Vec::new(), now);
        step.cancels = vec![Job::LapseClaim { order }];
        step
    }

    fn step(mut self, event: OrderEvent, due: Vec<Due>, now: Timestamp) -> Step {
        self.updated_at = now;
        Step {
            order: self,
            event,
            due,
            cancels: Vec::new(),
        }
    }
}

/// What an erasure leaves for whoever the order is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing: the applicant asked for it, or there is nothing to come back to.
    Nothing,
    /// Document, city, dates, number and how its receipt ended, and the way to
    /// another; until the receipt's digests are deleted.
    Tombstone,
}

/// What an order is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// Identifier of the document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
}

/// The applicant's details as stored with an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The details, sealed under the order's key.
    pub sealed: Sealed,
    /// Digest of the phone number, for look-up.
    pub phone: Digest,
    /// Digest of the identity number, for look-up.
    pub identity: Digest,
    /// Digest of the name, for look-up.
    pub name: Digest,
    /// Version of the consent texts agreed to.
    pub consent_version: String,
}

fn notify(order: OrderId, occasion: Occasion, at: Timestamp) -> Due {
    Due {
        job: Job::Notify { order, occasion },
        at,
    }
}

#[cfg(test)]
mod tests;
