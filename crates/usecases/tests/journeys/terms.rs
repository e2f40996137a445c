//! Every state an order can be in, and 1,200 days: whatever became of its jobs,
//! nothing of its applicant is left, in rows or in the raw file.

use std::time::Duration;

use domain::log::LogKey;
use domain::money::PaidFor;
use domain::receipt::RevokedFor;
use domain::staff::Role;
use domain::timestamp::days;
use domain::{Job, JobId, Verdict};
use storage::{Queued, Storage};
use storage_sqlite::{SealKeys, SqliteStorage, Unsealed};
use usecases::applicant::{self, OwnOrder};
use usecases::counter::{self, Person, PhotoPurpose, Window};
use usecases::{inspector, jobs, operator, receipts};

use crate::ANYBODY;
use crate::retention::{priced, unhash};
use crate::service::{
    Service, approve, approved, died, drafted, give_details, hired, identity_card, picture, ruling,
    service, service_over, waiting,
};

/// Ways to every state, by real deeds.
const WAYS: [&str; 17] = [
    "draft",
    "unpaid",
    "approved, unpaid",
    "waiting",
    "second opinion",
    "claimed",
    "being decided",
    "approved",
    "approved, used",
    "approved, revoked",
    "approved, no receipt",
    "rejected",
    "rejected, another picture",
    "cancelled",
    "erased",
    "renewed",
    "left",
];

async fn brought(service: &Service, way: &str) -> OwnOrder {
    let app = &service.app;
    let reviewer = &service.reviewer;
    let claimed = async || {
        let own = waiting(service, way).await;
        inspector::take(app, reviewer, own.number()).await.unwrap();
        own
    };
    match way {
        "draft" => {
            let own = applicant::begin(app, app.digest_device(way), identity_card()).await;
            let own = own.unwrap();
            applicant::put_picture(app, &own, ANYBODY, picture())
                .await
                .unwrap();
            give_details(app, &own).await;
            own
        }
        "waiting" => {
            let own = waiting(service, way).await;
            applicant::write(app, &own, "几点下班？").await.unwrap();
            own
        }
        "unpaid" => {
            let own = drafted(service, way).await;
            priced(service, &own, PaidFor::Applying).await;
            applicant::submit(app, &own).await.unwrap();
            own
        }
        "approved, unpaid" => {
            let own = waiting(service, way).await;
            priced(service, &own, PaidFor::Receipt).await;
            approve(service, own.number()).await;
            own
        }
        "second opinion" => {
            let own = claimed().await;
            let second = hired(app, "chen", Role::Inspector).await;
            let (review, second) = (second.permit().unwrap(), second.permit().unwrap());
            inspector::release(app, reviewer, own.number())
                .await
                .unwrap();
            inspector::take(app, &review, own.number()).await.unwrap();
            inspector::ask_second_opinion(app, &review, &second, own.number(), "眉毛看不清")
                .await
                .unwrap();
            own
        }
        "claimed" => claimed().await,
        "being decided" | "rejected" | "rejected, another picture" => {
            let own = claimed().await;
            let number = own.number();
            inspector::decide(app, reviewer, number, ruling(Verdict::Rejected))
                .await
                .unwrap();
            if way == "rejected, another picture" {
                service.clock.advance(Duration::from_secs(11));
                let own = service.opened(number, way).await.unwrap();
                applicant::put_picture(app, &own, ANYBODY, picture())
                    .await
                    .unwrap();
            }
            own
        }
        "approved" => approved(service, way).await,
        "approved, used" => {
            let own = approved(service, way).await;
            let clerk = hired(app, "wang", Role::Clerk).await;
            let (look, consume) = (clerk.permit().unwrap(), clerk.permit().unwrap());
            let receipt = receipts::of(app, &own).await.unwrap().unwrap();
            let number = receipt.number.grouped();
            let (any, person) = (Window::default(), Person::typed("李小明"));
            let found = counter::look_up(app, &look, &any, &number, &person).await;
            let ticket = found.unwrap().ticket.unwrap();
            counter::photo(app, &look, &ticket, PhotoPurpose::HandOver)
                .await
                .unwrap();
            counter::use_up(app, &look, &consume, &any, &ticket)
                .await
                .unwrap();
            own
        }
        "approved, revoked" => {
            let own = approved(service, way).await;
            let boss = hired(app, "zhao", Role::Operator).await.permit().unwrap();
            let receipt = receipts::of(app, &own).await.unwrap().unwrap();
            receipts::revoke(app, &boss, receipt.number, RevokedFor::Misuse)
                .await
                .unwrap();
            own
        }
        "approved, no receipt" => {
            let own = waiting(service, way).await;
            unhash(service, &own).await;
            approve(service, own.number()).await;
            own
        }
        "cancelled" | "erased" => {
            let own = waiting(service, way).await;
            if way == "erased" {
                applicant::erase(app, &own).await.unwrap();
            } else {
                applicant::cancel(app, &own).await.unwrap();
            }
            own
        }
        "renewed" => {
            let own = approved(service, "the earlier").await;
            applicant::renew(app, &own, app.digest_device(way))
                .await
                .unwrap()
        }
        "left" => {
            let own = waiting(service, way).await;
            let shown = applicant::Credentials {
                device: Some(app.digest_device(way)),
                wechat: None,
                wechat_union: None,
                grants: Vec::new(),
            };
            assert_eq!(applicant::leave(app, &shown).await.unwrap(), 1);
            own
        }
        unknown => panic!("no way {unknown}"),
    }
}

