//! Data is deleted as the retention table says: for each line of
//! `domain::retention::KEPT` the data is created, exists, and is gone after its
//! time.

use std::time::Duration;

use crate::service::{
    Service, approve, approved, drafted, hired, identity_card, ruling, sealing_cards, service,
    visa_approved, waiting,
};
use catalogue::{Catalogue, Validity};
use domain::guess::Guess;
use domain::money::{Bill, Fen, PaidFor, PayWay, Payment, PaymentStanding, Price};
use domain::randomness::seeded;
use domain::receipt::ReceiptStatus;
use domain::retention::{KEPT, RECEIPT, RECEIPT_REMEMBERED, RemainsKept};
use domain::staff::Role;
use domain::timestamp::days;
use domain::{
    Actor, Digest, MessageId, PaymentId, SafetyCheck, SafetySubject, SafetyVerdict, Sealed, Status,
    Timestamp, Verdict, WechatUser,
};
use storage::{Letter, Storage, Subscription};
use usecases::applicant::{self, OwnOrder};
use usecases::counter::{self, Person, Window};
use usecases::{AppError, inspector, jobs, receipts};

/// Daily jobs: what they delete may stay a day longer.
const HOUSEKEEPING: [&str; 3] = ["sweep", "trim-log", "hold-to-terms"];

const DEVICE: &str = "a device";

const PUSH: Digest = Digest([2; 32]);
const WRITER: Digest = Digest([3; 32]);

/// After everything.
const FAR: Timestamp = Timestamp(i64::MAX);

#[tokio::test(flavor = "multi_thread")]
async fn everything_ends_in_its_time() {
    for kept in KEPT {
        let service = match kept.id {
            "code" => sealing_cards().await,
            _ => service().await,
        };
        let own = brought_about(&service, kept.id).await;
        assert!(there(&service, kept.id, &own).await, "{} is there", kept.id);
        let slack = if HOUSEKEEPING.contains(&kept.job) {
            days(1)
        } else {
            Duration::from_secs(1)
        };
        let end = app_time(&service).plus(kept.at_most + slack);
        // Years go by in months, half a year in weeks: what is daily runs then too, and at the end.
        let step = match kept.id {
            "consent" | "traces" | "remains" => days(30),
            _ if kept.at_most > days(100) => days(7),
            _ => days(1),
        };
        while app_time(&service) < end {
            let rest = end.since(app_time(&service));
            service.clock.advance(rest.min(step));
            work(&service).await;
        }
        assert!(!there(&service, kept.id, &own).await, "{} is gone", kept.id);
    }
}

fn app_time(service: &Service) -> domain::Timestamp {
    service.app.now()
}

/// Runs all due jobs, daily ones included.
async fn work(service: &Service) {
    jobs::work(&service.app, async {}).await;
}

