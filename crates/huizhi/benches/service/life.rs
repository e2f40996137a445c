//! An order's life in memory, by the rules of `domain`: what people do to it at
//! their instants, and what the service does when that falls due. What is left at
//! the end is what the service would have in its database then.

use blobs::BlobStore;
use catalogue::{Catalogue, ReceiptRule};
use domain::china;
use domain::log::LogEntry;
use domain::money::{Bill, Price};
use domain::randomness::{Rng as _, SplitMix64};
use domain::receipt::{Issue, Issuing, Terms};
use domain::timestamp::minutes;
use domain::{
    Actor, Attempt, AttemptId, BlobRef, Decision, Details, Digest, Due, Fitness, Job, JobId, Left,
    Order, OrderEvent, OrderId, OrderNumber, PhotoHash, Receipt, ReceiptId, ReceiptNumber, Refusal,
    Sealed, Step, TimelineEntry, Timestamp, Verdict,
};
use receipts::token::{Claims, IssuerKey};
use storage::{Notice, Transaction, Waited};

use crate::stage::{Keys, Template, purpose};

/// How far an order gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Begun, with a picture; nobody goes on.
    Begun,
    /// Cancelled soon after.
    Cancelled,
    /// Handed in, and waiting to be paid.
    Unpaid(Price),
    /// Handed in.
    HandedIn,
    /// Decided.
    Decided(Verdict),
}

/// What every life needs.
pub(crate) struct Surroundings {
    keys: Keys,
    pub(crate) template: Template,
    inspector: Actor,
    catalogue_version: String,
    rule: ReceiptRule,
    photo_hash: PhotoHash,
}

impl Surroundings {
    pub(crate) fn new(keys: Keys, template: Template, inspector: Actor) -> Self {
        let catalogue = Catalogue::embedded().unwrap();
        let document = catalogue.document("身份证").unwrap();
        let city = catalogue.city("深圳").unwrap();
        Self {
            rule: catalogue.rule_of_issued(document, Some(city)).clone(),
            photo_hash: PhotoHash::of(&template.photo),
            catalogue_version: catalogue.version().to_owned(),
            keys,
            template,
            inspector,
        }
    }

    pub(crate) fn digest(&self, purpose: &str, text: &str) -> Digest {
        Digest(blobs::Digester::new(&self.keys.root).digest(purpose, text))
    }
}

/// Whose order it is.
pub(crate) struct Person {
    pub(crate) device: Digest,
    pub(crate) identity: Digest,
    pub(crate) name: Digest,
    pub(crate) phone: Digest,
}

/// An order with all its rows.
pub(crate) struct Life<'a> {
    around: &'a Surroundings,
    random: &'a mut SplitMix64,
    person: Person,
    now: Timestamp,
    pub(crate) order: Order,
    attempt: Attempt,
    report: Option<Sealed>,
    key: blobs::DataKey,
    pub(crate) receipt: Option<Receipt>,
    timeline: Vec<TimelineEntry>,
    notices: Vec<Notice>,
    due: Vec<Due>,
}

impl<'a> Life<'a> {
    /// A life begun at `from` along `course`, as it stands at `now`.
    pub(crate) fn lived(
        around: &'a Surroundings,
        random: &'a mut SplitMix64,
        person: Person,
        course: Course,
        (from, now): (Timestamp, Timestamp),
    ) -> Self {
        let id = OrderId::new(from, random);
        let number = OrderNumber::generate(random);
        let key = blobs::DataKey::generate(random);
        let wrapped = around.keys.sealing.wrap(&key, &id.to_string(), random);
        let wrapped = Sealed(wrapped.as_bytes().to_vec());
        let device = Some(person.device);
        let drafted = Order::draft(id, number, device, wrapped, purpose(), from);
        let (attempt, report) = photographed(around, random, id, &key, from);
        let mut life = Self {
            around,
            random,
            person,
            now,
            order: drafted.order,
            attempt,
            report: Some(report),
            key,
            receipt: None,
            timeline: Vec::new(),
            notices: Vec::new(),
            due: Vec::new(),
        };
        life.happened(drafted.event, Actor::Applicant, from);
        life.plan(&drafted.cancels, drafted.due);
        life.walk(course, from);
        life.end();
        life
    }

