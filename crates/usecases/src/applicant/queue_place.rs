//! Position of a waiting order in the queue, and how long that takes.

use std::time::Duration;

use domain::opening::{OpeningHours, ReviewWait};
use domain::timestamp::days;
use domain::{Order, State, Timestamp};
use storage::{Period, Transaction, WaitCount};
use tokio::sync::Mutex;

use crate::app::App;
use crate::error::AppError;

/// Position of a waiting order in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePlace {
    /// Number of orders before it.
    pub ahead: u64,
    /// When it is expected to be decided, from recent waiting times and the hours
    /// of the review desk.
    pub wait: ReviewWait,
}

/// Estimate where no decision was made of late: similar services promise 3
/// to 30 minutes.
const USUAL: Duration = Duration::from_secs(10 * 60);

/// The order's position; `None` if it is not waiting.
pub(super) async fn queue_place(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    now: Timestamp,
) -> Result<Option<QueuePlace>, AppError> {
    let State::Waiting { since, .. } = order.state else {
        return Ok(None);
    };
    place_since(app, tx, since, now).await.map(Some)
}

/// The position of an order that is submitted now.
///
/// # Errors
/// Storage.
pub async fn next_place(app: &App) -> Result<QueuePlace, AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    place_since(app, &mut *tx, now, now).await
}

async fn place_since(
    app: &App,
    tx: &mut dyn Transaction,
    since: Timestamp,
    now: Timestamp,
) -> Result<QueuePlace, AppError> {
    let ahead = tx.queue_place(since).await?;
    let usual = usual(app, tx, now).await?;
    Ok(QueuePlace {
        ahead,
        wait: expected(app.opening(), usual, since, now),
    })
}

/// How long the usual wait is believed before the counts of late are read again: every page of
/// a waiting order asks for it.
const BELIEVED: Duration = Duration::from_secs(30);

/// The usual wait, as last computed.
#[derive(Debug, Default)]
pub(crate) struct UsualWait(Mutex<Option<(Timestamp, Duration)>>);

/// The usual wait: the median of late, of open time where hours are known.
async fn usual(app: &App, tx: &mut dyn Transaction, now: Timestamp) -> Result<Duration, AppError> {
    // Whoever comes meanwhile waits for the one reading.
    let mut known = app.usual_wait().0.lock().await;
    let is_fresh = |at: Timestamp| at <= now && now.since(at) < BELIEVED;
    if let Some((_, usual)) = known.filter(|(at, _)| is_fresh(*at)) {
        return Ok(usual);
    }
    let hours = app.opening();
    let recent = Period {
        from: now.minus(recent(hours)),
        until: now,
    };
    let usual = median(hours, &tx.waits(recent).await?);
    *known = Some((now, usual));
    Ok(usual)
}

/// The median of these waits. Where hours are known, only time within them counts: a night
/// does not make them long.
fn median(hours: Option<&OpeningHours>, waits: &[WaitCount]) -> Duration {
    let lengths = waits.iter().map(|WaitCount { waited, count }| {
        let length = match hours {
            None => waited.length(),
            Some(hours) => hours.open_between(waited.from, waited.until),
        };
        (length, *count)
    });
    middle(lengths.collect())
}

/// How far back waits are recent: a day, or a week where nobody is there on some days.
fn recent(hours: Option<&OpeningHours>) -> Duration {
    match hours {
        None => days(1),
        Some(_) => days(7),
    }
}

/// What is expected for an order that waits since `since`, where `usual` is the usual wait.
/// Where hours are known, only time within them counts.
fn expected(
    hours: Option<&OpeningHours>,
    usual: Duration,
    since: Timestamp,
    now: Timestamp,
) -> ReviewWait {
    let Some(hours) = hours else {
        return ReviewWait::Within(usual.saturating_sub(now.since(since)));
    };
    let left = usual.saturating_sub(hours.open_between(since, now));
    match hours.wait(now, left) {
        // Overdue already: nothing better is known than that it takes as usual.
        ReviewWait::From { opens, then } if then.is_zero() => {
            ReviewWait::From { opens, then: usual }
        }
        wait => wait,
    }
}

/// The median of counted lengths; [`USUAL`] of none.
fn middle(mut lengths: Vec<(Duration, u64)>) -> Duration {
    lengths.sort_unstable();
    let all: u64 = lengths.iter().map(|(_, count)| count).sum();
    let mut passed = 0;
    let half = lengths.into_iter().find(|(_, count)| {
        passed += count;
        passed > all / 2
    });
    half.map_or(USUAL, |(length, _)| length)
}

#[cfg(test)]
mod tests {
    use domain::china;
    use domain::timestamp::minutes;
    use storage::Waited;

    use super::*;

    /// Monday 2027-01-04, this many minutes after midnight in China.
    fn at(minute: u64) -> Timestamp {
        china::begins("2027-01-04".parse().unwrap()).plus(minutes(minute))
    }

    #[test]
    fn what_is_expected() {
        let nine_to_six = || {
            let day = vec!["9:00-18:00".parse().unwrap()];
            let none = Vec::new;
            let [mon, tue, wed, thu] = [day.clone(), day.clone(), day.clone(), day.clone()];
            OpeningHours::new([mon, tue, wed, thu, day, none(), none()], &[], Vec::new()).unwrap()
        };
        let hours = nine_to_six();
        let (nine, six) = (9 * 60, 18 * 60);
        let next_day = 24 * 60 + nine;
        let check = |hours, waits: &[(u64, u64)], since, now, expected: &str| {
            let waits: Vec<WaitCount> = waits
                .iter()
                .map(|&(from, until)| WaitCount {
                    waited: Waited {
                        from: at(from),
                        until: at(until),
                    },
                    count: 1,
                })
                .collect();
            let usual = median(hours, &waits);
            let said = match super::expected(hours, usual, at(since), at(now)) {
                ReviewWait::Within(length) => format!("{}", length.as_secs() / 60),
                ReviewWait::From { opens, then } => {
                    let opens = opens.since(at(0)).as_secs() / 60;
                    format!("{opens} + {}", then.as_secs() / 60)
                }
                ReviewWait::Unknown => "unknown".to_owned(),
            };
            assert_eq!(said, expected, "{waits:?} {since} {now}");
        };
        // Without hours, as ever.
        check(None, &[], six, six + 3, "7");
        check(None, &[(0, 5), (0, 30), (0, 20)], six, six, "20");
        check(None, &[], six, six + 60, "0");
        let hours = Some(&hours);
        check(hours, &[], nine, nine, "10");
        check(hours, &[], nine, nine + 4, "6");
        check(hours, &[], nine, nine + 60, "0");
        let tomorrow = format!("{next_day} + 10");
        check(hours, &[], six + 120, six + 120, &tomorrow);
        check(hours, &[], six + 120, six + 300, &tomorrow);
        // Begun today, done tomorrow.
        check(hours, &[], six - 4, six - 4, &format!("{next_day} + 6"));
        check(hours, &[], six - 4, six + 60, &format!("{next_day} + 6"));
        // Overdue at the end of the day.
        check(hours, &[], nine, six + 60, &tomorrow);
        // A wait over night was twenty minutes of open time.
        let over_night = [(six - 5, next_day + 15)];
        check(hours, &over_night, next_day + 60, next_day + 60, "20");
    }
}