/// Does what starts the period of a line.
async fn brought_about(service: &Service, id: &str) -> OwnOrder {
    let app = &service.app;
    match id {
        "draft" => {
            let device = app.digest_device(DEVICE);
            let purpose = identity_card();
            applicant::begin(app, device, purpose).await.unwrap()
        }
        // Handed in and not paid.
        "unpaid" => {
            let own = drafted(service, DEVICE).await;
            priced(service, &own, PaidFor::Applying).await;
            applicant::submit(app, &own).await.unwrap();
            own
        }
        // Never decided.
        "undecided" => waiting(service, DEVICE).await,
        // No receipt can be issued for a photo without a hash.
        "unissued" => {
            let own = waiting(service, DEVICE).await;
            unhash(service, &own).await;
            approve(service, own.number()).await;
            own
        }
        "consent" | "traces" | "remains" => {
            let own = waiting(service, DEVICE).await;
            applicant::erase(app, &own).await.unwrap();
            own
        }
        "original" => waiting(service, DEVICE).await,
        "given" => visa_approved(service, DEVICE).await,
        "photo" | "code" => approved(service, DEVICE).await,
        "receipt" => {
            let own = approved(service, DEVICE).await;
            let order = service.order(&own).await.id;
            let mut tx = service.storage.read().await.unwrap();
            let receipt = tx.receipt_of_order(order).await.unwrap().unwrap();
            drop(tx);
            let rest = receipt.ends_at().since(app.now());
            service.clock.advance(rest);
            work(service).await;
            own
        }
        "guesses" => {
            let own = approved(service, DEVICE).await;
            guess_wrongly(service).await;
            own
        }
        "details" | "messages" => {
            let own = waiting(service, DEVICE).await;
            applicant::write(app, &own, "几点下班？").await.unwrap();
            applicant::cancel(app, &own).await.unwrap();
            own
        }
        "closed" => {
            let own = waiting(service, DEVICE).await;
            let number = own.number();
            inspector::take(app, &service.reviewer, number)
                .await
                .unwrap();
            let ruling = ruling(Verdict::Rejected);
            inspector::decide(app, &service.reviewer, number, ruling)
                .await
                .unwrap();
            service.clock.advance(Duration::from_secs(11));
            own
        }
        "log" => waiting(service, DEVICE).await,
        "sign-ins" => {
            let own = waiting(service, DEVICE).await;
            crate::sign_in::wrong(service, "nobody", "192.0.2.1").await;
            own
        }
        "wechat" => {
            let own = waiting(service, DEVICE).await;
            in_wechat(service, &own).await;
            let own = service.opened(own.number(), DEVICE).await.unwrap();
            applicant::cancel(app, &own).await.unwrap();
            own
        }
        "pushes" => {
            let own = waiting(service, DEVICE).await;
            let mut tx = service.storage.write().await.unwrap();
            assert!(tx.note_push(PUSH, app.now()).await.unwrap());
            tx.save().await.unwrap();
            own
        }
        "letters" => {
            let own = waiting(service, DEVICE).await;
            let mut tx = service.storage.write().await.unwrap();
            tx.append_letter(&letter(app.now())).await.unwrap();
            tx.save().await.unwrap();
            own
        }
        // The inspector of every service has signed in.
        "devices" => waiting(service, DEVICE).await,
        _ => panic!("nothing brings {id} about"),
    }
}

/// Whether the data of a line still exists.
async fn there(service: &Service, id: &str, own: &OwnOrder) -> bool {
    let mut tx = service.storage.read().await.unwrap();
    let order = tx.order_by_number(own.number()).await.unwrap();
    if id == "remains" {
        return order.is_some();
    }
    let order = order.unwrap();
    let attempt = match order.attempt {
        Some(attempt) => tx.attempt(attempt).await.unwrap(),
        None => None,
    };
    match id {
        "draft" => order.status(service.app.now()) == Status::Draft && order.device.is_some(),
        "unpaid" => order.key.is_some() && order.applicant.is_some(),
        "undecided" => order.key.is_some() && order.status(service.app.now()) == Status::Waiting,
        "unissued" => {
            let receipt = tx.receipt_of_order(order.id).await.unwrap();
            assert_eq!(receipt, None, "it cannot be issued");
            order.key.is_some()
        }
        "consent" => !tx.consents_of_order(order.id).await.unwrap().is_empty(),
        "traces" => !tx.events_of(order.id).await.unwrap().is_empty(),
        "original" => attempt.is_some_and(|attempt| attempt.original.is_some()),
        "photo" | "given" => {
            order.key.is_some() && attempt.is_some_and(|attempt| attempt.photo.is_some())
        }
        "receipt" => {
            let receipt = tx.receipt_of_order(order.id).await.unwrap().unwrap();
            receipt.identity.is_some() || receipt.name.is_some() || !receipt.token.is_empty()
        }
        "code" => {
            let receipt = tx.receipt_of_order(order.id).await.unwrap().unwrap();
            let sealed = tx.sealed_photo(receipt.id).await.unwrap().unwrap();
            sealed.code.is_some()
        }
        "guesses" => {
            let nobodys = nobodys().to_string();
            let of = usecases::testing::guess_row(&service.app, Guess::CounterNumber, &nobodys);
            tx.guesses(&of).await.unwrap().count > 0
        }
        "details" => order.applicant.is_some() || order.phone.is_some() || order.identity.is_some(),
        "closed" => order.status(service.app.now()) == Status::Rejected && order.key.is_some(),
        // Counted by deleting them in a transaction that is not saved.
        "sign-ins" => {
            drop(tx);
            let mut tx = service.storage.write().await.unwrap();
            tx.forget_sign_in_counts(FAR).await.unwrap() > 0
        }
        "devices" => {
            drop(tx);
            let mut tx = service.storage.write().await.unwrap();
            tx.forget_devices_unused_since(FAR).await.unwrap() > 0
        }
        "wechat" => {
            let subscribed = tx.subscriptions_of(order.id).await.unwrap();
            let checks = tx.safety_checks_of(order.id).await.unwrap();
            let untold = tx.untold_since(order.id).await.unwrap();
            let is_told = subscribed.is_empty() && checks.is_empty() && untold.is_none();
            order.wechat.is_some() || !is_told
        }
        "pushes" => {
            drop(tx);
            let mut tx = service.storage.write().await.unwrap();
            !tx.note_push(PUSH, service.app.now()).await.unwrap()
        }
        "letters" => !tx.letters_of(WRITER).await.unwrap().is_empty(),
        "messages" => !tx.messages_of(order.id).await.unwrap().is_empty(),
        "log" => {
            let first = tx.log_after(0, 1).await.unwrap();
            let oldest = first.first().map(|chained| chained.entry.at);
            oldest.is_some_and(|at| at <= usecases::testing::MORNING)
        }
        _ => panic!("nothing tells whether {id} is there"),
    }
}

