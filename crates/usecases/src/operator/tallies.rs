//! Counts of big tables, made in the background and by parts, so that no page counts
//! millions of rows: orders by state, and persons whose photos are stored. While there are
//! few, they are counted for each page, and right to the moment.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Timestamp;
use domain::timestamp::{days, minutes};
use storage::{Period, Tallied, Tally, Transaction};

use crate::app::App;
use crate::error::AppError;

/// From so many on a page shows what was counted last: counting fewer takes some
/// milliseconds.
const MANY: u64 = 20_000;

/// How old a count becomes.
const EVERY: Duration = minutes(60);

/// Orders begun within so long are counted by one statement.
const PART: Duration = days(30);

/// Orders by state, and when they were counted if that was not now.
pub(super) struct ByState {
    pub(super) counts: Vec<(String, u64)>,
    pub(super) counted_at: Option<Timestamp>,
}

/// The last count of many.
async fn counted(tx: &mut dyn Transaction, of: Tallied) -> Result<Option<Tally>, AppError> {
    let last = tx.tally(of).await?;
    Ok(last.filter(|tally| tally.sum() >= MANY))
}

pub(super) async fn by_state(tx: &mut dyn Transaction) -> Result<ByState, AppError> {
    Ok(match counted(tx, Tallied::States).await? {
        Some(Tally { at, counts }) => ByState {
            counts: counts.into_iter().filter(|(_, n)| *n > 0).collect(),
            counted_at: Some(at),
        },
        None => ByState {
            counts: tx.by_state().await?,
            counted_at: None,
        },
    })
}

pub(super) async fn persons(tx: &mut dyn Transaction) -> Result<u64, AppError> {
    match counted(tx, Tallied::Persons).await? {
        Some(tally) => Ok(tally.sum()),
        None => Ok(tx.persons().await?),
    }
}

/// Counts anew where the last count is old.
pub(crate) async fn tally(app: &App) -> Result<(), AppError> {
    let now = app.now();
    let last = app.read().await?.tally(Tallied::States).await?;
    let is_fresh = |last: &Tally| last.at <= now && now.since(last.at) < EVERY;
    if last.as_ref().is_some_and(is_fresh) {
        return Ok(());
    }
    // Few an hour ago are not too many now to be counted at once.
    let (states, persons) = match last {
        Some(last) if last.sum() < MANY => {
            let mut tx = app.read().await?;
            (tx.by_state().await?, tx.persons().await?)
        }
        _ => (count_states(app, now).await?, count_persons(app).await?),
    };
    let persons = vec![(String::new(), persons)];
    let mut tx = app.write().await?;
    for (of, counts) in [(Tallied::States, states), (Tallied::Persons, persons)] {
        tx.keep_tally(of, &Tally { at: now, counts }).await?;
    }
    tx.save().await?;
    Ok(())
}

async fn count_states(app: &App, now: Timestamp) -> Result<Vec<(String, u64)>, AppError> {
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    let mut begun = app.read().await?.first_begun().await?;
    while let Some(from) = begun.filter(|from| *from <= now) {
        let until = from.plus(PART);
        let part = Period { from, until };
        for (state, count) in app.read().await?.by_state_of(part).await? {
            *sums.entry(state).or_default() += count;
        }
        begun = Some(until);
    }
    Ok(sums.into_iter().collect())
}

async fn count_persons(app: &App) -> Result<u64, AppError> {
    let mut persons = app.read().await?.unnamed_persons().await?;
    for first_byte in 0..=u8::MAX {
        persons += app.read().await?.persons_of(first_byte).await?;
    }
    Ok(persons)
}
