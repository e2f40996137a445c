//! The figures of the work; no person in them.

use std::time::Duration;

use domain::staff::right::SeeFigures;
use domain::timestamp::days as so_many_days;
use domain::{Timestamp, china};
use storage::Period;

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// What the operator sees of the work.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Day by day, the last one today, in China's time.
    pub days: Vec<DayFigures>,
    /// Half waited no longer, from submission to decision.
    pub p50: Option<Duration>,
    /// Nineteen in twenty waited no longer.
    pub p95: Option<Duration>,
    /// Rejection reasons, commonest first.
    pub reasons: Vec<(String, u64)>,
    /// Orders by state code.
    pub states: Vec<(String, u64)>,
    /// Orders in the queue now.
    pub waiting: u64,
    /// When the oldest of them was handed in.
    pub oldest: Option<Timestamp>,
    /// Jobs that are never tried again.
    pub dead_jobs: Vec<DeadJobView>,
    /// When it was so.
    pub now: Timestamp,
}

/// One day's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// When the day begins.
    pub from: Timestamp,
    /// Handed in.
    pub submitted: u64,
    /// Approved.
    pub approved: u64,
    /// Rejected.
    pub rejected: u64,
}

/// A job that failed too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJobView {
    /// Its identifier.
    pub id: String,
    /// What it was to do.
    pub job: &'static str,
    /// How often it was tried.
    pub tries: u32,
    /// The code of the last error.
    pub error: String,
}

/// Dead jobs that are shown.
const MOST_DEAD_JOBS: u32 = 20;

/// The figures of the last `days`, today included; 1 to 366.
///
/// # Errors
/// Storage.
pub async fn figures(app: &App, _: &Permit<SeeFigures>, days: u16) -> Result<Figures, AppError> {
    let now = app.now();
    let period = period(now, days.clamp(1, 366));
    let mut tx = app.read().await?;
    let times = tx.waiting_times(period).await?;
    let queue = tx.queue_size().await?;
    let days = tx.by_day(period).await?.into_iter();
    let dead_jobs = tx.dead_jobs(MOST_DEAD_JOBS).await?.into_iter();
    Ok(Figures {
        days: days
            .map(|row| DayFigures {
                from: row.from,
                submitted: row.submitted,
                approved: row.approved,
                rejected: row.rejected,
            })
            .collect(),
        p50: percentile(&times, 50),
        p95: percentile(&times, 95),
        reasons: tx.reasons(period).await?,
        states: tx.by_state().await?,
        waiting: queue.waiting,
        oldest: queue.oldest,
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

/// Whole days in China's time, the last one today.
fn period(now: Timestamp, days: u16) -> Period {
    let until = china::ends(china::date(now));
    Period {
        from: until.minus(so_many_days(days.into())),
        until,
    }
}

/// Nearest rank, of values in ascending order.
fn percentile(sorted: &[Duration], percent: usize) -> Option<Duration> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let minutes = |list: &[u64]| -> Vec<Duration> {
            list.iter().map(|m| Duration::from_secs(60 * m)).collect()
        };
        let check = |list: &[u64], percent, expected: Option<u64>| {
            let found = percentile(&minutes(list), percent);
            assert_eq!(found, expected.map(|m| Duration::from_secs(60 * m)));
        };
        check(&[], 50, None);
        check(&[3], 50, Some(3));
        check(&[3], 95, Some(3));
        check(&[1, 2, 3, 4], 50, Some(2));
        check(&[1, 2, 3, 4], 95, Some(4));
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
