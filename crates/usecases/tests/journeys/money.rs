//! Orders that cost something: paid at the till, undone, given back, and what happens
//! with the money at every end.

use std::time::Duration;

use domain::log::{LogAction, LogEntry};
use domain::money::{Movement, PaidFor, PaymentStatus, RefundFor};
use domain::staff::Role;
use domain::staff::right::{SeeTakings, TakeMoney};
use domain::timestamp::days;
use domain::{Job, Lane, OrderNumber, PaymentId, Purpose, Timestamp, Verdict, china};
use storage::Storage;
use usecases::applicant::{self, OwnOrder};
use usecases::inspector;
use usecases::till::{self, TillOrder};
use usecases::{AppError, Permit, jobs};

use crate::ANYBODY;
use crate::service::{
    Service, approval, costing, give_details, hired, identity_card, keyed, picture, ruling,
    service, visa,
};

const DEVICE: &str = "a device";

/// Action, result, status, how the bill stands, new entries of the timeline, and the
/// jobs queued then but for what ends files.
const APPLYING: &str = "
begin           | done                    | draft     | open     | drafted                                | lapse-draft
give details    | done                    | draft     | open     | details-given                          | lapse-draft
put a picture   | done                    | draft     | open     | picture-prepared                       | lapse-draft
hand in         | done                    | unpaid    | open     | payment-due                            | lapse-unpaid
hand in         | order-unpaid            | unpaid    | open     |                                        | lapse-unpaid
put a picture   | done                    | draft     | open     | picture-prepared                       | lapse-draft
hand in         | done                    | unpaid    | open     | payment-due                            | lapse-unpaid
pay without     | payment-no-reference    | unpaid    | open     |                                        | lapse-unpaid
undo            | not-found               | unpaid    | open     |                                        | lapse-unpaid
pay             | done                    | waiting   | paid     | paid submitted                         | lapse-undecided notify:submitted
pay             | order-nothing-to-pay    | waiting   | paid     |                                        | lapse-undecided notify:submitted
undo            | done                    | unpaid    | open     | payment-undone                         | lapse-unpaid
undo            | payment-undone          | unpaid    | open     |                                        | lapse-unpaid
give back       | payment-undone          | unpaid    | open     |                                        | lapse-unpaid
pay             | done                    | waiting   | paid     | paid submitted                         | lapse-undecided notify:submitted
give back       | payment-no-refund-asked | waiting   | paid     |                                        | lapse-undecided notify:submitted
take            | done                    | in-review | paid     | claimed                                | lapse-claim lapse-undecided notify:submitted
reject          | done                    | in-review | paid     | rejected                               | lapse-rejected notify:rejected notify:submitted
11 s pass       | done                    | rejected  | paid     |                                        | lapse-rejected
put a picture   | done                    | rejected  | paid     | picture-prepared                       | lapse-rejected
hand in         | done                    | waiting   | paid     | submitted                              | lapse-undecided notify:submitted
tomorrow        | done                    | waiting   | paid     |                                        | lapse-undecided
undo            | payment-another-day     | waiting   | paid     |                                        | lapse-undecided
cancel          | done                    | cancelled | returned | cancelled                              | erase-order return-money
11 s pass       | done                    | cancelled | returned | refund-asked                           | erase-order
pay             | order-nothing-to-pay    | cancelled | returned |                                        | erase-order
ask back        | payment-refund-asked    | cancelled | returned |                                        | erase-order
give back       | done                    | cancelled | returned | refunded                               | erase-order notify:refunded
give back       | payment-refunded        | cancelled | returned |                                        | erase-order notify:refunded
";

/// The same where the receipt is paid.
const RECEIPT: &str = "
begin           | done                    | draft     | open     | drafted                                | lapse-draft
give details    | done                    | draft     | open     | details-given                          | lapse-draft
put a picture   | done                    | draft     | open     | picture-prepared                       | lapse-draft
hand in         | done                    | waiting   | open     | submitted                              | lapse-undecided notify:submitted
take            | done                    | in-review | open     | claimed                                | lapse-claim lapse-undecided notify:submitted
approve         | done                    | in-review | open     | approved                               | issue-receipt notify:submitted
11 s pass       | done                    | approved  | open     | payment-due                            | lapse-unissued
tomorrow        | done                    | approved  | open     |                                        | lapse-unissued
pay             | done                    | approved  | paid     | paid                                   | issue-receipt lapse-unissued
11 s pass       | done                    | approved  | paid     | receipt-issued                         | erase-order forget-receipt lapse-unissued notify:ends-soon
ask back        | done                    | approved  | returned | refund-asked                           | erase-order forget-receipt lapse-unissued notify:ends-soon
give back       | done                    | approved  | returned | refunded                               | erase-order forget-receipt lapse-unissued notify:ends-soon notify:refunded
a month passes  | done                    | approved  | returned |                                        | erase-order forget-receipt notify:ends-soon
";