/// Makes the order a WeChat user's, who takes a notice about it.
async fn in_wechat(service: &Service, own: &OwnOrder) {
    let mut order = service.order(own).await;
    order.wechat = Some(WechatUser {
        union: None,
        digest: Digest([1; 32]),
        openid: Some(Sealed(vec![1])),
    });
    let mut tx = service.storage.write().await.unwrap();
    tx.update_order(&order).await.unwrap();
    let subscription = Subscription {
        template: "a template".to_owned(),
        remaining: 1,
    };
    tx.set_subscription(order.id, &subscription).await.unwrap();
    let now = service.app.now();
    tx.set_untold(order.id, Some(now)).await.unwrap();
    let check = SafetyCheck {
        subject: SafetySubject::Attempt(order.attempt.unwrap()),
        order: order.id,
        trace: None,
        at: now,
        verdict: SafetyVerdict::Risky,
        label: 20_006,
    };
    tx.set_safety_check(&check).await.unwrap();
    tx.save().await.unwrap();
}

/// What somebody without an order wrote.
fn letter(at: Timestamp) -> Letter {
    Letter {
        id: MessageId::new(at, &mut seeded(7)),
        writer: WRITER,
        openid: Sealed(vec![1]),
        by: Actor::Applicant,
        at,
        text: Sealed(vec![1]),
    }
}

/// Gives the order a price.
pub(crate) async fn priced(service: &Service, own: &OwnOrder, paid_for: PaidFor) {
    let mut order = service.order(own).await;
    order.bill = Bill::over(Price::new(Fen(1_500), paid_for).ok());
    let mut tx = service.storage.write().await.unwrap();
    tx.update_order(&order).await.unwrap();
    tx.save().await.unwrap();
}

/// Takes the hash off the order's picture.
pub(crate) async fn unhash(service: &Service, own: &OwnOrder) {
    let order = service.order(own).await;
    let mut tx = service.storage.write().await.unwrap();
    let mut attempt = tx.attempt(order.attempt.unwrap()).await.unwrap().unwrap();
    attempt.photo_hash = None;
    tx.update_attempt(&attempt).await.unwrap();
    tx.save().await.unwrap();
}

async fn guess_wrongly(service: &Service) {
    let app = &service.app;
    let clerk = hired(app, "wang", Role::Clerk).await.permit().unwrap();
    let person = Person::typed("李小明");
    let (window, number) = (Window::default(), nobodys().grouped());
    let wrong = counter::look_up(app, &clerk, &window, &number, &person);
    assert!(wrong.await.is_err());
}

