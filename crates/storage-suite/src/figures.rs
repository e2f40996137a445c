//! Statistics.

use std::time::Duration;

use domain::{Attempt, Decision, State, Verdict};
use storage::{FiguresRow, Period, WaitLength, Waited};

use crate::fixtures::{at, attempt, order, order_in, staff, waiting};
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
    let row = |from, submitted, approved, rejected| FiguresRow {
        from: at(from),
        submitted,
        approved,
        rejected,
    };
    let period = |from, until| Period {
        from: at(from),
        until: at(until),
    };
    for (period, expected) in [
        (
            period(DAY, 3 * DAY),
            vec![row(DAY, 2, 1, 1), row(2 * DAY, 1, 0, 1)],
        ),
        (period(4 * DAY, 5 * DAY), vec![row(4 * DAY, 0, 0, 0)]),
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
    write.delete_traces(at(2 * DAY)).await.expect("traces go");
    let period = Period {
        from: at(0),
        until: at(9 * DAY),
    };
    let left = write.wait_lengths(period).await.expect("figures");
    assert_eq!(left, [(about(5), 1)]);
}

/// Reasons are sorted by frequency, and orders counted by state.
pub async fn states_and_reasons_are_counted(ground: &impl Ground) {
    let storage = ground.open().await;
    let mut write = writing(&storage).await;
    filled(&mut write).await;
    let period = Period {
        from: at(DAY),
        until: at(3 * DAY),
    };
    let reasons = write.reasons(period).await.expect("figures");
    assert_eq!(reasons, [("hair".to_owned(), 2), ("glasses".to_owned(), 1)]);
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
    let expected = [("draft", 5), ("lapsed", 1), ("waiting", 2)];
    assert_eq!(
        states,
        expected.map(|(state, count)| (state.to_owned(), count))
    );
}
