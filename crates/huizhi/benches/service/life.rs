//! An order's life in memory, by the rules of `orders`: what people do to it at
//! their instants, and between these the work that falls due, done as
//! `usecases::jobs` does it. What is left at the end is what the service would have
//! in its database then.

use std::collections::BTreeMap;

use catalogue::{Catalogue, ReceiptRule};
use domain::log::LogEntry;
use domain::randomness::{Randomness, Seeded};
use domain::receipt::{Issue, Issuing, Terms};
use domain::timestamp::minutes;
use domain::{
    Actor, Attempt, AttemptId, BlobRef, Decision, Details, Digest, Due, Fitness, Job, JobId, Order,
    OrderEvent, OrderId, OrderNumber, Receipt, ReceiptId, ReceiptNumber, Sealed, StaffId, State,
    Step, TimelineEntry, Timestamp, Verdict, china,
};
use receipts::token::{Claims, IssuerKey};
use storage::{Notice, Transaction};

use crate::stage::{Template, purpose};

/// How far an order gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Begun, with a picture; nobody goes on.
    Begun,
    /// Cancelled soon after.
    Cancelled,
    /// Handed in.
    HandedIn,
    /// Decided.
    Decided(Verdict),
}

/// What every life needs.
pub(crate) struct Surroundings {
    master: blobs::MasterKey,
    pub(crate) template: Template,
    inspector: StaffId,
    catalogue_version: String,
    rule: ReceiptRule,
    issuer: IssuerKey,
}

impl Surroundings {
    pub(crate) fn new(master: blobs::MasterKey, template: Template, inspector: StaffId) -> Self {
        let catalogue = Catalogue::embedded().unwrap();
        let document = catalogue.document("身份证").unwrap();
        let city = catalogue.city("深圳").unwrap();
        Self {
            issuer: IssuerKey::from_bytes(&master.derive("receipts")),
            rule: catalogue.receipt_rule(document, Some(city)).clone(),
            catalogue_version: catalogue.version().to_owned(),
            master,
            template,
            inspector,
        }
    }

    pub(crate) fn digest(&self, purpose: &str, text: &str) -> Digest {
        Digest(blobs::Digester::new(&self.master).digest(purpose, text))
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
    random: &'a mut Seeded,
    person: Person,
    pub(crate) order: Order,
    attempt: Option<Attempt>,
    pub(crate) receipt: Option<Receipt>,
    events: Vec<TimelineEntry>,
    log: Vec<LogEntry>,
    notices: Vec<Notice>,
    due: BTreeMap<String, Due>,
}

impl<'a> Life<'a> {
    /// A life begun at `from` along `course`, as it stands at `now`.
    pub(crate) fn lived(
        around: &'a Surroundings,
        random: &'a mut Seeded,
        person: Person,
        course: Course,
        (from, now): (Timestamp, Timestamp),
    ) -> Self {
        let id = OrderId::new(from, random);
        let number = OrderNumber::generate(random);
        let key = blobs::DataKey::generate(random);
        let wrapped = around.master.wrap(&key, &id.to_string(), random);
        let wrapped = Sealed(wrapped.as_bytes().to_vec());
        let device = Some(person.device);
        let step = Order::draft(id, number, device, wrapped, purpose(), from);
        let mut life = Self {
            around,
            random,
            person,
            order: step.order.clone(),
            attempt: None,
            receipt: None,
            events: Vec::new(),
            log: Vec::new(),
            notices: Vec::new(),
            due: BTreeMap::new(),
        };
        life.keep(step, Actor::Applicant, from);
        life.order.version = 0;
        life.walk(course, &key, from);
        life.work_until(now);
        life
    }

