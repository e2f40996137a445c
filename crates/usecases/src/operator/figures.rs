//! Statistics for the operator; no personal data.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::staff::Scope;
use domain::staff::right::SeeFigures;
use domain::timestamp::days as so_many_days;
use domain::{Timestamp, china};
use storage::{FiguresRow, Period, WaitLength};

use super::gauges::{Gauges, gauges};
use super::{day_figures, tallies};
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Statistics for the operator.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Statistics by day in China's time, today last.
    pub days: Vec<DayFigures>,
    /// Median time from submission to decision, right to within 8 %.
    pub p50: Option<Duration>,
    /// 95th percentile of the time from submission to decision, as right.
    pub p95: Option<Duration>,
    /// Rejection reasons with their counts, most frequent first.
    pub reasons: Vec<(String, u64)>,
    /// Numbers of orders by state code.
    pub states: Vec<(String, u64)>,
    /// When they were counted, if that was earlier: there are many.
    pub states_at: Option<Timestamp>,
    /// Orders in the queue now.
    pub waiting: u64,
    /// When the oldest of them was handed in.
    pub oldest: Option<Timestamp>,
    /// What asks for the operator now.
    pub gauges: Gauges,
    /// Jobs that are never tried again.
    pub dead_jobs: Vec<DeadJobView>,
    /// When the view was taken.
    pub now: Timestamp,
}

/// Statistics of one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// Start of the day.
    pub from: Timestamp,
    /// Submissions.
    pub submitted: u64,
    /// Approvals.
    pub approved: u64,
    /// Rejections.
    pub rejected: u64,
}

/// A job that failed too often and is not tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJobView {
    /// Its identifier.
    pub id: String,
    /// Code of the job.
    pub job: &'static str,
    /// Number of tries.
    pub tries: u32,
    /// The code of the last error.
    pub error: String,
}

/// Most dead jobs listed.
const MOST_DEAD_JOBS: u32 = 20;

/// The statistics of the last `days`, today included; clamped to 1 to 366.
///
/// # Errors
/// Storage.
pub async fn figures(app: &App, _: &Permit<SeeFigures>, days: u16) -> Result<Figures, AppError> {
    let now = app.now();
    let gauges = gauges(app).await?;
    let period = period(now, days.clamp(1, day_figures::MOST));
    let mut tx = app.read().await?;
    let waits = tx.wait_lengths(period).await?;
    let queue = tx.queue_size(&Scope::default()).await?;
    let days = day_figures::by_day(&mut *tx, period).await?;
    let reasons = most_frequent(&days);
    let states = tallies::by_state(&mut *tx).await?;
    let dead_jobs = tx.dead_jobs(MOST_DEAD_JOBS).await?.into_iter();
    Ok(Figures {
        days: days
            .into_iter()
            .map(|row| DayFigures {
                from: row.from,
                submitted: row.submitted,
                approved: row.approved,
                rejected: row.rejected,
            })
            .collect(),
        p50: percentile(&waits, 50),
        p95: percentile(&waits, 95),
        reasons,
        states: states.counts,
        states_at: states.counted_at,
        waiting: queue.waiting,
        oldest: queue.oldest,
        gauges,
        dead_jobs: dead_jobs
            .map(|dead| DeadJobView {
                id: dead.id.to_string(),
                job: dead.job.code(),
                tries: dead.tries,
                error: dead.error,
            })
            .collect(),
        now,
    })
}

/// Reasons of all days, most frequent first.
fn most_frequent(days: &[FiguresRow]) -> Vec<(String, u64)> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for (reason, count) in days.iter().flat_map(|day| &day.reasons) {
        *sums.entry(reason).or_default() += count;
    }
    let sums = sums.into_iter();
    let mut reasons: Vec<_> = sums.map(|(code, n)| (code.to_owned(), n)).collect();
    // Those of the same count stay in the order of their codes.
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    reasons
}

/// The last `days` days in China's time, today included.
pub(super) fn period(now: Timestamp, days: u16) -> Period {
    let until = china::ends(china::date(now));
    Period {
        from: until.minus(so_many_days(days.into())),
        until,
    }
}

/// Percentile of counted lengths, the shortest first, by nearest rank.
fn percentile(sorted: &[(WaitLength, u64)], percent: u64) -> Option<Duration> {
    let all: u64 = sorted.iter().map(|(_, count)| count).sum();
    let rank = (all * percent).div_ceil(100);
    let mut passed = 0;
    let mut lengths = sorted.iter();
    let (length, _) = lengths.find(|(_, count)| {
        passed += count;
        passed >= rank
    })?;
    Some(length.middle())
}

#[cfg(test)]
mod tests {
    use domain::timestamp::minutes as so_many_minutes;

    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let length = |minutes| WaitLength::of(so_many_minutes(minutes));
        let check = |list: &[(u64, u64)], percent, expected: Option<u64>| {
            let counts = list
                .iter()
                .map(|(minutes, count)| (length(*minutes), *count));
            let found = percentile(&counts.collect::<Vec<_>>(), percent);
            assert_eq!(found, expected.map(|minutes| length(minutes).middle()));
        };
        check(&[], 50, None);
        check(&[(3, 1)], 50, Some(3));
        check(&[(3, 1)], 95, Some(3));
        check(&[(1, 1), (2, 1), (3, 1), (4, 1)], 50, Some(2));
        check(&[(1, 1), (2, 1), (3, 1), (4, 1)], 95, Some(4));
        check(&[(1, 95), (4, 5)], 95, Some(1));
        check(&[(1, 94), (4, 6)], 95, Some(4));
    }

    #[test]
    fn reasons_of_all_days_add_up() {
        let day = |reasons: &[(&str, u64)]| FiguresRow {
            reasons: reasons
                .iter()
                .map(|(code, n)| ((*code).to_owned(), *n))
                .collect(),
            ..FiguresRow::default()
        };
        let days = [
            day(&[("hair", 2), ("ears", 1)]),
            day(&[]),
            day(&[("ears", 1), ("gaze", 3)]),
        ];
        let found = most_frequent(&days);
        let found: Vec<_> = found.iter().map(|(code, n)| (code.as_str(), *n)).collect();
        assert_eq!(found, [("gaze", 3), ("ears", 2), ("hair", 2)]);
    }

    #[test]
    fn days_end_at_midnight_in_china() {
        // 2026-11-23 00:30 in China.
        let now = Timestamp(1_795_363_200_000 + 30 * 60_000);
        let found = period(now, 7);
        assert_eq!(found.until.0, 1_795_363_200_000 + 24 * 3_600_000);
        assert_eq!(found.until.since(found.from), so_many_days(7));
    }
}
