//! Payments and the ledger.

use domain::money::{
    Bill, BillCheck, BillDifference, BillFault, Charge, ChargeStatus, Fen, LedgerEntry, Movement,
    PaidFor, PayScene, PayWay, Payment, PaymentStanding, Price, RefundFor, Takings,
};
use domain::randomness::seeded;
use domain::{ChargeId, Order, PaymentId, State, Verdict};
use jiff::civil::date;
use storage::{Period, StorageError};

use crate::fixtures::{at, order, order_in, program, staff, waiting};
use crate::{Ground, reading, save, writing};

/// Payment `n`, of order `n`.
pub fn payment(n: u64) -> Payment {
    let of = order(n);
    Payment {
        id: PaymentId::new(at(n), &mut seeded(n)),
        order: of.id,
        number: of.number,
        way: PayWay::Till,
        amount: Fen(1_500),
        reference: format!("收据 {n}"),
        by: staff(1),
        at: at(n),
        standing: PaymentStanding::Taken,
        version: 0,
    }
}

/// A payment in every standing is read as it was written; of two changes of the same
/// version, the second is refused.
pub async fn a_payment_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let (by, why) = (program(2), RefundFor::Goodwill);
    let mut kept = payment(1);
    let mut write = writing(&storage).await;
    write.insert_order(&order(1)).await.expect("it is kept");
    write.insert_payment(&kept).await.expect("it is kept");
    save(write).await;
    let standings = [
        PaymentStanding::Undone { by, at: at(5) },
        PaymentStanding::RefundAsked { by, at: at(6), why },
        PaymentStanding::RefundFailed {
            at: at(8),
            why,
            code: "NOT_ENOUGH".to_owned(),
        },
        PaymentStanding::Refunded {
            by,
            at: at(7),
            why,
            reference: "B-1".to_owned(),
        },
    ];
    for standing in standings {
        let changed = Payment {
            standing,
            ..kept.clone()
        };
        let mut write = writing(&storage).await;
        write.update_payment(&changed).await.expect("the first");
        let refused = write.update_payment(&changed).await;
        assert!(
            matches!(refused, Err(StorageError::Conflict)),
            "{refused:?}"
        );
        save(write).await;
        kept = Payment {
            version: kept.version + 1,
            ..changed
        };
        let mut read = reading(&storage).await;
        let found = read.payment(kept.id).await.expect("it reads");
        assert_eq!(found.as_ref(), Some(&kept));
        let of_order = read.payments_of(kept.order).await.expect("they read");
        assert_eq!(of_order, [kept.clone()]);
    }
    let mut read = reading(&storage).await;
    let none = read.payment(payment(9).id).await.expect("it is asked");
    assert_eq!(none, None);
}