    fn walk(&mut self, course: Course, key: &blobs::DataKey, from: Timestamp) {
        let by = Actor::Applicant;
        let at = |count| from.plus(minutes(count));
        let attempt = self.photographed(key, at(1));
        let step = self.order.clone().put_picture(attempt.id, at(1)).unwrap();
        self.attempt = Some(attempt);
        self.keep(step, by, at(1));
        if course == Course::Begun {
            return;
        }
        if course == Course::Cancelled {
            let step = self.order.clone().cancel(at(2)).unwrap();
            return self.keep(step, by, at(2));
        }
        let sealed = blobs::seal(key, "applicant", &self.around.template.details, self.random);
        let details = Details {
            sealed: Sealed(sealed),
            phone: self.person.phone,
            identity: self.person.identity,
            consent_version: usecases::TEXTS_VERSION.to_owned(),
        };
        let step = self.order.clone().give_details(details, at(3)).unwrap();
        self.keep(step, by, at(3));
        let attempt = self.attempt.as_mut().unwrap();
        let step = self.order.clone().submit(attempt, at(4)).unwrap();
        self.keep(step, by, at(4));
        self.work_until(at(4));
        if let Course::Decided(verdict) = course {
            self.decide(verdict, at(15));
        }
    }

    /// A picture put to the order. Its files are not there: nothing that is
    /// measured reads one.
    fn photographed(&mut self, key: &blobs::DataKey, at: Timestamp) -> Attempt {
        let id = AttemptId::new(at, self.random);
        let template = &self.around.template;
        let context = format!("report:{id}");
        Attempt {
            id,
            order: self.order.id,
            ordinal: 0,
            prepared_at: at,
            submitted_at: None,
            original: Some(BlobRef(hex::encode(self.bytes()))),
            photo: Some(BlobRef(hex::encode(self.bytes()))),
            photo_sha256: Some(hex::encode(self.bytes())),
            report: Sealed(blobs::seal(key, &context, &template.report, self.random)),
            // The committed portrait smiles; these were handed in all the same.
            fitness: template.fitness.min(Fitness::Advised),
            catalogue_version: self.around.catalogue_version.clone(),
            decision: None,
        }
    }

    fn decide(&mut self, verdict: Verdict, at: Timestamp) {
        let inspector = self.around.inspector;
        let by = Actor::Staff(inspector);
        let step = self.order.clone().claim(inspector, at).unwrap();
        self.keep(step, by, at);
        let at = at.plus(minutes(1));
        let reasons = match verdict {
            Verdict::Approved => Vec::new(),
            Verdict::Rejected => vec!["ears-hidden".to_owned()],
        };
        let order = self.order.clone();
        let step = order.decide(inspector, verdict, &reasons, at).unwrap();
        self.attempt.as_mut().unwrap().decision = Some(Decision {
            verdict,
            by: inspector,
            at,
            reasons,
            note: String::new(),
            overruled: Vec::new(),
        });
        self.keep(step, by, at);
    }

    /// As `App::keep` does it.
    fn keep(&mut self, step: Step, by: Actor, now: Timestamp) {
        self.order = step.order;
        self.order.version += 1;
        let detail = match &step.what {
            OrderEvent::Rejected { reasons } => reasons.join(" "),
            _ => String::new(),
        };
        let number = self.order.number.to_string();
        self.happened(by, now, step.what, (number, detail));
        self.planned(step.due, &step.cancels);
    }

    fn happened(
        &mut self,
        by: Actor,
        at: Timestamp,
        what: OrderEvent,
        (subject, detail): (String, String),
    ) {
        self.log.push(LogEntry {
            at,
            by,
            action: what.code().to_owned(),
            subject,
            detail,
        });
        let order = self.order.id;
        self.events.push(TimelineEntry {
            order,
            at,
            by,
            what,
        });
    }

    fn planned(&mut self, due: Vec<Due>, cancels: &[Job]) {
        for job in cancels {
            self.due.remove(&job.key());
        }
        for due in due {
            self.due.insert(due.job.key(), due);
        }
    }