/// Where nobody pays.
const UNPAID: &str = "
begin           | done                    | draft     | open     | drafted                                | lapse-draft
give details    | done                    | draft     | open     | details-given                          | lapse-draft
put a picture   | done                    | draft     | open     | picture-prepared                       | lapse-draft
hand in         | done                    | unpaid    | open     | payment-due                            | lapse-unpaid
three days pass | done                    | lapsed    | closed   | lapsed-unpaid                          | erase-order
pay             | order-wrong-state       | lapsed    | closed   |                                        | erase-order
";

struct Life {
    service: Service,
    till: Permit<TakeMoney>,
    own: Option<OwnOrder>,
    paid: Option<PaymentId>,
    seen: usize,
}

impl Life {
    async fn new(paid_for: PaidFor) -> Self {
        let service = costing(paid_for).await;
        let till = hired(&service.app, "Zhao", Role::Operator).await;
        Self {
            till: till.permit().unwrap(),
            service,
            own: None,
            paid: None,
            seen: 0,
        }
    }

    async fn act(&mut self, deed: &str) -> Result<(), AppError> {
        let Service {
            app,
            clock,
            reviewer,
            ..
        } = &self.service;
        let Some(own) = &self.own else {
            assert_eq!(deed, "begin");
            let device = app.digest_device(DEVICE);
            self.own = Some(applicant::begin(app, device, identity_card()).await?);
            return Ok(());
        };
        let number = own.number();
        let pass = async |time| {
            clock.advance(time);
            jobs::run_due(app).await.map(drop)
        };
        let payment = self.paid.ok_or(AppError::NotFound);
        match deed {
            "give details" => {
                give_details(app, own).await;
                Ok(())
            }
            "put a picture" => applicant::put_picture(app, own, ANYBODY, picture())
                .await
                .map(drop),
            "hand in" => applicant::submit(app, own).await.map(drop),
            "cancel" => applicant::cancel(app, own).await.map(drop),
            "pay" => {
                let paid = till::take(app, &self.till, number, "A-17").await?;
                let mut payments = paid.payments.iter();
                let kept = payments.find(|one| one.status == PaymentStatus::Taken);
                self.paid = kept.map(|payment| payment.id);
                Ok(())
            }
            "pay without" => till::take(app, &self.till, number, " ").await.map(drop),
            "undo" => till::undo(app, &self.till, payment?).await.map(drop),
            "ask back" => till::refund(app, &self.till, payment?, RefundFor::Goodwill)
                .await
                .map(drop),
            "give back" => till::give_back(app, &self.till, payment?, "B-3")
                .await
                .map(drop),
            "take" => inspector::take(app, reviewer, number).await.map(drop),
            "reject" => inspector::decide(app, reviewer, number, ruling(Verdict::Rejected))
                .await
                .map(drop),
            "approve" => {
                let ruling = approval(&self.service, number).await;
                inspector::decide(app, reviewer, number, ruling)
                    .await
                    .map(drop)
            }
            "11 s pass" => pass(Duration::from_secs(11)).await,
            "tomorrow" => pass(days(1)).await,
            "three days pass" => pass(days(3)).await,
            "a month passes" => pass(days(30)).await,
            _ => panic!("nobody can {deed}"),
        }
    }

    fn number(&self) -> OrderNumber {
        self.own.as_ref().unwrap().number()
    }

    async fn at_till(&self) -> TillOrder {
        let app = &self.service.app;
        till::order(app, &self.till, self.number()).await.unwrap()
    }

    /// Plays a table, row by row.
    async fn play(&mut self, table: &str) {
        for (nth, row) in table.trim().lines().enumerate() {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let done = self.act(cells[0]).await;
            let outcome = done.map_or_else(|error| error.code(), |()| "done");
            let own = self.service.opened(self.number(), DEVICE).await.unwrap();
            let status = own.summary(self.service.app.now()).status.code();
            self.own = Some(own);
            let bill = self.at_till().await.bill.code();
            let (gained, jobs) = (self.gained().await.join(" "), self.jobs().await.join(" "));
            let found = [cells[0], outcome, status, bill, &gained, &jobs];
            assert_eq!(found, *cells, "row {nth}");
        }
    }

