//! Orders and the queue.

use domain::staff::Scope;
use domain::{Fitness, Order, OrderId, Receipt, Sealed, State, Status, Verdict};
use storage::{Claim, OrderFilter, PersonDigests, QueueRow, QueueSize, StorageError};

use crate::fixtures::{at, attempt, bill, digest, order, order_in, program, scope, staff, waiting};
use crate::receipts::receipt;
use crate::{Ground, reading, save, writing};

/// An order in every state, with all and with no optional values, is read as it
/// was written, by id and by number.
pub async fn every_state_reads_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let (since, by) = (at(100), staff(1));
    let decided = |verdict| State::Decided {
        since,
        asked_by: Some(staff(2)),
        verdict,
        by,
        at: at(200),
        final_at: at(210),
    };
    let states = [
        State::Draft,
        State::Unpaid { since },
        State::Waiting {
            since,
            asked_by: None,
        },
        State::Waiting {
            since,
            asked_by: Some(by),
        },
        State::Claimed {
            since,
            asked_by: Some(staff(2)),
            by,
            until: at(700),
        },
        State::Claimed {
            since,
            asked_by: Some(program(1)),
            by: program(2),
            until: at(700),
        },
        decided(Verdict::Approved),
        decided(Verdict::Rejected),
        State::Cancelled { at: at(300) },
        State::Lapsed { at: at(400) },
    ];
    for (n, state) in (1_u64..).zip(states) {
        let bare = Order {
            device: None,
            city: None,
            key: None,
            ..order_in(n, state)
        };
        let full = Order {
            attempt: Some(attempt(n, &bare).id),
            submissions: 3,
            bill: bill(n),
            applicant: Some(Sealed(vec![0, 255])),
            question: Some(Sealed(vec![7])),
            phone: Some(digest(1)),
            identity: Some(digest(2)),
            name: Some(digest(3)),
            erased_at: Some(at(500)),
            version: 4,
            ..order_in(n + 100, state)
        };
        let mut write = writing(&storage).await;
        for order in [&bare, &full] {
            write.insert_order(order).await.expect("an order is kept");
        }
        save(write).await;
        let mut read = reading(&storage).await;
        for order in [bare, full] {
            let found = read.order(order.id).await.expect("an order is read");
            assert_eq!(found.as_ref(), Some(&order));
            let found = read
                .order_by_number(order.number)
                .await
                .expect("it is read");
            assert_eq!(found, Some(order));
        }
    }
    let mut read = reading(&storage).await;
    assert_eq!(read.order(order(999).id).await.expect("it is asked"), None);
}

/// An order number is unique.
pub async fn a_number_is_taken_once(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let (first, second) = (order(1), order(2));
    write.insert_order(&first).await.expect("an order is kept");
    let same = Order {
        number: first.number,
        ..second.clone()
    };
    let refused = write.insert_order(&same).await;
    assert!(matches!(refused, Err(StorageError::Taken)), "{refused:?}");
    // The transaction continues, with another number.
    write
        .insert_order(&second)
        .await
        .expect("another number is free");
    save(write).await;
}

/// Of two changes of the same version, the second is refused.
pub async fn one_of_two_changes_conflicts(ground: &impl Ground) {
    let storage = ground.open().await;
    let begun = order(1);
    let mut write = writing(&storage).await;
    write.insert_order(&begun).await.expect("an order is kept");
    save(write).await;

    let changed = Order {
        state: waiting(5),
        submissions: 1,
        ..begun.clone()
    };
    let mut write = writing(&storage).await;
    write
        .update_order(&changed)
        .await
        .expect("the first change");
    save(write).await;

    let mut write = writing(&storage).await;
    let refused = write.update_order(&changed).await;
    assert!(
        matches!(refused, Err(StorageError::Conflict)),
        "{refused:?}"
    );
    let now = write
        .order(begun.id)
        .await
        .expect("it is read")
        .expect("it is there");
    assert_eq!(
        now,
        Order {
            version: begun.version + 1,
            ..changed
        }
    );
    write
        .update_order(&now)
        .await
        .expect("read again, it is changed");
    let refused = write.update_order(&order(2)).await;
    assert!(
        matches!(refused, Err(StorageError::Conflict)),
        "{refused:?}"
    );
}

