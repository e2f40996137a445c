//! An order's life: picture, submission, rejection, new submission, approval,
//! erasure.

use std::time::Duration;

use crate::ANYBODY;
use crate::service::{
    PORTRAIT, Service, approval, give_details, hired, identity_card, keyed, picture, ruling,
    service, waiting,
};
use domain::log::{LogAction, LogEntry};
use domain::staff::Role;
use domain::staff::right::OverrulePhoto;
use domain::{Actor, Job, Lane, OverruleClass, Overruled, Purpose, Status, Timestamp, Verdict};
use portrait::Nudge;
use storage::Storage;
use usecases::applicant::{self, OwnOrder};
use usecases::inspector::{self, Holding, Overruling, ReviewPicture, Ruling};
use usecases::{AppError, Permit, jobs, operator};

/// Action, result, status afterwards, new timeline entries, and the jobs queued
/// then. Due jobs run whenever time passes.
const LIFE: &str = "
begin                | done                 | draft     | drafted                        | lapse-draft
put no picture       | picture-refused | draft     |                                | lapse-draft
put too small a face | done                 | draft     | picture-prepared               | erase-original lapse-draft
give details         | done                 | draft     | details-given                  | erase-original lapse-draft
submit               | order-picture-unfit  | draft     |                                | erase-original lapse-draft
put a picture        | done                 | draft     | picture-prepared               | erase-original lapse-draft
submit               | done                 | waiting   | submitted                      | erase-original lapse-undecided notify:submitted
60 s pass            | done                 | waiting   |                                | erase-original lapse-undecided
take                 | done                 | in-review | claimed                        | erase-original lapse-claim lapse-undecided
remake               | done                 | in-review | remade                         | erase-original lapse-claim lapse-undecided
reject for no reason | order-no-reason      | in-review |                                | erase-original lapse-claim lapse-undecided
reject               | done                 | in-review | rejected                       | erase-original lapse-rejected notify:rejected
undo                 | done                 | in-review | undone                         | erase-original lapse-claim lapse-undecided
reject               | done                 | in-review | rejected                       | erase-original lapse-rejected notify:rejected
undo                 | done                 | in-review | undone                         | erase-original lapse-claim lapse-undecided
reject               | done                 | in-review | rejected                       | erase-original lapse-rejected notify:rejected
11 s pass            | done                 | rejected  | original-erased                | lapse-rejected
undo                 | order-final          | rejected  |                                | lapse-rejected
put a picture        | done                 | rejected  | picture-prepared               | erase-original lapse-rejected
submit               | done                 | waiting   | submitted                      | erase-original lapse-undecided notify:submitted
take                 | done                 | in-review | claimed                        | erase-original lapse-claim lapse-undecided notify:submitted
approve              | done                 | in-review | approved                       | erase-original issue-receipt notify:submitted
11 s pass            | done                 | approved  | original-erased receipt-issued | erase-order forget-receipt notify:ends-soon
its time passes      | done                 | gone      | erased                         |
";

/// The device orders are begun on.
const DEVICE: &str = "a device";

/// An order under test.
struct Life {
    service: Service,
    own: Option<OwnOrder>,
    /// Number of timeline entries already checked.
    seen: usize,
}

impl Life {
    /// An order after these actions, which succeed.
    async fn after(deeds: &[&str]) -> Self {
        let mut life = Self {
            service: service().await,
            own: None,
            seen: 0,
        };
        for deed in deeds {
            life.act(deed).await.unwrap();
            life.status().await;
        }
        life
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
        let decide = async |ruling| {
            let decided = inspector::decide(app, reviewer, number, ruling);
            decided.await.map(drop)
        };
        let put = async |bytes: Vec<u8>| {
            applicant::put_picture(app, own, ANYBODY, bytes)
                .await
                .map(drop)
        };
        match deed {
            "put no picture" => put(b"no picture".to_vec()).await,
            "put too small a face" => put(std::fs::read(PORTRAIT).unwrap()).await,
            "put a picture" => put(picture()).await,
            "give details" => {
                give_details(app, own).await;
                Ok(())
            }
            "submit" => applicant::submit(app, own).await.map(drop),
            "erase" => applicant::erase(app, own).await.map(drop),
            "take" => inspector::take(app, reviewer, number).await.map(drop),
            "remake" => {
                let nudged = inspector::remake(app, reviewer, number, nudge());
                nudged.await.map(drop)
            }
            "reject" => decide(ruling(Verdict::Rejected)).await,
            "reject for no reason" => {
                let reasons = Vec::new();
                let ruling = ruling(Verdict::Rejected);
                decide(Ruling { reasons, ..ruling }).await
            }
            "undo" => inspector::undo(app, reviewer, number).await.map(drop),
            "approve" => decide(approval(&self.service, number).await).await,
            "60 s pass" => pass(Duration::from_secs(60)).await,
            "11 s pass" => pass(Duration::from_secs(11)).await,
            "its time passes" => pass(domain::retention::RECEIPT).await,
            _ => panic!("nobody can {deed}"),
        }
    }