    fn walk(&mut self, course: Course, from: Timestamp) {
        let by = Actor::Applicant;
        let at = |count| from.plus(minutes(count));
        let attempt = self.attempt.id;
        self.step(by, from, |order, at| order.put_picture(attempt, at));
        match course {
            Course::Begun => return,
            Course::Cancelled => return self.step(by, at(2), Order::cancel),
            Course::Unpaid(price) => self.order.bill = Bill::Open(price),
            Course::HandedIn | Course::Decided(_) => {}
        }
        let details = &self.around.template.details;
        let sealed = blobs::seal(&self.key, "applicant", details, self.random);
        let details = Details {
            sealed: Sealed(sealed),
            phone: self.person.phone,
            identity: self.person.identity,
            name: self.person.name,
            consent_version: usecases::TEXTS_VERSION.to_owned(),
        };
        self.step(by, at(3), |order, at| order.give_details(details, at));
        let mut attempt = self.attempt.clone();
        self.step(by, at(4), |order, at| order.submit(&mut attempt, at));
        self.attempt = attempt;
        if let Course::Decided(verdict) = course {
            self.decide(verdict, at(15), at(16));
        }
    }

    fn decide(&mut self, verdict: Verdict, taken: Timestamp, at: Timestamp) {
        let by = self.around.inspector;
        let reasons = match verdict {
            Verdict::Approved => Vec::new(),
            Verdict::Rejected => vec!["ears-hidden".to_owned()],
        };
        self.step(by, taken, |order, at| order.claim(by, at));
        self.step(by, at, |order, at| order.decide(by, verdict, &reasons, at));
        self.attempt.decision = Some(Decision {
            verdict,
            by,
            at,
            reasons,
            note: None,
            overruled: Vec::new(),
        });
        self.erase_original();
        let order = self.order.id;
        if let Some(at) = self.fell_due(Job::IssueReceipt { order }) {
            self.issue(at);
        }
    }

    /// What the service does with an order that is left alone.
    fn end(&mut self) {
        let order = self.order.id;
        for lapse in [Job::LapseDraft { order }, Job::LapseRejected { order }] {
            if let Some(at) = self.fell_due(lapse) {
                self.step(Actor::System, at, Order::lapse);
            }
        }
        self.erase_original();
        if let Some(at) = self.fell_due(Job::EraseOrder { order }) {
            self.attempt.photo = None;
            self.report = None;
            self.step(Actor::System, at, |order, now| {
                order.erase(Left::Nothing, now)
            });
        }
    }

    /// When this job fell due, if it waits and that was before now.
    fn fell_due(&self, job: Job) -> Option<Timestamp> {
        let mut due = self.due.iter();
        let due = due.find(|due| due.job == job && due.at <= self.now)?;
        Some(due.at)
    }

    fn erase_original(&mut self) {
        let attempt = self.attempt.id;
        if let Some(at) = self.fell_due(Job::EraseOriginal { attempt })
            && self.attempt.original.take().is_some()
        {
            self.happened(OrderEvent::OriginalErased, Actor::System, at);
        }
    }

    fn issue(&mut self, now: Timestamp) {
        let rule = self.around.rule.clone();
        let with = Issuing {
            id: ReceiptId::new(now, self.random),
            number: ReceiptNumber::generate(self.random),
            name: self.person.name,
            terms: Terms {
                uses: rule.uses,
                counts_in: rule.counts_in,
                also_for: rule.also_for,
            },
            validity: rule.validity,
            issue: Issue::Sample,
        };
        let step = Receipt::issue(&self.order, &self.attempt, with, now).unwrap();
        self.receipt = Some(Receipt {
            token: token(),
            ..step.receipt
        });
        self.order.updated_at = now;
        self.happened(step.event, Actor::System, now);
        self.plan(&step.cancels, step.due);
    }

    /// Takes a step, which the rules allow.
    fn step(
        &mut self,
        by: Actor,
        at: Timestamp,
        transition: impl FnOnce(Order, Timestamp) -> Result<Step, Refusal>,
    ) {
        let step = transition(self.order.clone(), at).unwrap();
        self.order = step.order;
        self.happened(step.event, by, at);
        self.plan(&step.cancels, step.due);
    }

    /// Adds a line to the timeline, from which the log's is written too.
    fn happened(&mut self, event: OrderEvent, by: Actor, at: Timestamp) {
        self.timeline.push(TimelineEntry {
            order: self.order.id,
            at,
            by,
            event,
        });
    }

    /// Cancels jobs and queues others, each in place of an earlier one of its kind.
    fn plan(&mut self, cancels: &[Job], due: Vec<Due>) {
        let replaced = |job| due.iter().any(|new| new.job == job);
        self.due
            .retain(|old| !cancels.contains(&old.job) && !replaced(old.job));
        for new in &due {
            if let Job::Notify { order, occasion } = new.job {
                self.notices.push(Notice {
                    order,
                    occasion,
                    at: new.at,
                    read_at: None,
                });
            }
        }
        self.due.extend(due);
    }