    async fn gained(&mut self) -> Vec<&'static str> {
        let order = self.service.order(self.own.as_ref().unwrap()).await.id;
        let mut tx = self.service.storage.read().await.unwrap();
        let lines = tx.events_of(order).await.unwrap();
        let new = lines[self.seen..].iter().map(|line| line.event.code());
        let new = new.filter(|code| *code != "original-erased").collect();
        self.seen = lines.len();
        new
    }

    async fn jobs(&self) -> Vec<String> {
        let end_of_time = Timestamp(i64::MAX / 2);
        let mut taken = Vec::new();
        // Rolled back, so that the jobs stay queued.
        let mut tx = self.service.storage.write().await.unwrap();
        tx.wind_timers(end_of_time, 1000).await.unwrap();
        for lane in Lane::ALL {
            while let Some(job) = tx
                .take_job(lane, end_of_time, Duration::from_secs(1))
                .await
                .unwrap()
            {
                taken.push(match job.job {
                    Job::EraseOriginal { .. } => continue,
                    Job::Notify { occasion, .. } => format!("notify:{}", occasion.code()),
                    job => job.code().to_owned(),
                });
            }
        }
        taken.sort();
        taken
    }

    /// The ledger: what moved and how much, in fen.
    async fn book(&self) -> Vec<(Movement, i64)> {
        let permit = Permit::<SeeTakings>::of_machine_owner();
        let today = china::date(self.service.app.now());
        let first = today.saturating_sub(jiff::Span::new().days(300));
        let entries = till::ledger_for_file(&self.service.app, &permit, first, today).await;
        let entries = entries.unwrap().into_iter();
        entries
            .map(|entry| (entry.movement, entry.amount.0))
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn applying_costs_something() {
    let mut life = Life::new(PaidFor::Applying).await;
    life.play(APPLYING).await;
    use Movement::{Refunded, Taken, Undone};
    let book = [
        (Taken, 1_500),
        (Undone, -1_500),
        (Taken, 1_500),
        (Refunded, -1_500),
    ];
    assert_eq!(life.book().await, book);
    // Every movement is in the log, which is chained.
    let mut tx = life.service.storage.read().await.unwrap();
    let log = tx.log_after(0, 1_000).await.unwrap().into_iter();
    let moved = log.map(|chained| chained.entry).filter(is_of_money);
    let moved: Vec<(&str, String)> = moved
        .map(|entry| (entry.action.code(), entry.detail))
        .collect();
    let expected = [
        ("paid", "15.00 till"),
        ("payment-undone", ""),
        ("paid", "15.00 till"),
        ("refund-asked", "15.00"),
        ("refunded", "15.00"),
    ];
    let expected = expected.map(|(action, detail)| (action, detail.to_owned()));
    assert_eq!(moved, expected);
}

fn is_of_money(entry: &LogEntry) -> bool {
    matches!(
        entry.action,
        LogAction::Paid | LogAction::PaymentUndone | LogAction::RefundAsked | LogAction::Refunded
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_costs_something() {
    let mut life = Life::new(PaidFor::Receipt).await;
    life.play(RECEIPT).await;
    // The receipt is there all the same: it was a present.
    let own = life.own.as_ref().unwrap();
    let view = applicant::show(&life.service.app, own).await.unwrap();
    assert!(view.receipt.is_some());
    assert_eq!(
        view.bill.unwrap().refund.map(|refund| refund.is_given),
        Some(true)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays() {
    let mut life = Life::new(PaidFor::Applying).await;
    life.play(UNPAID).await;
    assert_eq!(life.book().await, []);
}

/// Until the daily pass has run, and after it, an approved order that nobody pays for is
/// asked once, and ends.
#[tokio::test(flavor = "multi_thread")]
async fn an_approved_order_that_nobody_pays_ends() {
    for purpose in [identity_card(), visa()] {
        let service = costing(PaidFor::Receipt).await;
        let own = handed_in(&service, purpose).await;
        crate::service::approve(&service, own.number()).await;
        assert_eq!(service.told(&own).await, ["payment-due", "submitted"]);
        let Service { app, clock, .. } = &service;
        let order = service.opened(own.number(), DEVICE).await.unwrap();
        let bill = applicant::show(app, &order).await.unwrap().bill.unwrap();
        let until = bill.until.expect("it waits to be paid");
        jobs_for_days(&service, 28).await;
        assert_eq!(service.told(&own).await, ["payment-due", "submitted"]);
        clock.set(until);
        jobs::run_due(app).await.unwrap();
        let events = service.order(&own).await;
        assert_eq!(events.state.code(), "lapsed");
        assert_eq!(events.bill_status().code(), "closed");
    }
}

/// The photo of a document without receipts is given once it is paid, and is not taken
/// back when the time to pay for it is over.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_is_paid_is_given() {
    let service = costing(PaidFor::Receipt).await;
    let Service { app, clock, .. } = &service;
    let own = handed_in(&service, visa()).await;
    crate::service::approve(&service, own.number()).await;
    clock.advance(days(20));
    let till = Permit::of_machine_owner();
    till::take(app, &till, own.number(), "A-1").await.unwrap();
    jobs::run_due(app).await.unwrap();
    assert_eq!(
        service.told(&own).await,
        ["approved", "payment-due", "submitted"]
    );
    jobs_for_days(&service, 9).await;
    assert_eq!(service.order(&own).await.state.code(), "approved");
}

async fn jobs_for_days(service: &Service, count: u32) {
    usecases::jobs::run_due(&service.app).await.unwrap();
    for _ in 0..count {
        service.clock.advance(days(1));
        let mut tx = service.storage.write().await.unwrap();
        let due = domain::Due {
            job: Job::HoldToTerms,
            at: service.app.now(),
        };
        let id = domain::JobId::new(service.app.now(), &mut *service.app.randomness());
        tx.enqueue(id, &due).await.unwrap();
        tx.save().await.unwrap();
        jobs::run_due(&service.app).await.unwrap();
    }
}

/// An order up to its handing in.
async fn handed_in(service: &Service, purpose: Purpose) -> OwnOrder {
    let app = &service.app;
    let own = applicant::begin(app, app.digest_device(DEVICE), purpose).await;
    let own = own.unwrap();
    applicant::put_picture(app, &own, ANYBODY, picture())
        .await
        .unwrap();
    give_details(app, &own).await;
    applicant::submit(app, &own).await.unwrap();
    service.opened(own.number(), DEVICE).await.unwrap()
}

/// An erased order's money still goes back: the ledger names nobody.
#[tokio::test(flavor = "multi_thread")]
async fn an_erased_order_is_paid_back() {
    let mut life = Life::new(PaidFor::Applying).await;
    for deed in ["begin", "give details", "put a picture", "hand in", "pay"] {
        life.act(deed).await.unwrap();
    }
    let Service { app, .. } = &life.service;
    let own = life.service.opened(life.number(), DEVICE).await.unwrap();
    applicant::erase(app, &own).await.unwrap();
    jobs::run_due(app).await.unwrap();
    let open = till::open(app, &life.till).await.unwrap();
    let due: Vec<_> = open
        .refunds
        .iter()
        .map(|due| (due.number, due.why))
        .collect();
    assert_eq!(due, [(own.number(), RefundFor::Ended)]);
    let paid = life.paid.unwrap();
    till::give_back(app, &life.till, paid, "B-3").await.unwrap();
    let open = till::open(app, &life.till).await.unwrap();
    assert_eq!(open.refunds, []);
    assert_eq!(life.at_till().await.bill.code(), "returned");
}

/// What is open, and what was taken.
#[tokio::test(flavor = "multi_thread")]
async fn the_till_sees_what_is_open() {
    let service = costing(PaidFor::Applying).await;
    let app = &service.app;
    let till: Permit<TakeMoney> = Permit::of_machine_owner();
    let first = handed_in(&service, identity_card()).await.number();
    service.clock.advance(Duration::from_secs(60));
    let second = handed_in(&service, visa()).await.number();
    let open = async |till: &Permit<TakeMoney>| -> Vec<OrderNumber> {
        let open = till::open(app, till).await.unwrap();
        open.bills.iter().map(|bill| bill.number).collect()
    };
    assert_eq!(open(&till).await, [first, second]);
    // A program sees those of its documents.
    let program = keyed(app, Role::Operator, &["japan-visa"]).await;
    let visas: Permit<TakeMoney> = program.permit().unwrap();
    assert_eq!(open(&visas).await, [second]);
    let refused = till::take(app, &visas, first, "A-1").await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
    till::take(app, &visas, second, "A-1").await.unwrap();
    assert_eq!(open(&till).await, [first]);

    let takings: Permit<SeeTakings> = Permit::of_machine_owner();
    let today = china::date(app.now());
    let rows = till::takings(app, &takings, today, today).await.unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.document.as_str(), row.payments, row.taken.to_string()))
        .collect();
    assert_eq!(rows, [("japan-visa", 1, "15.00".to_owned())]);
    let backwards = till::takings(app, &takings, today, today.yesterday().unwrap()).await;
    assert_eq!(backwards.unwrap_err().code(), "unknown-name");
}

/// The price of an order is that of its beginning; where nothing costs anything, nothing
/// of this happens.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_free_stays_free() {
    let service = service().await;
    let own = handed_in(&service, identity_card()).await;
    let Service { app, .. } = &service;
    assert!(!app.asks_for_money());
    let view = applicant::show(app, &own).await.unwrap();
    assert_eq!((view.bill, view.summary.status.code()), (None, "waiting"));
    let till = Permit::of_machine_owner();
    let refused = till::take(app, &till, own.number(), "A-1").await;
    assert_eq!(refused.unwrap_err().code(), "order-nothing-to-pay");
}