    /// Does what falls due up to `until`.
    fn work_until(&mut self, until: Timestamp) {
        loop {
            let first = self.due.values().min_by_key(|due| due.at);
            let Some(due) = first.filter(|due| due.at <= until).copied() else {
                return;
            };
            self.due.remove(&due.job.key());
            self.work(due);
        }
    }

    fn work(&mut self, Due { job, at }: Due) {
        match job {
            Job::Notify { order, occasion } => self.notices.push(Notice {
                order,
                occasion,
                at,
                read_at: None,
            }),
            Job::EraseOriginal { .. } => {
                let attempt = self.attempt.as_mut().unwrap();
                if attempt.original.take().is_some() {
                    let number = self.order.number.to_string();
                    let what = OrderEvent::OriginalErased;
                    self.happened(Actor::System, at, what, (number, String::new()));
                }
            }
            Job::LapseDraft { .. } | Job::LapseRejected { .. } => {
                if let Ok(step) = self.order.clone().lapse(at) {
                    self.keep(step, Actor::System, at);
                } else if matches!(self.order.state, State::Draft) {
                    // Touched since: its time begins anew.
                    let at = self.order.updated_at.plus(domain::retention::DRAFT);
                    self.planned(vec![Due { job, at }], &[]);
                }
            }
            Job::EraseOrder { .. } => self.erase(at),
            Job::IssueReceipt { .. } => self.issue(at),
            Job::ForgetReceipt { .. } => {
                self.receipt = self.receipt.take().map(Receipt::forget);
            }
            Job::Tell { .. } | Job::LapseClaim { .. } | Job::TrimLog | Job::Sweep => {}
        }
    }

    fn erase(&mut self, at: Timestamp) {
        let attempt = self.attempt.as_mut().unwrap();
        attempt.original = None;
        attempt.photo = None;
        attempt.report = Sealed(Vec::new());
        let step = self.order.clone().erase(at).unwrap();
        self.keep(step, Actor::System, at);
    }

    /// As `usecases::receipts` issues it.
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
        let attempt = self.attempt.as_ref().unwrap();
        let mut step = Receipt::issue(&self.order, attempt, with, now).unwrap();
        let receipt = &mut step.receipt;
        let mut photo_sha256 = [0; 32];
        hex::decode_to_slice(&receipt.photo_sha256, &mut photo_sha256).unwrap();
        let claims = Claims {
            number: receipt.number,
            document: receipt.document.clone(),
            city: receipt.city.map(catalogue::DivisionCode::number),
            photo_sha256,
            taken: china::date(receipt.taken_at),
            issued: china::date(now),
            valid_until: receipt.valid_until,
            sample: true,
        };
        receipt.token = receipts::token::sign(&claims, &self.around.issuer);
        let subject = (receipt.number.to_string(), String::new());
        self.receipt = Some(step.receipt);
        self.order.updated_at = now;
        self.order.version += 1;
        self.happened(Actor::System, now, step.what, subject);
        self.planned(step.due, &step.cancels);
    }

    fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.random.fill(&mut bytes);
        bytes
    }

    /// Writes every row of it.
    pub(crate) async fn write(&mut self, tx: &mut dyn Transaction) {
        self.write_receipt(tx).await;
        if let Some(attempt) = &self.attempt {
            tx.insert_attempt(attempt).await.unwrap();
        }
        for event in &self.events {
            tx.append_event(event).await.unwrap();
        }
        for entry in &self.log {
            tx.append_log(entry).await.unwrap();
        }
        for notice in &self.notices {
            tx.insert_notice(notice).await.unwrap();
        }
        for due in self.due.values() {
            let id = JobId::new(due.at, self.random);
            tx.enqueue(id, due).await.unwrap();
        }
    }

    /// Writes order and receipt alone: what a look-up at the counter reads.
    pub(crate) async fn write_receipt(&self, tx: &mut dyn Transaction) {
        tx.insert_order(&self.order).await.unwrap();
        if let Some(receipt) = &self.receipt {
            tx.insert_receipt(receipt).await.unwrap();
        }
    }
}