    fn log_entry(&self, entry: &TimelineEntry) -> LogEntry {
        let subject = match (&entry.event, &self.receipt) {
            (OrderEvent::ReceiptIssued, Some(receipt)) => receipt.number.to_string(),
            _ => self.order.number.to_string(),
        };
        let detail = match &entry.event {
            OrderEvent::Rejected { reasons } => reasons.join(" "),
            _ => String::new(),
        };
        LogEntry {
            at: entry.at,
            by: entry.by,
            action: (&entry.event).into(),
            subject,
            detail,
        }
    }

    /// Writes every row of it; jobs that fell due are done.
    pub(crate) async fn write(&mut self, tx: &mut dyn Transaction) {
        self.write_receipt(tx).await;
        if let Some(report) = &self.report {
            tx.keep_report(&self.attempt, report).await.unwrap();
        }
        let submitted = self.attempt.submitted_at;
        let decided = self.attempt.decision.as_ref().map(|made| made.at);
        if let Some((from, until)) = submitted.zip(decided) {
            tx.count_wait(Waited { from, until }).await.unwrap();
        }
        for entry in &self.timeline {
            tx.append_event(entry).await.unwrap();
            tx.append_log(&self.log_entry(entry)).await.unwrap();
        }
        for notice in &self.notices {
            tx.insert_notice(notice).await.unwrap();
        }
        for due in self.due.iter().filter(|due| due.at > self.now) {
            let id = JobId::new(self.now, self.random);
            tx.enqueue(id, due).await.unwrap();
        }
    }

    /// Makes the receipt one that a counter takes: signed, with the photo that it vouches
    /// for, as long as the order's data is kept. Written with [`Self::write_receipt`].
    pub(crate) async fn vouch(&mut self, files: &BlobStore, key: &IssuerKey) {
        let photo = self.around.template.photo.clone();
        if self.attempt.photo.is_some() {
            let put = files.put(&self.key, "photo", photo, self.random).await;
            self.attempt.photo = Some(BlobRef(put.unwrap().to_string()));
        }
        // Any day does: the row does not say when it was issued.
        let issued = china::date(self.order.updated_at);
        let receipt = self.receipt.as_mut().expect("it was approved");
        let claims = Claims {
            number: receipt.number,
            document: receipt.document.to_string(),
            city: receipt.city.map(catalogue::DivisionCode::number),
            photo_sha256: receipt.photo_hash.expect("it has a photo").0,
            taken: china::date(receipt.taken_at),
            issued,
            valid_until: receipt.valid_until,
            sample: true,
        };
        receipt.token = receipts::token::sign(&claims, key);
    }

    /// Writes order, attempt and receipt alone: what a look-up at the counter reads.
    pub(crate) async fn write_receipt(&self, tx: &mut dyn Transaction) {
        tx.insert_order(&self.order).await.unwrap();
        tx.insert_attempt(&self.attempt).await.unwrap();
        if let Some(receipt) = &self.receipt {
            tx.insert_receipt(receipt).await.unwrap();
        }
    }
}

/// A picture put to the order. Its files are not there, unless a counter is to ask for
/// its receipt.
fn photographed(
    around: &Surroundings,
    random: &mut SplitMix64,
    order: OrderId,
    key: &blobs::DataKey,
    at: Timestamp,
) -> (Attempt, Sealed) {
    let id = AttemptId::new(at, random);
    let context = format!("report:{id}");
    let report = Sealed(blobs::seal(key, &context, &around.template.report, random));
    let attempt = Attempt {
        id,
        order,
        ordinal: 0,
        prepared_at: at,
        submitted_at: None,
        original: Some(BlobRef(hex::encode(bytes(random)))),
        photo: Some(BlobRef(hex::encode(bytes(random)))),
        photo_hash: Some(around.photo_hash),
        // The committed portrait smiles; these were handed in all the same.
        fitness: around.template.fitness.min(Fitness::Advised),
        catalogue_version: around.catalogue_version.clone(),
        decision: None,
    };
    (attempt, report)
}

/// As long as the signed words of a receipt, for those that no counter asks for.
pub(crate) fn token() -> String {
    format!("HZ1{}", "A7".repeat(100))
}

fn bytes(random: &mut SplitMix64) -> [u8; 32] {
    let mut bytes = [0; 32];
    random.fill_bytes(&mut bytes);
    bytes
}
