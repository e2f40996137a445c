//! Statistics.

use std::time::Duration;

use domain::{Attempt, Decision, Order, State, Verdict};
use storage::{FiguresRow, Period, Tallied, Tally, WaitLength, Waited};

use crate::fixtures::{at, attempt, digest, order, order_in, staff, waiting};
use crate::{Ground, reading, save, writing};

const DAY: u64 = 86_400;

/// Submission and decision (time, verdict, reasons); times in seconds.
type Row = (u64, Option<(u64, Verdict, &'static [&'static str])>);

const ROWS: [Row; 5] = [
    (DAY - 1, Some((DAY, Verdict::Approved, &[]))),
    (
        DAY,
        Some((DAY + 10, Verdict::Rejected, &["hair", "glasses"])),
    ),
    (
        2 * DAY - 1,
        Some((3 * DAY - 1, Verdict::Rejected, &["hair"])),
    ),
    (3 * DAY - 1, Some((3 * DAY, Verdict::Rejected, &["shadow"]))),
    (3 * DAY, None),
];

async fn filled(write: &mut Box<dyn storage::Transaction>) {
    for (n, (submitted, decided)) in (1_u64..).zip(ROWS) {
        let of = order(n);
        let attempt = Attempt {
            submitted_at: Some(at(submitted)),
            decision: decided.map(|(decided, verdict, reasons)| Decision {
                verdict,
                by: staff(1),
                at: at(decided),
                reasons: reasons.iter().map(ToString::to_string).collect(),
                note: None,
                overruled: Vec::new(),
            }),
            ..attempt(n, &of)
        };
        write.insert_order(&of).await.expect("an order is kept");
        write
            .insert_attempt(&attempt)
            .await
            .expect("an attempt is kept");
    }
}

/// Counts by day, from the start of the period to its end; days without any
/// orders are included.
pub async fn days_are_counted(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    filled(&mut write).await;
    let row = |from, submitted, approved, rejected, reasons: &[(&str, u64)]| FiguresRow {
        from: at(from),
        submitted,
        approved,
        rejected,
        reasons: counts(reasons),
    };
    let period = |from, until| Period {
        from: at(from),
        until: at(until),
    };
    for (period, expected) in [
        (
            period(DAY, 3 * DAY),
            vec![
                row(DAY, 2, 1, 1, &[("glasses", 1), ("hair", 1)]),
                row(2 * DAY, 1, 0, 1, &[("hair", 1)]),
            ],
        ),
        (period(4 * DAY, 5 * DAY), vec![row(4 * DAY, 0, 0, 0, &[])]),
        (period(DAY, DAY), vec![]),
    ] {
        assert_eq!(write.by_day(period).await.expect("figures"), expected);
    }
}