/// What would be found of the applicants in the raw file, were it left.
async fn traces(service: &Service, orders: &[OwnOrder]) -> Vec<Vec<u8>> {
    let mut traces = Vec::new();
    for own in orders {
        let order = service.order(own).await;
        let sealed = [order.key, order.applicant, order.proposal];
        traces.extend(sealed.into_iter().flatten().map(|sealed| sealed.0));
        let digests = [order.phone, order.identity, order.device];
        traces.extend(digests.into_iter().flatten().map(|one| one.0.to_vec()));
        let mut tx = service.storage.read().await.unwrap();
        if let Some(receipt) = tx.receipt_of_order(order.id).await.unwrap() {
            let digests = [receipt.identity, receipt.name];
            traces.extend(digests.into_iter().flatten().map(|one| one.0.to_vec()));
            traces.push(receipt.token.into_bytes());
        }
        for attempt in tx.attempts_of(order.id).await.unwrap() {
            let report = tx.report(attempt.id).await.unwrap();
            traces.extend(report.map(|report| report.0));
            let blobs = [attempt.original, attempt.photo];
            traces.extend(blobs.into_iter().flatten().map(|blob| blob.0.into_bytes()));
        }
        let messages = tx.messages_of(order.id).await.unwrap();
        traces.extend(messages.into_iter().map(|message| message.text.0));
        let consents = tx.consents_of_order(order.id).await.unwrap();
        traces.extend(consents.iter().map(|consent| consent.person.0.to_vec()));
    }
    traces.retain(|trace| trace.len() > 8);
    traces
}

/// How many of `traces` the file holds.
fn found(path: &std::path::Path, traces: &[Vec<u8>]) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let holds = |trace: &&Vec<u8>| {
        let mut places = bytes.windows(trace.len());
        places.any(|place| place == trace.as_slice())
    };
    traces.iter().filter(holds).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_anybody_outlasts_its_term_in_any_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huizhi.db");
    let storage = SqliteStorage::open(
        &path,
        SealKeys::new([0; 32], LogKey::from_bytes([0; 32])),
        Unsealed::Adopt,
    )
    .await
    .unwrap();
    let service = service_over(storage, Vec::new()).await;
    let mut orders = Vec::new();
    for way in WAYS {
        orders.push(brought(&service, way).await);
    }
    let traces = traces(&service, &orders).await;
    // Two orders of each kind lose their jobs, as rows of older versions have
    // none; the daily pass alone ends them.
    for own in orders.iter().step_by(2) {
        forget_jobs(&service, own).await;
    }
    pass_days(&service, 31, 1).await;
    let held_then = held(&service).await;
    // An undecided order has ended by day 30, with a day for the pass; approved ones have not, and
    // rejected and cancelled ones end today.
    assert!(held_then <= 4, "{held_then} orders hold somebody");
    pass_days(&service, 169, 1).await;
    pass_days(&service, 1_000, 8).await;
    assert_eq!(held(&service).await, 0, "an order holds somebody");
    // Records that name no applicant end three years after the last erasure,
    // which is that of the approved orders, half a year after the beginning.
    pass_days(&service, 100, 10).await;
    let mut tx = service.storage.read().await.unwrap();
    assert!(tx.attempts_with_original(None, 9).await.unwrap().is_empty());
    let forgotten = tx.receipts_to_forget(service.app.now(), 9).await.unwrap();
    assert!(forgotten.is_empty(), "{forgotten:?}");
    for own in &orders {
        let order = tx.order_by_number(own.number()).await.unwrap().unwrap();
        assert!(tx.attempts_of(order.id).await.unwrap().is_empty());
        assert!(tx.events_of(order.id).await.unwrap().is_empty());
        assert!(tx.messages_of(order.id).await.unwrap().is_empty());
        let now = service.app.now();
        assert!(tx.notices_of(order.id, now).await.unwrap().is_empty());
        assert!(tx.consents_of_order(order.id).await.unwrap().is_empty());
    }
    assert_eq!(tx.dead_job_count().await.unwrap(), 0);
    drop(tx);
    service.storage.close().await;
    assert_eq!(found(&path, &traces), 0, "of {} traces", traces.len());
}

