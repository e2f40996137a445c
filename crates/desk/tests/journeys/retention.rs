//! What is kept ends when the table says: each line of `orders::retention::KEPT` is
//! brought about, is there, and is gone when its time is over.

use std::time::Duration;

use crate::house::{House, approved, house, ruling, waiting};
use catalogue::{Catalogue, Validity};
use desk::applicant::{self, Held};
use desk::counter::{self, Person, Window};
use desk::{inspector, jobs, operator, sign_in};
use orders::retention::{KEPT, RECEIPT, RECEIPT_REMEMBERED};
use orders::staff::{Role, Roles};
use orders::timestamp::days;
use orders::{Status, Verdict};
use storage::Storage;

/// Housekeeping runs once a day: what it ends may be there a day longer.
const HOUSEKEEPING: [&str; 2] = ["sweep", "trim-log"];

const DEVICE: &str = "a device";

#[tokio::test(flavor = "multi_thread")]
async fn everything_ends_in_its_time() {
    for kept in KEPT {
        let house = house().await;
        let held = brought_about(&house, kept.id).await;
        assert!(there(&house, kept.id, &held).await, "{} is there", kept.id);
        let slack = if HOUSEKEEPING.contains(&kept.job) {
            days(1)
        } else {
            Duration::from_secs(1)
        };
        house.clock.advance(kept.at_most + slack);
        work(&house).await;
        assert!(!there(&house, kept.id, &held).await, "{} is gone", kept.id);
    }
}

/// What is due, housekeeping too.
async fn work(house: &House) {
    jobs::work(&house.desk, async {}).await;
}

/// Does what starts the time of a line.
async fn brought_about(house: &House, id: &str) -> Held {
    let desk = &house.desk;
    match id {
        "draft" => {
            let device = desk.digest_device(DEVICE);
            let purpose = orders::Purpose {
                document: "us-visa".to_owned(),
                city: None,
            };
            applicant::begin(desk, device, purpose).await.unwrap()
        }
        // Nobody ever decides.
        "original" => waiting(house, DEVICE).await,
        "photo" => approved(house, DEVICE).await,
        "receipt" => {
            let held = approved(house, DEVICE).await;
            let mut tx = house.storage.read().await.unwrap();
            let receipt = tx.receipt_of_order(held.order().id).await.unwrap().unwrap();
            drop(tx);
            let rest = receipt.ends_at().since(desk.now());
            house.clock.advance(rest);
            work(house).await;
            held
        }
        "guesses" => {
            let held = approved(house, DEVICE).await;
            guess_wrongly(house).await;
            held
        }
        "details" | "messages" => {
            let mut held = waiting(house, DEVICE).await;
            applicant::write(desk, &mut held, "几点下班？")
                .await
                .unwrap();
            applicant::cancel(desk, &mut held).await.unwrap();
            held
        }
        "closed" => {
            let held = waiting(house, DEVICE).await;
            let number = held.order().number;
            inspector::take(desk, &house.reviewer, number)
                .await
                .unwrap();
            let ruling = ruling(Verdict::Rejected);
            inspector::decide(desk, &house.reviewer, number, ruling)
                .await
                .unwrap();
            house.clock.advance(Duration::from_secs(11));
            held
        }
        "log" => waiting(house, DEVICE).await,
        _ => panic!("nothing brings {id} about"),
    }
}

/// Whether what a line speaks of is still kept.
async fn there(house: &House, id: &str, held: &Held) -> bool {
    let mut tx = house.storage.read().await.unwrap();
    let order = tx.order(held.order().id).await.unwrap().unwrap();
    let attempt = match order.attempt {
        Some(attempt) => tx.attempt(attempt).await.unwrap(),
        None => None,
    };
    match id {
        "draft" => order.status(house.desk.now()) == Status::Draft && order.device.is_some(),
        "original" => attempt.is_some_and(|attempt| attempt.original.is_some()),
        "photo" => order.key.is_some() && attempt.is_some_and(|attempt| attempt.photo.is_some()),
        "receipt" => {
            let receipt = tx.receipt_of_order(order.id).await.unwrap().unwrap();
            receipt.identity.is_some() || receipt.name.is_some() || !receipt.token.is_empty()
        }
        "guesses" => {
            let of = format!("receipt:{}", nobodys());
            tx.guesses(&of).await.unwrap().count > 0
        }
        "details" => order.applicant.is_some() || order.phone.is_some() || order.identity.is_some(),
        "closed" => order.status(house.desk.now()) == Status::Rejected && order.key.is_some(),
        "messages" => !tx.messages_of(order.id).await.unwrap().is_empty(),
        "log" => {
            let first = tx.log_after(0, 1).await.unwrap();
            let oldest = first.first().map(|chained| chained.entry.at);
            oldest.is_some_and(|at| at <= desk::testing::MORNING)
        }
        _ => panic!("nothing tells whether {id} is there"),
    }
}

async fn guess_wrongly(house: &House) {
    let desk = &house.desk;
    let roles = Roles::default().with(Role::Clerk);
    let manager = desk::Manager::house();
    let password = operator::add(desk, &manager, "wang", roles).await.unwrap();
    let token = sign_in::sign_in(desk, "wang", &password, None)
        .await
        .unwrap();
    let me = sign_in::who(desk, &token).await.unwrap().unwrap();
    let clerk = me.clerk().unwrap();
    let person = Person::typed("李小明");
    let (window, number) = (Window::default(), nobodys().grouped());
    let wrong = counter::look_up(desk, &clerk, &window, &number, &person);
    assert!(wrong.await.is_err());
}

/// A number that was never issued.
fn nobodys() -> orders::ReceiptNumber {
    orders::ReceiptNumber::generate(&mut orders::randomness::Seeded::new(1))
}

/// The photo goes with its receipt, so the longest receipt there is decides.
#[test]
fn no_receipt_outlasts_what_is_promised() {
    let catalogue = Catalogue::embedded().unwrap();
    // Every day of a leap year and the one before, for months differ.
    let first = jiff::civil::date(2027, 1, 1);
    for document in catalogue.documents() {
        let places = catalogue.cities().iter().map(Some).chain([None]);
        let rules = places.map(|city| catalogue.receipt_rule(document, city).validity);
        let mut rules: Vec<Validity> = rules.collect();
        rules.dedup();
        for validity in rules {
            for taken in first.series(jiff::Span::new().days(1)).take(731) {
                let last = orders::receipt::last_day(taken, validity);
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