    /// The status shown to the applicant; `gone` if nobody owns the order.
    async fn status(&mut self) -> &'static str {
        let number = self.own.as_ref().unwrap().number();
        match self.service.opened(number, DEVICE).await {
            None => "gone",
            Some(own) => {
                let status = own.summary(self.service.app.now()).status.code();
                self.own = Some(own);
                status
            }
        }
    }

    /// The new timeline entries since the last call.
    async fn gained(&mut self) -> Vec<&'static str> {
        let order = self.service.order(self.own.as_ref().unwrap()).await.id;
        let mut tx = self.service.storage.read().await.unwrap();
        let lines = tx.events_of(order).await.unwrap();
        let new = lines[self.seen..].iter().map(|line| line.event.code());
        self.seen = lines.len();
        // Jobs due at the same time run in any order.
        let mut new: Vec<_> = new.collect();
        new.sort_unstable();
        new
    }

    /// The queued jobs, whenever they are due.
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
                    Job::Notify { occasion, .. } => format!("notify:{}", occasion.code()),
                    job => job.code().to_owned(),
                });
            }
        }
        taken.sort();
        taken
    }
}

fn nudge() -> Nudge {
    Nudge {
        right: catalogue::Px(3.0),
        ..Nudge::NONE
    }
}

/// What the log holds of an order, oldest first.
async fn logged(service: &Service, own: &OwnOrder) -> Vec<LogEntry> {
    let mut tx = service.storage.read().await.unwrap();
    let entries = tx.log_after(0, 1000).await.unwrap().into_iter();
    let subject = own.number().to_string();
    let entries = entries.map(|chained| chained.entry);
    entries.filter(|entry| entry.subject == subject).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_from_draft_to_erasure() {
    let mut life = Life::after(&[]).await;
    for (nth, row) in LIFE.trim().lines().enumerate() {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let done = life.act(cells[0]).await;
        let outcome = done.map_or_else(|error| error.code(), |()| "done");
        let status = life.status().await;
        let (gained, jobs) = (life.gained().await.join(" "), life.jobs().await.join(" "));
        let found = [cells[0], outcome, status, &gained, &jobs];
        assert_eq!(found, *cells, "row {nth}");
    }
    // The log contains the actions.
    let owner = Permit::of_machine_owner();
    let entries = operator::verify_log(&life.service.app, &owner, &[]).await;
    assert!(entries.unwrap() > 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_gives_a_photo_or_says_why_not() {
    let Service { app, storage, .. } = service().await;
    let device = app.digest_device(DEVICE);
    let own = applicant::begin(&app, device, identity_card()).await;
    let own = own.unwrap();
    let small = std::fs::read(PORTRAIT).unwrap();
    let small = applicant::put_picture(&app, &own, ANYBODY, small)
        .await
        .unwrap();
    assert!(!small.has_photo);
    assert_eq!(small.report.wrongs[0].code, "too-few-pixels");

    let large = applicant::put_picture(&app, &own, ANYBODY, picture())
        .await
        .unwrap();
    let id = Some(large.attempt);
    let photo = applicant::photo(&app, &own, id).await.unwrap();
    let preview = applicant::preview(&app, &own, ANYBODY, id).await.unwrap();
    for picture in [photo, preview] {
        assert!(picture.starts_with(&[0xff, 0xd8]), "a JPEG");
    }
    let may = large.fitness.may_be_handed_in();
    assert!(may, "{:?}", large.report.failing());
    // JSON of 45 KB, and half of what an order takes in the database all the same.
    let mut tx = storage.read().await.unwrap();
    let kept = tx.report(large.attempt).await.unwrap().unwrap();
    let bytes = kept.0.len();
    assert!((1_000..5_000).contains(&bytes), "{bytes} bytes");
}

/// The actions up to a final rejection.
const REJECTED: [&str; 7] = [
    "begin",
    "give details",
    "put a picture",
    "submit",
    "take",
    "reject",
    "11 s pass",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_is_told_and_takes_the_original_with_it() {
    let life = Life::after(&REJECTED).await;
    let (app, own) = (&life.service.app, life.own.unwrap());
    assert_eq!(life.service.told(&own).await, ["rejected", "submitted"]);
    let picture = applicant::show(app, &own).await.unwrap().picture;
    assert!(!picture.unwrap().has_original);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inspector_sees_what_was_rejected_before() {
    let again = ["put a picture", "submit"];
    let life = Life::after(&[&REJECTED[..], &again].concat()).await;
    let Service { app, reviewer, .. } = &life.service;
    let number = life.own.unwrap().number();
    let case = inspector::take(app, reviewer, number).await.unwrap();
    assert_eq!((case.submissions, case.earlier.len()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inspector_sees_a_masked_name_and_may_move_the_crop() {
    let service = service().await;
    let Service { app, reviewer, .. } = &service;
    let own = waiting(&service, DEVICE).await;
    let number = own.number();
    let place = applicant::show(app, &own).await.unwrap().place;
    assert_eq!(place.unwrap().ahead, 0);
    let before = applicant::photo(app, &own, None).await.unwrap();
    let case = inspector::take_next(app, reviewer).await.unwrap().unwrap();
    assert_eq!((case.number, case.holding), (number, Holding::Mine));
    assert_eq!(case.applicant.name, "**明");
    let remade = inspector::remake(app, reviewer, number, nudge()).await;
    assert_ne!(remade.unwrap().photo_hash, case.photo_hash);
    let seen = inspector::picture(app, reviewer, number, ReviewPicture::Photo).await;
    assert_ne!(seen.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_try_of_a_correction_stores_nothing() {
    let service = service().await;
    let Service { app, reviewer, .. } = &service;
    let own = waiting(&service, DEVICE).await;
    let number = own.number();
    let try_it = async || inspector::preview(app, reviewer, number, nudge().into()).await;
    let refused = async |expected: &str| {
        assert_eq!(try_it().await.unwrap_err().code(), expected);
        let opened = inspector::for_correction(app, reviewer, number).await;
        assert_eq!(opened.unwrap_err().code(), expected);
    };
    refused("order-wrong-state").await;
    let before = inspector::take(app, reviewer, number).await.unwrap();
    let stored = async || {
        let order = service.order(&own).await;
        let mut tx = service.storage.read().await.unwrap();
        let attempt = tx.attempt(order.attempt.unwrap()).await.unwrap().unwrap();
        let events = tx.events_of(order.id).await.unwrap().len();
        let report = tx.report(attempt.id).await.unwrap();
        (attempt.photo, attempt.photo_hash, report, events)
    };
    let untried = stored().await;
    let tried = try_it().await.unwrap();
    assert!(stored().await == untried, "a try was stored");
    // It is what would be kept.
    assert_eq!(tried.case.report.nudge, nudge());
    assert_ne!(tried.case.photo_hash, before.photo_hash);
    let kept = inspector::edit(app, reviewer, number, nudge().into()).await;
    assert_eq!(kept.unwrap().photo_hash, tried.case.photo_hash);
    inspector::release(app, reviewer, number).await.unwrap();
    refused("order-wrong-state").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reviews_what_its_key_is_for() {
    let service = service().await;
    let app = &service.app;
    let own = waiting(&service, DEVICE).await;
    let number = own.number();
    let of = async |document| {
        let program = keyed(app, Role::Inspector, &[document]).await;
        program.permit().unwrap()
    };
    let passports = of("passport").await;
    let refused = inspector::take(app, &passports, number).await;
    assert_eq!(refused.unwrap_err().code(), "not-found");
    let cards = of("resident-id-card").await;
    let by = cards.holder();
    assert!(matches!(by, Actor::Program(_)));
    inspector::take(app, &cards, number).await.unwrap();
    let ruling = ruling(Verdict::Rejected);
    inspector::decide(app, &cards, number, ruling)
        .await
        .unwrap();

    let order = service.order(&own).await;
    let mut tx = service.storage.read().await.unwrap();
    let attempt = tx.attempt(order.attempt.unwrap()).await.unwrap().unwrap();
    assert_eq!(attempt.decision.unwrap().by, by);
    let told = tx.events_of(order.id).await.unwrap().into_iter();
    let told = told.map(|entry| (entry.event.code(), entry.by));
    let log = logged(&service, &own).await.into_iter();
    let log = log.map(|entry| (entry.action.code(), entry.by));
    for booked in [told.collect::<Vec<_>>(), log.collect()] {
        let last = booked.last_chunk();
        assert_eq!(last, Some(&[("claimed", by), ("rejected", by)]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_overrules_by_the_permit_of_another() {
    let service = service().await;
    let Service { app, reviewer, .. } = &service;
    let own = waiting(&service, DEVICE).await;
    let number = own.number();
    inspector::take(app, reviewer, number).await.unwrap();
    let check = async |permit: &Permit<OverrulePhoto>, expected: &[&str]| {
        let smile = Overruled {
            finding: "smile".to_owned(),
            class: OverruleClass::Mistaken,
        };
        let ruling = Ruling {
            overruling: Some(Overruling::new(permit.clone(), vec![smile])),
            ..ruling(Verdict::Approved)
        };
        inspector::decide(app, reviewer, number, ruling)
            .await
            .unwrap();
        let id = service.order(&own).await.attempt.unwrap();
        let mut tx = service.storage.read().await.unwrap();
        let attempt = tx.attempt(id).await.unwrap().unwrap();
        let kept = attempt.decision.unwrap().overruled.into_iter();
        let kept = kept.map(|one| format!("{} {}", one.finding, one.class.code()));
        assert_eq!(kept.collect::<Vec<_>>(), expected);
        let mut log = logged(&service, &own).await;
        log.retain(|entry| entry.action == LogAction::Overruled);
        let logged = log.iter().map(|entry| entry.detail.as_str());
        assert_eq!(logged.collect::<Vec<_>>(), expected);
        inspector::undo(app, reviewer, number).await.unwrap();
    };
    let another = hired(app, "zhao", Role::Inspector).await;
    check(&another.permit().unwrap(), &[]).await;
    check(&service.overruler, &["smile mistaken"]).await;
}

/// What stands before an order is erased while an inspector has it.
const OPEN: [&str; 5] = ["begin", "put a picture", "give details", "submit", "take"];

#[tokio::test(flavor = "multi_thread")]
async fn an_open_order_is_given_up_and_erased_at_once() {
    let mut life = Life::after(&OPEN).await;
    life.gained().await;
    let mut changes = life.service.app.changes();
    life.act("erase").await.unwrap();
    changes.try_recv().unwrap();
    assert!(changes.is_empty(), "one transaction");
    assert_eq!(life.status().await, "gone");
    assert_eq!(life.gained().await, ["cancelled", "erased"]);
    // What was due already finds nothing to do, and nothing waits for later.
    jobs::run_due(&life.service.app).await.unwrap();
    assert_eq!(life.gained().await, [""; 0]);
    assert_eq!(life.jobs().await, [""; 0]);
    let Life { service, own, .. } = life;
    let own = own.unwrap();
    assert!(service.order(&own).await.erased_at.is_some());
    let log = logged(&service, &own).await;
    let log: Vec<&str> = log.iter().map(|entry| entry.action.code()).collect();
    assert_eq!(log.last_chunk(), Some(&["cancelled", "erased"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_lapses_and_an_unknown_document_begins_nothing() {
    let service = service().await;
    let Service { app, clock, .. } = &service;
    let device = app.digest_device("a device");
    let purpose = Purpose {
        document: "no-such-document".parse().unwrap(),
        city: None,
    };
    let unknown = applicant::begin(app, device, purpose).await;
    assert!(matches!(unknown, Err(AppError::NotFound)));
    // An abandoned draft lapses after a day and is erased.
    let purpose = Purpose {
        document: "us-visa".parse().unwrap(),
        city: None,
    };
    let own = applicant::begin(app, device, purpose).await.unwrap();
    clock.advance(Duration::from_secs(3600));
    jobs::run_due(app).await.unwrap();
    let own = service.opened(own.number(), DEVICE).await.unwrap();
    assert_eq!(own.summary(app.now()).status, Status::Draft);
    clock.advance(domain::retention::DRAFT);
    jobs::run_due(app).await.unwrap();
    assert_eq!(service.opened(own.number(), DEVICE).await, None);
}
