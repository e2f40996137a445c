//! Statistics.

use std::time::Duration;

use domain::{Attempt, Decision, State, Verdict};
use storage::{FiguresRow, Period, Waited};

use crate::fixtures::{at, attempt, order, order_in, staff, waiting};
use crate::{Ground, writing};

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
    let waited = write.waits(period(DAY, 3 * DAY)).await.expect("figures");
    let waited: Vec<Duration> = waited.into_iter().map(Waited::length).collect();
    assert_eq!(waited, [1, 10, DAY].map(Duration::from_secs));
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
