//! What is left of erased orders.

use domain::applicant::consent::ConsentKind;
use domain::{Actor, Occasion, Order, OrderEvent, Receipt, TimelineEntry};
use storage::{ConsentRecord, Erased, Notice, Pass, SealedPhoto, Subscription, Transaction};

use crate::fixtures::{at, attempt, digest, order};
use crate::money::{charge, payment};
use crate::receipts::receipt;
use crate::{Ground, reading, save, writing};

/// Order number `n`, erased `n` seconds after 1970.
fn erased(n: u64) -> Order {
    Order {
        device: None,
        key: None,
        erased_at: Some(at(n)),
        ..order(n)
    }
}

/// The receipt of that order, forgotten.
fn forgotten(n: u64) -> Receipt {
    Receipt {
        identity: None,
        name: None,
        token: String::new(),
        ..receipt(n)
    }
}

/// Writes the order with a row of everything that can refer to one.
async fn write_all(write: &mut dyn Transaction, n: u64) {
    let of = erased(n);
    let attempt = attempt(n, &of);
    let receipt = forgotten(n);
    write.insert_order(&of).await.expect("it is kept");
    write.insert_attempt(&attempt).await.expect("it is kept");
    let report = domain::Sealed(vec![1]);
    let kept = write.keep_report(&attempt, &report).await;
    kept.expect("it is kept");
    write.insert_receipt(&receipt).await.expect("it is kept");
    let photo = SealedPhoto {
        receipt: receipt.id,
        photo: None,
        code: None,
        drawn_at: None,
    };
    let kept = write.keep_sealed_photo(&photo).await;
    kept.expect("it is kept");
    let line = TimelineEntry {
        order: of.id,
        at: at(n),
        by: Actor::Applicant,
        event: OrderEvent::Drafted,
    };
    write.append_event(&line).await.expect("it is kept");
    let notice = Notice {
        order: of.id,
        occasion: Occasion::Lapsed,
        at: at(n),
        read_at: None,
    };
    write.insert_notice(&notice).await.expect("it is kept");
    let consent = ConsentRecord {
        order: of.id,
        number: of.number,
        submissions: 1,
        code: digest(1),
        person: digest(2),
        texts: "2026-11".to_owned(),
        kinds: vec![ConsentKind::FaceData],
        given_at: at(n),
        erased_at: None,
    };
    write.keep_consent(&consent).await.expect("it is kept");
    write.insert_charge(&charge(n)).await.expect("it is kept");
    let taken = Subscription {
        template: "a template".to_owned(),
        remaining: 1,
    };
    let kept = write.set_subscription(of.id, &taken).await;
    kept.expect("it is kept");
    let untold = write.set_untold(of.id, Some(at(n))).await;
    untold.expect("it is kept");
}

/// Whether there are the order, its timeline, its attempts and its receipt.
async fn there(read: &mut dyn Transaction, n: u64) -> [bool; 4] {
    let of = order(n);
    let kept = read.order(of.id).await.expect("it is read");
    let events = read.events_of(of.id).await.expect("it is read");
    let attempts = read.attempts_of(of.id).await.expect("it is read");
    let receipt = read.receipt_of_order(of.id).await.expect("it is read");
    [
        kept.is_some(),
        !events.is_empty(),
        !attempts.is_empty(),
        receipt.is_some(),
    ]
}

/// Timelines and decisions go first, then all of an order; one that was paid for stays,
/// with its receipt and its payment.
pub async fn remains_go_by_parts(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in 1..=4 {
        write_all(&mut *write, n).await;
    }
    write.insert_payment(&payment(2)).await.expect("it is kept");
    write
        .insert_order(&order(5))
        .await
        .expect("one that is not erased");
    save(write).await;
    let one = |n: u64| Erased {
        at: at(n),
        order: order(n).id,
    };
    let mut write = writing(&storage).await;
    for (after, before, limit, expected) in [
        (None, 1, 9, &[][..]),
        (None, 4, 9, &[1, 2, 3]),
        (None, 9, 2, &[1, 2]),
        (Some(2), 9, 9, &[3, 4]),
        (Some(4), 9, 9, &[]),
    ] {
        let found = write.erased_orders(after.map(one), at(before), limit).await;
        let expected: Vec<_> = expected.iter().copied().map(one).collect();
        assert_eq!(
            found.expect("they are read"),
            expected,
            "{after:?} {before}"
        );
    }
    let ids =
        |range: std::ops::RangeInclusive<u64>| -> Vec<_> { range.map(|n| order(n).id).collect() };
    let gone = write.delete_traces(&ids(1..=1)).await;
    assert_eq!(gone.expect("they go"), 1);
    assert_eq!(there(&mut *write, 1).await, [true, false, false, true]);
    assert_eq!(there(&mut *write, 2).await, [true; 4]);
    let gone = write.delete_unpaid_orders(&ids(1..=3)).await;
    assert_eq!(gone.expect("they go"), 2);
    save(write).await;
    let mut read = reading(&storage).await;
    for (n, expected) in [
        (1, [false; 4]),
        (2, [true; 4]),
        (3, [false; 4]),
        (4, [true; 4]),
    ] {
        assert_eq!(there(&mut *read, n).await, expected, "{n}");
    }
    let payments = read.payments_of(order(2).id).await.expect("they are read");
    assert_eq!(payments, [payment(2)]);
    let number = forgotten(1).number;
    let found = read.receipt_by_number(number).await.expect("it is read");
    assert_eq!(found, None);
}

/// A pass goes on where it ended, and each for itself.
pub async fn a_pass_goes_on(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (pass, reached) in [(Pass::Traces, 5), (Pass::Traces, 7), (Pass::Orders, 3)] {
        write.set_pass(pass, at(reached)).await.expect("it is kept");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    for (pass, expected) in [(Pass::Traces, 7), (Pass::Orders, 3)] {
        let reached = read.pass_reached(pass).await.expect("it is read");
        assert_eq!(reached, Some(at(expected)), "{pass:?}");
    }
}