/// Lets so many days pass, and does what is due after every `step` of them.
async fn pass_days(service: &Service, count: u64, step: u64) {
    for _ in 0..count / step {
        service.clock.advance(days(step));
        jobs::work(&service.app, async {}).await;
    }
}

/// How many orders hold somebody.
async fn held(service: &Service) -> usize {
    let mut tx = service.storage.read().await.unwrap();
    tx.holding_orders(None, 99).await.unwrap().len()
}

/// Takes every job of the order out of the queue.
async fn forget_jobs(service: &Service, own: &OwnOrder) {
    let order = service.order(own).await;
    let id = order.id;
    let mut tx = service.storage.write().await.unwrap();
    let mut jobs = vec![
        Job::LapseDraft { order: id },
        Job::LapseRejected { order: id },
        Job::LapseUndecided { order: id },
        Job::LapseUnissued { order: id },
        Job::EraseOrder { order: id },
    ];
    if let Some(receipt) = tx.receipt_of_order(id).await.unwrap() {
        jobs.push(Job::ForgetReceipt {
            receipt: receipt.id,
        });
    }
    for attempt in tx.attempts_of(id).await.unwrap() {
        jobs.push(Job::EraseOriginal {
            attempt: attempt.id,
        });
    }
    for job in &jobs {
        tx.cancel_job(job).await.unwrap();
    }
    tx.save().await.unwrap();
}

/// An erasure that failed too often is done all the same, and the operator no
/// longer sees the job that died.
#[tokio::test(flavor = "multi_thread")]
async fn a_dead_job_keeps_nothing() {
    let service = service().await;
    let own = waiting(&service, "a device").await;
    applicant::cancel(&service.app, &own).await.unwrap();
    let id = service.order(&own).await.id;
    let job = Job::EraseOrder { order: id };
    let mut tx = service.storage.write().await.unwrap();
    let now = service.app.now();
    let dead = JobId::new(now, &mut *service.app.randomness());
    died(&mut *tx, dead, job).await;
    assert_eq!(tx.queued(&job).await.unwrap(), Queued::Dead);
    tx.save().await.unwrap();
    assert_eq!(operator::gauges(&service.app).await.unwrap().dead_jobs, 1);
    for _ in 0..31 {
        service.clock.advance(days(1));
        jobs::work(&service.app, async {}).await;
    }
    assert!(!service.order(&own).await.holds_somebody());
    assert_eq!(operator::gauges(&service.app).await.unwrap().dead_jobs, 0);
}

/// The operator is warned before an undecided order ends, and its applicant is
/// told when it does.
#[tokio::test(flavor = "multi_thread")]
async fn an_undecided_order_ends_with_a_word_to_both() {
    let service = service().await;
    let own = waiting(&service, "a device").await;
    let mut seen = Vec::new();
    for day in 1..=30 {
        service.clock.advance(days(1));
        jobs::work(&service.app, async {}).await;
        let gauges = operator::gauges(&service.app).await.unwrap();
        seen.push(gauges.ending_undecided);
        let order = service.order(&own).await;
        let mut tx = service.storage.read().await.unwrap();
        let attempt = tx.attempt(order.attempt.unwrap()).await.unwrap().unwrap();
        let is_there = attempt.original.is_some();
        drop(tx);
        if day < 29 {
            assert!(is_there, "it can be judged on day {day}");
            let case = inspector::take(&service.app, &service.reviewer, own.number()).await;
            case.unwrap();
        } else {
            assert!(!is_there);
        }
        if day == 29 {
            assert_eq!(service.told(&own).await[0], "lapsed");
            let case = inspector::take(&service.app, &service.reviewer, own.number()).await;
            assert_eq!(case.unwrap_err().code(), "order-wrong-state");
        }
    }
    // Ten days of warning, the last of them the day before its end.
    let warned: Vec<usize> = (1..)
        .zip(&seen)
        .filter(|(_, n)| **n > 0)
        .map(|(day, _)| day)
        .collect();
    assert_eq!(warned, (20..=28).collect::<Vec<_>>());
    assert!(!service.order(&own).await.holds_somebody());
}
