//! The operator's figures: what is counted for each page, and what was counted before.

use std::time::Duration;

use domain::timestamp::{days, minutes};
use storage::{FiguresRow, Period, Storage, Tallied, Tally};
use usecases::operator::{self, Figures};
use usecases::{Permit, jobs};

use crate::service::{Service, service, waiting};

async fn shown(service: &Service) -> Figures {
    let owner = Permit::of_machine_owner();
    operator::figures(&service.app, &owner, 7).await.unwrap()
}

async fn later(service: &Service, time: Duration) {
    service.clock.advance(time);
    jobs::work(&service.app, async {}).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_counted_in_the_background() {
    let service = service().await;
    waiting(&service, "a device").await;
    later(&service, minutes(1)).await;
    let mut tx = service.storage.read().await.unwrap();
    let counted = tx.tally(Tallied::States).await.unwrap().unwrap();
    assert_eq!(counted.sum(), 1);
    drop(tx);
    // Few are counted for each page.
    waiting(&service, "another").await;
    let found = shown(&service).await;
    let two = vec![("waiting".to_owned(), 2)];
    assert_eq!((&found.states, found.states_at), (&two, None));
    assert_eq!(found.gauges.persons, 1);
    // As if there were many, counted a moment ago.
    let at = service.app.now();
    let mut tx = service.storage.write().await.unwrap();
    for (of, counts) in [
        (Tallied::States, &[("lapsed", 0), ("waiting", 30_000)][..]),
        (Tallied::Persons, &[("", 25_000)]),
    ] {
        let counts = counts.iter().map(|(name, n)| ((*name).to_owned(), *n));
        let counts = counts.collect();
        tx.keep_tally(of, &Tally { at, counts }).await.unwrap();
    }
    tx.save().await.unwrap();
    let found = shown(&service).await;
    let many = vec![("waiting".to_owned(), 30_000)];
    assert_eq!((&found.states, found.states_at), (&many, Some(at)));
    assert_eq!(found.gauges.persons, 25_000);
    // Counted anew an hour later.
    later(&service, minutes(61)).await;
    let found = shown(&service).await;
    assert_eq!((&found.states, found.states_at), (&two, None));
    assert_eq!(found.gauges.persons, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_over_is_counted_once() {
    let service = service().await;
    waiting(&service, "a device").await;
    let submitted = async || {
        let days = shown(&service).await.days;
        days.iter().map(|day| day.submitted).collect::<Vec<_>>()
    };
    assert_eq!(submitted().await, [0, 0, 0, 0, 0, 0, 1]);
    later(&service, days(2)).await;
    waiting(&service, "another").await;
    assert_eq!(submitted().await, [0, 0, 0, 0, 1, 0, 1]);
    // Two days are kept, today is not.
    let begun = shown(&service).await.days[4].from;
    let period = Period {
        from: begun,
        until: begun.plus(days(7)),
    };
    let mut tx = service.storage.read().await.unwrap();
    let kept = tx.kept_days(period).await.unwrap();
    let kept: Vec<u64> = kept.iter().map(|day| day.submitted).collect();
    assert_eq!(kept, [1, 0]);
    drop(tx);
    // What is kept is shown, and not counted again.
    let other = FiguresRow {
        from: begun,
        submitted: 70,
        ..FiguresRow::default()
    };
    let mut tx = service.storage.write().await.unwrap();
    tx.keep_day(&other).await.unwrap();
    tx.save().await.unwrap();
    assert_eq!(submitted().await, [0, 0, 0, 0, 70, 0, 1]);
}