/// Waiting and claimed orders, longest waiting first; an expired claim is given
/// as it is stored.
pub async fn the_queue_is_in_order(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let everything = Scope::default();
    assert_eq!(
        write.queue_size(&everything).await.expect("a size"),
        QueueSize::default()
    );
    let until = at(60);
    let states = [
        waiting(30),
        State::Claimed {
            since: at(10),
            asked_by: Some(staff(2)),
            by: program(1),
            until,
        },
        State::Waiting {
            since: at(20),
            asked_by: Some(staff(1)),
        },
        State::Draft,
        State::Cancelled { at: at(5) },
    ];
    let mut expected = Vec::new();
    for (n, state) in (1_u64..).zip(states) {
        let bare = order_in(n, state);
        let picture = attempt(n, &bare);
        let order = Order {
            attempt: Some(picture.id),
            submissions: 2,
            ..bare
        };
        write.insert_order(&order).await.expect("an order is kept");
        write
            .insert_attempt(&picture)
            .await
            .expect("an attempt is kept");
        let (since, asked_by, claim) = match state {
            State::Waiting { since, asked_by } => (since, asked_by, None),
            State::Claimed {
                since,
                asked_by,
                by,
                until,
            } => (since, asked_by, Some(Claim { by, until })),
            _ => continue,
        };
        expected.push(QueueRow {
            id: order.id,
            number: order.number,
            document: order.document,
            city: order.city,
            since,
            submissions: 2,
            asked_by,
            claim,
            fitness: Fitness::Advised,
        });
    }
    save(write).await;
    expected.sort_by_key(|row| row.since);
    let mut read = reading(&storage).await;
    assert_eq!(
        read.queue(&everything, 10).await.expect("a queue"),
        expected
    );
    assert_eq!(
        read.queue(&everything, 2).await.expect("a queue"),
        expected[..2]
    );
    let size = QueueSize {
        waiting: 3,
        oldest: Some(at(10)),
    };
    assert_eq!(read.queue_size(&everything).await.expect("a size"), size);
}

/// Only orders within a scope, at most the limit.
pub async fn the_queue_is_within_a_scope(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let orders = [
        ("passport", Some("440300")),
        ("passport", Some("110000")),
        ("us-visa", None),
        ("passport", Some("440300")),
        ("resident-id-card", Some("440300")),
    ];
    for (n, (document, city)) in (1_u64..).zip(orders) {
        let order = Order {
            document: document.parse().expect("an identifier"),
            city: city.map(|code| code.parse().expect("a code")),
            ..order_in(n, waiting(n))
        };
        write.insert_order(&order).await.expect("an order is kept");
    }
    for (documents, cities, limit, expected) in [
        (&[][..], &[][..], 9, &[1, 2, 3, 4, 5][..]),
        (&["passport"], &[], 9, &[1, 2, 4]),
        (&["passport"], &[], 2, &[1, 2]),
        (&["us-visa", "resident-id-card"], &[], 9, &[3, 5]),
        (&[], &["440300"], 9, &[1, 4, 5]),
        (&[], &["440300", "110000"], 9, &[1, 2, 4, 5]),
        (&["passport"], &["440300"], 9, &[1, 4]),
        (&["us-visa"], &["440300"], 9, &[]),
        (&["exam"], &[], 9, &[]),
    ] {
        let scope = scope(documents, cities);
        let queue = write.queue(&scope, limit).await;
        let found: Vec<_> = queue
            .expect("a queue")
            .into_iter()
            .map(|row| row.id)
            .collect();
        let expected: Vec<_> = expected.iter().map(|n| order(*n).id).collect();
        assert_eq!(found, expected, "{documents:?} {cities:?}");
        if limit > 5 {
            let size = write.queue_size(&scope).await.expect("a size");
            let waiting = u64::try_from(expected.len()).expect("few");
            let oldest = expected.is_empty();
            assert_eq!((size.waiting, size.oldest.is_none()), (waiting, oldest));
        }
    }
}