/// Waits are counted by their end and length, and a decision taken back is counted no more.
pub async fn waits_are_counted(ground: &impl Ground) {
    let storage = ground.open().await;
    let waited = |until, length| Waited {
        from: at(until - length),
        until: at(until),
    };
    let mut write = writing(&storage).await;
    for (until, length) in [
        (DAY, 1),
        (DAY + 10, 600),
        (DAY + 11, 601),
        (2 * DAY, 9),
        (3 * DAY, 5),
    ] {
        let counted = write.count_wait(waited(until, length)).await;
        counted.expect("it is counted");
    }
    for never_counted in [waited(2 * DAY, 9), waited(2 * DAY, 9), waited(DAY, 9_000)] {
        let taken_back = write.uncount_wait(never_counted).await;
        taken_back.expect("it is taken back");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    let about = |length| WaitLength::of(Duration::from_secs(length));
    for (from, until, expected) in [
        (DAY, 3 * DAY, &[(1, 1), (600, 2)][..]),
        (DAY, DAY, &[]),
        (DAY, DAY + 1, &[(1, 1), (600, 2)]),
        (DAY + 900, 4 * DAY, &[(5, 1)]),
    ] {
        let period = Period {
            from: at(from),
            until: at(until),
        };
        let found = read.wait_lengths(period).await.expect("figures");
        let expected = expected
            .iter()
            .map(|(length, count)| (about(*length), *count));
        assert_eq!(found, expected.collect::<Vec<_>>(), "{from} {until}");
        for counted in read.waits(period).await.expect("figures") {
            let length = WaitLength::of(counted.waited.length());
            assert!(found.contains(&(length, counted.count)), "{counted:?}");
            let ended = counted.waited.until;
            assert!(
                ended >= at(from) && ended < at(until.max(from + 900)),
                "{ended:?}"
            );
        }
    }
    let mut write = writing(&storage).await;
    write.forget_waits(at(2 * DAY)).await.expect("traces go");
    let period = Period {
        from: at(0),
        until: at(9 * DAY),
    };
    let left = write.wait_lengths(period).await.expect("figures");
    assert_eq!(left, [(about(5), 1)]);
}

fn counts(counts: &[(&str, u64)]) -> Vec<(String, u64)> {
    let counts = counts.iter();
    counts.map(|(name, n)| ((*name).to_owned(), *n)).collect()
}

/// Figures of days that are over are kept, and found again by period.
pub async fn days_are_kept(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let day = |n: u64| FiguresRow {
        from: at(n * DAY),
        submitted: n,
        approved: 2 * n,
        rejected: 3,
        reasons: counts(&[("hair", 2), ("glasses", 1)]),
    };
    for n in [3, 1, 2] {
        write.keep_day(&day(n)).await.expect("it is kept");
    }
    let again = FiguresRow {
        submitted: 9,
        ..day(2)
    };
    write.keep_day(&again).await.expect("it is kept");
    save(write).await;
    let mut read = reading(&storage).await;
    let period = Period {
        from: at(DAY),
        until: at(3 * DAY),
    };
    let found = read.kept_days(period).await.expect("figures");
    assert_eq!(found, [day(1), again]);
}

/// Orders are counted by state, at once and by parts.
pub async fn states_are_counted(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    filled(&mut write).await;
    let first = write.first_begun().await.expect("it is asked");
    assert_eq!(first, Some(at(1)));
    for (n, state) in [
        (11, waiting(1)),
        (12, State::Lapsed { at: at(1) }),
        (13, waiting(2)),
    ] {
        write
            .insert_order(&order_in(n, state))
            .await
            .expect("an order is kept");
    }
    let mut states = write.by_state().await.expect("figures");
    states.sort();
    assert_eq!(
        states,
        counts(&[("draft", 5), ("lapsed", 1), ("waiting", 2)])
    );
    for (from, until, expected) in [
        (0, 99, &[("draft", 5), ("waiting", 2), ("lapsed", 1)][..]),
        (5, 12, &[("draft", 1), ("waiting", 1)]),
        (13, 14, &[("waiting", 1)]),
        (14, 99, &[]),
    ] {
        let period = Period {
            from: at(from),
            until: at(until),
        };
        let mut found = write.by_state_of(period).await.expect("figures");
        found.retain(|(_, count)| *count > 0);
        assert_eq!(found, counts(expected), "{from} {until}");
    }
}

/// Persons by parts are as many as at once.
pub async fn persons_are_counted_by_parts(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    for (n, identity) in (1_u64..).zip([0, 0, 7, 7, 255, 254, 128]) {
        let of = Order {
            identity: Some(digest(identity)),
            ..order(n)
        };
        write.insert_order(&of).await.expect("an order is kept");
    }
    // A picture, and no details yet.
    let of = Order {
        attempt: Some(attempt(20, &order(20)).id),
        ..order(20)
    };
    write.insert_order(&of).await.expect("an order is kept");
    let whole = write.persons().await.expect("a count");
    let mut parts = write.unnamed_persons().await.expect("a count");
    assert_eq!((whole, parts), (6, 1));
    for first_byte in 0..=u8::MAX {
        parts += write.persons_of(first_byte).await.expect("a count");
    }
    assert_eq!(parts, whole);
}

/// What was counted is found again, each kind for itself.
pub async fn tallies_read_back(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    let tally = |seconds, list: &[(&str, u64)]| Tally {
        at: at(seconds),
        counts: counts(list),
    };
    let states = tally(2, &[("draft", 1), ("lapsed", 70_000_000_000)]);
    for (of, tally) in [
        (Tallied::States, &tally(1, &[("draft", 9)])),
        (Tallied::States, &states),
        (Tallied::Persons, &tally(3, &[("", 5)])),
    ] {
        write.keep_tally(of, tally).await.expect("it is kept");
    }
    save(write).await;
    let mut read = reading(&storage).await;
    let found = read.tally(Tallied::States).await.expect("it is read");
    assert_eq!(found, Some(states));
    let found = read.tally(Tallied::Persons).await.expect("it is read");
    assert_eq!(found.map(|tally| (tally.at, tally.sum())), Some((at(3), 5)));
}