/// Open bills of orders that wait for them, and payments to be given back, the longest
/// waiting first.
pub async fn what_waits_for_money(ground: &impl Ground) {
    let storage = ground.open().await;
    let open = Bill::Open(Price::new(Fen(500), PaidFor::Applying).expect("a price"));
    let decided = |verdict| State::Decided {
        since: at(1),
        asked_by: None,
        verdict,
        by: staff(1),
        at: at(2),
        final_at: at(3),
    };
    let unpaid = State::Unpaid { since: at(1) };
    let rows = [
        (1, unpaid, open, 30, true),
        (2, unpaid, Bill::Free, 1, false),
        (3, State::Draft, open, 2, false),
        (4, waiting(1), open, 3, false),
        (5, decided(Verdict::Approved), open, 20, true),
        (6, decided(Verdict::Rejected), open, 4, false),
        (7, State::Cancelled { at: at(1) }, open, 5, false),
    ];
    let mut write = writing(&storage).await;
    for (n, state, bill, changed, _) in rows {
        let order = Order {
            bill,
            updated_at: at(changed),
            ..order_in(n, state)
        };
        write.insert_order(&order).await.expect("it is kept");
    }
    let erased = Order {
        bill: open,
        erased_at: Some(at(9)),
        ..order_in(8, decided(Verdict::Approved))
    };
    write.insert_order(&erased).await.expect("it is kept");
    for n in 1..=3 {
        let standing = match n {
            2 => PaymentStanding::Taken,
            3 => PaymentStanding::RefundFailed {
                at: at(9),
                why: RefundFor::Ended,
                code: "ABNORMAL".to_owned(),
            },
            _ => PaymentStanding::RefundAsked {
                by: staff(1),
                at: at(100 - n),
                why: RefundFor::Ended,
            },
        };
        let due = Payment {
            standing,
            ..payment(n)
        };
        write.insert_payment(&due).await.expect("it is kept");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    let owing = read.orders_owing(9).await.expect("they read");
    let owing: Vec<_> = owing.iter().map(|order| order.id).collect();
    assert_eq!(owing, [order(5).id, order(1).id]);
    let first = read.orders_owing(1).await.expect("they read");
    assert_eq!(first.len(), 1);
    let due = read.refunds_due(9).await.expect("they read");
    let due: Vec<_> = due.iter().map(|payment| payment.id).collect();
    assert_eq!(due, [payment(1).id, payment(3).id]);
}

/// What was written to the ledger is read in the order of its times; sums are by day in
/// China, document and way.
pub async fn the_book_adds_up(ground: &impl Ground) {
    /// 2026-11-23 00:00 in China, in seconds.
    const MIDNIGHT: u64 = 1_795_363_200;
    let storage = ground.open().await;
    let entry = |n: u64, seconds: u64, movement, amount| LedgerEntry {
        at: at(MIDNIGHT + seconds),
        payment: payment(n).id,
        number: order(n).number,
        document: match n {
            3 => "passport".parse().expect("an identifier"),
            _ => order(n).document,
        },
        city: order(n).city,
        way: PayWay::Till,
        movement,
        amount: Fen(amount),
        reference: "A-1".to_owned(),
        by: staff(2),
    };
    let day = 24 * 60 * 60;
    let entries = [
        entry(1, 0, Movement::Taken, 1_500),
        entry(2, 5, Movement::Taken, 800),
        entry(2, 6, Movement::Undone, -800),
        entry(3, day - 1, Movement::Taken, 2_000),
        entry(1, day, Movement::Refunded, -1_500),
    ];
    let mut write = writing(&storage).await;
    for n in 1..=3 {
        write.insert_order(&order(n)).await.expect("it is kept");
        write.insert_payment(&payment(n)).await.expect("it is kept");
    }
    for entry in &entries {
        write.append_ledger(entry).await.expect("it is written");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    let period = |from: u64, until: u64| Period {
        from: at(MIDNIGHT + from),
        until: at(MIDNIGHT + until),
    };
    let all = period(0, 2 * day);
    assert_eq!(read.ledger(all, 9).await.expect("it reads"), entries);
    assert_eq!(read.ledger(all, 2).await.expect("it reads"), entries[..2]);
    let first_day = read.ledger(period(0, day), 9).await.expect("it reads");
    assert_eq!(first_day, entries[..4]);
    let row = |from: u64, document: &str, payments, taken, refunds, refunded| Takings {
        from: at(MIDNIGHT + from),
        document: document.parse().expect("an identifier"),
        way: PayWay::Till,
        payments,
        taken: Fen(taken),
        refunds,
        refunded: Fen(refunded),
    };
    assert_eq!(
        read.takings(all).await.expect("they add up"),
        [
            row(day, "resident-id-card", 0, 0, 1, 1_500),
            row(0, "passport", 1, 2_000, 0, 0),
            row(0, "resident-id-card", 1, 1_500, 0, 0),
        ]
    );
}

/// Charge `n`, of order `n`.
pub fn charge(n: u64) -> Charge {
    Charge {
        id: ChargeId::new(at(n), &mut seeded(n)),
        order: order(n).id,
        way: PayWay::WechatPay,
        scene: PayScene::Scan,
        amount: Fen(1_500),
        made_at: at(n),
        status: ChargeStatus::Open,
        payment: None,
        version: 0,
    }
}

/// A charge in every status is read as it was written; of two changes of the same version,
/// the second is refused.
pub async fn a_charge_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = order(1);
    let charge = |n: u64, scene| Charge {
        order: of.id,
        scene,
        ..charge(n)
    };
    let (first, second) = (charge(3, PayScene::Scan), charge(4, PayScene::Browser));
    let mut write = writing(&storage).await;
    write.insert_order(&of).await.expect("it is kept");
    write.insert_payment(&payment(1)).await.expect("it is kept");
    for charge in [&second, &first] {
        write.insert_charge(charge).await.expect("it is kept");
    }
    let paid = first.clone().paid(payment(1).id);
    write.update_charge(&paid).await.expect("the first");
    let refused = write.update_charge(&paid).await;
    assert!(
        matches!(refused, Err(StorageError::Conflict)),
        "{refused:?}"
    );
    save(write).await;
    let paid = Charge { version: 1, ..paid };
    let mut read = reading(&storage).await;
    let found = read.charge(paid.id).await.expect("it reads");
    assert_eq!(found.as_ref(), Some(&paid));
    let all = read.charges_of(of.id).await.expect("they read");
    assert_eq!(all, [paid, second]);
    let none = read.charge(charge(9, PayScene::Scan).id).await;
    assert_eq!(none.expect("it is asked"), None);
}

/// What a payment service calls by one number is one payment; slips of a till may be alike.
pub async fn a_transaction_is_one_payment(ground: &impl Ground) {
    let storage = ground.open().await;
    let of = |n, way| Payment {
        way,
        reference: "4200001".to_owned(),
        ..payment(n)
    };
    let mut write = writing(&storage).await;
    for n in 1..=4 {
        write.insert_order(&order(n)).await.expect("it is kept");
    }
    for slip in [of(1, PayWay::Till), of(2, PayWay::Till)] {
        write.insert_payment(&slip).await.expect("slips are alike");
    }
    let online = of(3, PayWay::WechatPay);
    write.insert_payment(&online).await.expect("it is kept");
    save(write).await;
    let mut read = reading(&storage).await;
    for (way, number, expected) in [
        (PayWay::WechatPay, "4200001", Some(online)),
        (PayWay::WechatPay, "4200002", None),
        (PayWay::Till, "4200001", None),
    ] {
        let found = read.payment_of_transaction(way, number).await;
        assert_eq!(found.expect("it reads"), expected, "{way:?} {number}");
    }
    drop(read);
    let mut write = writing(&storage).await;
    let twice = write.insert_payment(&of(4, PayWay::WechatPay)).await;
    assert!(matches!(twice, Err(StorageError::Taken)), "{twice:?}");
}

/// A checked day reads back; checked again, the later check stands in its place.
pub async fn a_checked_bill_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let check = |day: i8, differences: Vec<BillDifference>| BillCheck {
        day: date(2026, 11, day),
        way: PayWay::WechatPay,
        at: at(1),
        payments: 3,
        taken: Fen(4_500),
        refunds: 1,
        refunded: Fen(1_500),
        differences,
    };
    let differences = BillFault::ALL.map(|what| BillDifference {
        what,
        transaction: "4200001".to_owned(),
        order: Some(order(1).number),
        there: Some(Fen(1_500)),
        here: None,
    });
    let checked = [check(22, Vec::new()), check(21, differences.to_vec())];
    let mut write = writing(&storage).await;
    for earlier in [check(22, differences.to_vec()), checked[1].clone()] {
        write.keep_bill_check(&earlier).await.expect("it is kept");
    }
    write
        .keep_bill_check(&checked[0])
        .await
        .expect("it is kept");
    save(write).await;
    let mut read = reading(&storage).await;
    for (first, last, expected) in [
        (21, 22, &checked[..]),
        (22, 30, &checked[..1]),
        (1, 20, &[]),
    ] {
        let days = [first, last].map(|day| date(2026, 11, day));
        let found = read.bill_checks(days[0], days[1]).await;
        assert_eq!(found.expect("they read"), expected, "{first} {last}");
    }
    let last = read.last_bill_check(PayWay::WechatPay).await;
    assert_eq!(last.expect("it reads"), Some(date(2026, 11, 22)));
    let none = read.last_bill_check(PayWay::Till).await;
    assert_eq!(none.expect("it reads"), None);
}