/// Whoever asks for an order gets the one they hold, else the one that waits longest and
/// that they may claim.
pub async fn what_may_be_claimed(ground: &impl Ground) {
    const MONTH: u64 = 30 * 24 * 60 * 60;
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let now = MONTH + 50;
    let claimed = |since, by, until| State::Claimed {
        since: at(since),
        asked_by: None,
        by: staff(by),
        until: at(until),
    };
    let asked = |since, by| State::Waiting {
        since: at(since),
        asked_by: Some(staff(by)),
    };
    let states = [
        // Past its time: it lapses in a moment.
        waiting(1),
        claimed(MONTH, 7, now + 1),
        asked(MONTH + 1, 8),
        // Its claim is over.
        claimed(MONTH + 2, 7, now),
        waiting(MONTH + 3),
        claimed(MONTH + 4, 9, now + 1),
        // The claim lapses in a moment, and it is still theirs.
        claimed(MONTH + 5, 6, now - 1),
        State::Cancelled { at: at(MONTH) },
    ];
    for (n, state) in (1_u64..).zip(states) {
        let waits = Order {
            document: match n {
                5 => "passport".parse().expect("an identifier"),
                _ => order(n).document,
            },
            ..order_in(n, state)
        };
        write.insert_order(&waits).await.expect("an order is kept");
    }
    let all = scope(&[], &[]);
    for (by, scope, expected) in [
        // Another's second opinion is asked for.
        (5, &all, Some(3)),
        (8, &all, Some(4)),
        (9, &all, Some(6)),
        (7, &all, Some(2)),
        (6, &all, Some(7)),
        (8, &scope(&["passport"], &[]), Some(5)),
        (9, &scope(&["passport"], &[]), Some(5)),
        (9, &scope(&[], &["110000"]), None),
    ] {
        let found = write.claimable(staff(by), scope, at(now)).await;
        let found = found.expect("it is asked").map(|order| order.id);
        assert_eq!(found, expected.map(|n| order(n).id), "{by} {scope:?}");
    }
}

/// The number of waiting orders submitted before.
pub async fn the_place_in_the_queue(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let claimed = State::Claimed {
        since: at(5),
        asked_by: None,
        by: staff(1),
        until: at(9),
    };
    for (n, state) in (1_u64..).zip([waiting(10), waiting(20), waiting(30), claimed]) {
        write
            .insert_order(&order_in(n, state))
            .await
            .expect("an order is kept");
    }
    for (since, expected) in [(1, 0), (10, 0), (11, 1), (30, 2), (31, 3)] {
        assert_eq!(
            write.queue_place(at(since)).await.expect("a place"),
            expected
        );
    }
}

/// A device's orders, newest first.
pub async fn a_device_finds_its_orders(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (n, device) in [(1, Some(7)), (2, Some(8)), (3, Some(7)), (4, None)] {
        let order = Order {
            device: device.map(digest),
            ..order(n)
        };
        write.insert_order(&order).await.expect("an order is kept");
    }
    for (device, limit, expected) in [
        (7, 9, vec![3, 1]),
        (7, 1, vec![3]),
        (8, 9, vec![2]),
        (9, 9, vec![]),
    ] {
        let found = write
            .orders_of_device(digest(device), limit)
            .await
            .expect("a list");
        let ids: Vec<_> = found.iter().map(|order| order.id).collect();
        assert_eq!(
            ids,
            expected
                .into_iter()
                .map(|n| order(n).id)
                .collect::<Vec<_>>()
        );
    }
}

/// Pages of orders, newest first, every order once.
pub async fn orders_come_in_pages(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for n in 1..=5 {
        write
            .insert_order(&order(n))
            .await
            .expect("an order is kept");
    }
    let (mut filter, mut seen) = (OrderFilter::default(), Vec::new());
    loop {
        let page = write.orders_found(&filter, 2).await.expect("a page");
        let Some(last) = page.last() else { break };
        filter.before = Some(last.id);
        seen.extend(page.iter().map(|order| order.id));
    }
    assert_eq!(seen, (1..=5).rev().map(|n| order(n).id).collect::<Vec<_>>());
}

