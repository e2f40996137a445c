//! The queue of a limited reviewer: their orders, however many others wait
//! before them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use catalogue::Catalogue;
use domain::opening::ReviewWait;
use domain::randomness::{Randomness, seeded};
use domain::staff::Role;
use domain::timestamp::minutes;
use domain::{Order, OrderId, OrderNumber, Purpose, Sealed, State};
use storage::Storage;
use storage_sqlite::{SaveRefused, SqliteStorage};
use tokio::task::JoinSet;
use usecases::applicant;
use usecases::inspector::{self, Holding};
use usecases::testing::{MORNING, app, parts};
use usecases::{App, AppParts};

use crate::service::{Service, approve, keyed, service};

/// Waiting orders, longest waiting first.
async fn waiting(storage: &SqliteStorage, documents: &[&str]) -> Vec<OrderNumber> {
    let mut randomness = seeded(7);
    let mut tx = storage.write().await.unwrap();
    let mut numbers = Vec::new();
    for (nth, document) in (0_u64..).zip(documents) {
        let at = MORNING.plus(Duration::from_secs(nth));
        let id = OrderId::new(at, &mut randomness);
        let number = OrderNumber::generate(&mut randomness);
        let purpose = Purpose {
            document: document.parse().unwrap(),
            city: None,
        };
        let step = Order::draft(id, number, None, Sealed(vec![1]), purpose, at);
        let state = State::Waiting {
            since: at,
            asked_by: None,
        };
        let order = Order {
            state,
            ..step.order
        };
        tx.insert_order(&order).await.unwrap();
        numbers.push(number);
    }
    tx.save().await.unwrap();
    numbers
}

#[tokio::test]
async fn what_a_limited_reviewer_sees() {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (app, _) = app(Arc::clone(&storage) as Arc<dyn Storage>);
    let mut documents = vec!["us-visa"; 500];
    documents[70] = "schengen-visa";
    documents[499] = "schengen-visa";
    let numbers = waiting(&storage, &documents).await;
    let check = async |limit: &[&str], rows: usize, first: Option<OrderNumber>| {
        let program = keyed(&app, Role::Inspector, limit).await;
        let reviewer = program.permit().unwrap();
        let lines = inspector::queue(&app, &reviewer).await.unwrap().lines;
        assert_eq!(lines.len(), rows, "{limit:?}");
        assert!(lines.iter().all(|line| line.holding == Holding::Free));
        assert_eq!(lines.first().map(|line| line.number), first, "{limit:?}");
    };
    check(&[], 50, Some(numbers[0])).await;
    check(&["us-visa"], 50, Some(numbers[0])).await;
    check(&["schengen-visa"], 2, Some(numbers[70])).await;
    check(&["resident-id-card"], 0, None).await;
}

/// The usual wait is read again after half a minute, and not for every page.
#[tokio::test(flavor = "multi_thread")]
async fn the_usual_wait_is_believed_for_half_a_minute() {
    let service = service().await;
    let first = crate::service::waiting(&service, "a device").await;
    let second = crate::service::waiting(&service, "another").await;
    let wait = async || {
        let seen = applicant::show(&service.app, &second).await.unwrap();
        seen.place.unwrap().wait
    };
    let minutes_left = |count: u64| ReviewWait::Within(Duration::from_secs(count * 60));
    assert_eq!(wait().await, minutes_left(10));
    service.clock.advance(minutes(40));
    assert_eq!(wait().await, minutes_left(0));
    approve(&service, first.number()).await;
    let fresh = next_wait(&service).await;
    assert_eq!(fresh, minutes_left(10), "as it was read a moment ago");
    service.clock.advance(Duration::from_secs(30));
    let ReviewWait::Within(length) = next_wait(&service).await else {
        panic!("there are no hours");
    };
    // The one decision of late, right to within 8 %.
    let about = 40 * 60;
    let off = length.as_secs().abs_diff(about);
    assert!(off * 100 <= about * 8, "{length:?}");
}

async fn next_wait(service: &Service) -> ReviewWait {
    let place = applicant::next_place(&service.app).await.unwrap();
    place.wait
}

/// All see the same order first, and each gets one of their own.
#[tokio::test(flavor = "multi_thread")]
async fn inspectors_who_ask_at_once_get_different_orders() {
    const ASKING: usize = 20;
    let service = service().await;
    for nth in 0..ASKING {
        crate::service::waiting(&service, &format!("device {nth}")).await;
    }
    let mut asked = JoinSet::new();
    for _ in 0..ASKING {
        let program = keyed(&service.app, Role::Inspector, &[]).await;
        let app = service.app.clone();
        asked.spawn(async move {
            let reviewer = program.permit().unwrap();
            inspector::take_next(&app, &reviewer).await
        });
    }
    let mut taken = Vec::new();
    for case in asked.join_all().await {
        taken.push(case.unwrap().map(|case| case.number.to_string()));
    }
    taken.sort_unstable();
    taken.dedup();
    assert_eq!(taken.iter().flatten().count(), ASKING, "{taken:?}");
    let late = keyed(&service.app, Role::Inspector, &[]).await;
    let none = inspector::take_next(&service.app, &late.permit().unwrap()).await;
    assert!(none.unwrap().is_none());
}

/// Where a claim cannot be saved because the order changed, the oldest that is free is looked
/// for again.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_changed_is_looked_for_again() {
    let service = service().await;
    for device in ["one", "two", "three"] {
        crate::service::waiting(&service, device).await;
    }
    let queue = inspector::queue(&service.app, &service.reviewer).await;
    let numbers: Vec<_> = queue
        .unwrap()
        .lines
        .iter()
        .map(|line| line.number)
        .collect();
    service.storage.refuse_saves(0, 2, SaveRefused::Conflict);
    let case = inspector::take_next(&service.app, &service.reviewer).await;
    assert_eq!(case.unwrap().unwrap().number, numbers[0]);
}

/// Whether the next random bytes are those that came before.
static SAME_AGAIN: AtomicBool = AtomicBool::new(false);

fn the_same_when_asked() -> Box<dyn Randomness> {
    match SAME_AGAIN.swap(false, Ordering::SeqCst) {
        true => Box::new(seeded(7)),
        false => AppParts::system_randomness(),
    }
}

#[tokio::test]
async fn an_order_whose_number_is_taken_draws_another() {
    let storage = Arc::new(SqliteStorage::temporary().await.unwrap());
    let (parts, clock) = parts(
        Arc::clone(&storage) as Arc<dyn Storage>,
        Catalogue::embedded().unwrap(),
    );
    let app = App::new(AppParts {
        randomness: the_same_when_asked,
        ..parts
    });
    let purpose = || Purpose {
        document: "us-visa".parse().unwrap(),
        city: None,
    };
    let device = app.digest_device("a device");
    let begun = async || {
        SAME_AGAIN.store(true, Ordering::SeqCst);
        let begun = applicant::begin(&app, device, purpose()).await;
        begun.unwrap().number()
    };
    let first = begun().await;
    let drawn = OrderNumber::generate(&mut {
        let mut same = seeded(7);
        let _id = OrderId::new(MORNING, &mut same);
        same
    });
    assert_eq!(first, drawn, "it is the number that is drawn again");
    clock.advance(minutes(1));
    assert_ne!(begun().await, first);
}
