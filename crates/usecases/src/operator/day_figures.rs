//! Figures by day. A day that is over is counted once and kept; only what came since is
//! counted for a page.

use std::collections::BTreeMap;
use std::iter::successors;
use std::time::Duration;

use domain::Timestamp;
use domain::timestamp::{days as so_many_days, minutes};
use storage::{FiguresRow, Period, Transaction};

use super::figures::period;
use crate::app::App;
use crate::error::AppError;

/// So long after its end nothing is added to a day any more: what was done before midnight
/// is saved, whichever machine's clock it went by.
const SETTLED: Duration = minutes(60);

/// Days that are asked for at most.
pub(super) const MOST: u16 = 366;

fn begins(period: Period) -> impl Iterator<Item = Timestamp> {
    let next = |day: &Timestamp| Some(day.plus(so_many_days(1)));
    successors(Some(period.from), next).take_while(move |day| *day < period.until)
}

/// Every day of a period of whole days, the first first.
pub(super) async fn by_day(
    tx: &mut dyn Transaction,
    period: Period,
) -> Result<Vec<FiguresRow>, AppError> {
    let kept = tx.kept_days(period).await?.into_iter();
    let mut all: BTreeMap<Timestamp, FiguresRow> = kept.map(|day| (day.from, day)).collect();
    let kept: Vec<Timestamp> = all.keys().copied().collect();
    if let Some(from) = first_to_count(&kept, period) {
        let until = period.until;
        for day in tx.by_day(Period { from, until }).await? {
            all.entry(day.from).or_insert(day);
        }
    }
    for from in begins(period) {
        let nothing = || FiguresRow {
            from,
            ..FiguresRow::default()
        };
        all.entry(from).or_insert_with(nothing);
    }
    Ok(all.into_values().collect())
}

/// The first day of `period` that is not among those `kept`, which are in order. Days are kept
/// from the first order on, the oldest first, so that nothing happened before the first of them.
fn first_to_count(kept: &[Timestamp], period: Period) -> Option<Timestamp> {
    let is_kept = |day: &Timestamp| kept.binary_search(day).is_ok();
    let is_before = |day: &Timestamp| kept.first().is_some_and(|first| day < first);
    begins(period).find(|day| !is_kept(day) && !is_before(day))
}

/// Keeps the days that are over and were not kept yet, a transaction each.
pub(crate) async fn keep_days(app: &App) -> Result<(), AppError> {
    let now = app.now();
    let period = period(now, MOST);
    let mut tx = app.read().await?;
    let Some(first) = tx.first_begun().await? else {
        return Ok(());
    };
    let kept = tx.kept_days(period).await?;
    drop(tx);
    let is_over = |day: &Timestamp| {
        let end = day.plus(so_many_days(1));
        end > first && end.plus(SETTLED) <= now
    };
    let is_kept = |day: &Timestamp| kept.iter().any(|row| row.from == *day);
    for from in begins(period).filter(|day| is_over(day) && !is_kept(day)) {
        let until = from.plus(so_many_days(1));
        let day = app.read().await?.by_day(Period { from, until }).await?;
        let mut tx = app.write().await?;
        for day in &day {
            tx.keep_day(day).await?;
        }
        tx.save().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_first_that_is_not_kept() {
        let day = |n: i64| Timestamp(n * 86_400_000);
        let period = Period {
            from: day(10),
            until: day(15),
        };
        let check = |kept: &[i64], expected: Option<i64>| {
            let kept: Vec<Timestamp> = kept.iter().map(|n| day(*n)).collect();
            let first = first_to_count(&kept, period);
            assert_eq!(first, expected.map(day), "{kept:?}");
        };
        check(&[], Some(10));
        check(&[10, 11], Some(12));
        // The service is younger than the period.
        check(&[12], Some(13));
        check(&[12, 13, 14], None);
        // A day between was not kept yet.
        check(&[10, 12, 13, 14], Some(11));
    }
}