/// By status, document, place, day and person, and by several of these.
pub async fn orders_are_found(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let orders = [
        order(1),
        Order {
            phone: Some(digest(11)),
            identity: Some(digest(12)),
            name: Some(digest(13)),
            ..order_in(2, waiting(20))
        },
        Order {
            city: "441900".parse().ok(),
            phone: Some(digest(11)),
            identity: Some(digest(22)),
            name: Some(digest(13)),
            ..order_in(3, State::Lapsed { at: at(9) })
        },
        Order {
            document: "passport".parse().expect("an identifier"),
            city: None,
            ..order(4)
        },
        // Erased: its receipt still knows whose it was.
        Order {
            city: "110000".parse().ok(),
            key: None,
            erased_at: Some(at(90)),
            ..order_in(5, State::Cancelled { at: at(80) })
        },
    ];
    for order in &orders {
        write.insert_order(order).await.expect("an order is kept");
    }
    let receipt = Receipt {
        identity: Some(digest(52)),
        name: Some(digest(53)),
        ..receipt(5)
    };
    assert_eq!(receipt.order, orders[4].id, "of the fifth order");
    write.insert_receipt(&receipt).await.expect("it is kept");
    let of = |status| OrderFilter {
        status: Some(status),
        ..OrderFilter::default()
    };
    let place = |code: &str| OrderFilter {
        city: code.parse().ok(),
        ..OrderFilter::default()
    };
    let span = |from: u64, before: u64| OrderFilter {
        from: Some(OrderId::first_of(at(from))),
        before: Some(OrderId::first_of(at(before))),
        ..OrderFilter::default()
    };
    let document = OrderFilter {
        document: "passport".parse().ok(),
        ..OrderFilter::default()
    };
    let cases: [(OrderFilter, &[usize]); 13] = [
        (OrderFilter::default(), &[5, 4, 3, 2, 1]),
        (of(Status::Draft), &[4, 1]),
        (of(Status::Waiting), &[2]),
        (of(Status::Lapsed), &[3]),
        (of(Status::InReview), &[]),
        (document.clone(), &[4]),
        (place("440300"), &[2, 1]),
        (place("440000"), &[3, 2, 1]),
        (place("110000"), &[5]),
        (place("110100"), &[]),
        (span(2, 4), &[3, 2]),
        (span(4, 4), &[]),
        (
            OrderFilter {
                status: Some(Status::Waiting),
                ..document
            },
            &[],
        ),
    ];
    for (filter, expected) in cases {
        let found = write.orders_found(&filter, 9).await.expect("a list");
        let found: Vec<_> = found.iter().map(|order| order.id).collect();
        let expected: Vec<_> = expected.iter().map(|n| orders[n - 1].id).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
    type Found<'a> = ([&'a [u8]; 3], u32, &'a [usize]);
    let persons: [Found<'_>; 9] = [
        ([&[11], &[], &[]], 9, &[3, 2]),
        ([&[11], &[], &[]], 1, &[3]),
        ([&[], &[12], &[]], 9, &[2]),
        ([&[], &[], &[13]], 9, &[3, 2]),
        ([&[], &[12, 22], &[]], 9, &[3, 2]),
        ([&[99], &[22], &[99]], 9, &[3]),
        ([&[], &[52], &[]], 9, &[5]),
        ([&[], &[], &[53]], 9, &[5]),
        ([&[], &[], &[]], 9, &[]),
    ];
    for ([phone, identity, name], limit, expected) in persons {
        let digests = |some: &[u8]| some.iter().map(|n| digest(*n)).collect();
        let person = PersonDigests {
            phone: digests(phone),
            identity: digests(identity),
            name: digests(name),
        };
        let found = write.orders_of_person(&person, limit).await;
        let found: Vec<_> = found.expect("a list").iter().map(|one| one.id).collect();
        let expected: Vec<_> = expected.iter().map(|n| orders[n - 1].id).collect();
        assert_eq!(found, expected, "{person:?}");
    }
}

/// The versions of many orders, whoever changed them.
pub async fn versions_are_read(ground: &impl Ground) {
    let storage = ground.open().await;
    let orders: Vec<Order> = (1..=3).map(order).collect();
    let mut write = writing(&storage).await;
    for order in &orders {
        write.insert_order(order).await.expect("an order is kept");
    }
    let first = orders[0].version;
    write
        .update_order(&orders[1])
        .await
        .expect("an order is changed");
    save(write).await;
    let (same, changed) = (first, first + 1);
    let mut read = reading(&storage).await;
    let mut check = async |asked: &[u64], expected: &[(u64, i64)]| {
        let asked: Vec<_> = asked.iter().map(|n| order(*n).id).collect();
        let mut found = read.versions(&asked).await.expect("versions are read");
        found.sort_unstable();
        let expected = expected.iter().map(|(n, version)| (order(*n).id, *version));
        assert_eq!(found, expected.collect::<Vec<_>>());
    };
    check(&[], &[]).await;
    check(&[2], &[(2, changed)]).await;
    check(&[3, 1, 99], &[(1, same), (3, same)]).await;
    check(&[1, 2, 3], &[(1, same), (2, changed), (3, same)]).await;
}