/// A receipt number that was never issued.
fn nobodys() -> domain::ReceiptNumber {
    domain::ReceiptNumber::generate(&mut domain::randomness::seeded(1))
}

/// Of a receipt whose order is gone is said that it is known no longer: never that it is
/// false, and never that it is valid, even where its number was given again.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_receipt_is_known_no_longer() {
    let service = service().await;
    let app = &service.app;
    let own = approved(&service, DEVICE).await;
    let order = service.order(&own).await.id;
    let mut tx = service.storage.read().await.unwrap();
    let receipt = tx.receipt_of_order(order).await.unwrap().unwrap();
    drop(tx);
    let verified = async || receipts::verify(app, &receipt.token).await.unwrap();
    assert_eq!(verified().await.status, Some(ReceiptStatus::Sample));
    // Ended, and forgotten whose it was; still known.
    service
        .clock
        .advance(RECEIPT + RECEIPT_REMEMBERED + days(1));
    for _ in 0..3 {
        work(&service).await;
        service.clock.advance(days(1));
    }
    assert_eq!(verified().await.status, Some(ReceiptStatus::Expired));
    service.clock.advance(RemainsKept::USUAL.period());
    for _ in 0..3 {
        work(&service).await;
        service.clock.advance(days(1));
    }
    assert_eq!(verified().await.status, None);
    let forged = receipts::verify(app, &receipt.token.replace('A', "B")).await;
    assert!(matches!(forged, Err(AppError::Token(_))), "{forged:?}");
    // Another's receipt by the same number.
    let other = approved(&service, "another device").await;
    let mut tx = service.storage.write().await.unwrap();
    let other = service.order(&other).await.id;
    let mut given = tx.receipt_of_order(other).await.unwrap().unwrap();
    given.number = receipt.number;
    tx.update_receipt(&given).await.unwrap();
    tx.save().await.unwrap();
    assert_eq!(verified().await.status, None);
}

/// What was paid for stays with the book, however old.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_for_stays() {
    let service = service().await;
    let app = &service.app;
    let own = waiting(&service, DEVICE).await;
    applicant::erase(app, &own).await.unwrap();
    let order = service.order(&own).await;
    let paid = Payment {
        id: PaymentId::new(app.now(), &mut seeded(1)),
        order: order.id,
        number: order.number,
        way: PayWay::Till,
        amount: Fen(1_500),
        reference: "1".to_owned(),
        by: Actor::System,
        at: app.now(),
        standing: PaymentStanding::Taken,
        version: 0,
    };
    let mut tx = service.storage.write().await.unwrap();
    tx.insert_payment(&paid).await.unwrap();
    tx.save().await.unwrap();
    service.clock.advance(RemainsKept::USUAL.period() + days(2));
    work(&service).await;
    assert_eq!(service.order(&own).await.id, order.id);
    let mut tx = service.storage.read().await.unwrap();
    assert_eq!(tx.payments_of(order.id).await.unwrap(), [paid]);
}

/// The photo is kept as long as its receipt is valid, so the longest receipt
/// decides.
#[test]
fn no_receipt_outlasts_what_is_promised() {
    let catalogue = Catalogue::embedded().unwrap();
    // Every day of a leap year and of the year before, since months differ.
    let first = jiff::civil::date(2027, 1, 1);
    for document in catalogue.documents() {
        let places = catalogue.cities().iter().map(Some).chain([None]);
        let rules =
            places.filter_map(|city| Some(catalogue.receipt_rule(document, city)?.validity));
        let mut rules: Vec<Validity> = rules.collect();
        rules.dedup();
        for validity in rules {
            for taken in first.series(jiff::Span::new().days(1)).take(731) {
                let last = domain::receipt::last_day(taken, validity);
                let kept = last.since(taken).unwrap().get_days() + 1;
                let most = RECEIPT.as_secs() / (24 * 60 * 60);
                assert!(
                    u64::try_from(kept).unwrap() <= most,
                    "{} {validity:?}",
                    document.id
                );
            }
        }
    }
    assert!(RECEIPT_REMEMBERED < RECEIPT);
}
