//! A jump of the clock is not believed: one start with a wrong clock would delete
//! all that seems to be over. Nothing is run in the background until the clock
//! is right again, or a person confirms it.
//!
//! Off for longer than a day looks the same as a jump, so a person confirms
//! that too.

use std::time::Duration;

use domain::log::LogAction;
use domain::timestamp::{days, minutes};
use domain::{Actor, Timestamp};
use storage::LogFilter;

use crate::app::App;
use crate::clock::Trust;
use crate::error::AppError;
use crate::health::ClockState;

/// A longer step, forward or back, needs a person. Retention periods begin with a
/// day.
const LONGEST_STEP: Duration = days(1);

/// How often the time seen is stored: precise enough for [`LONGEST_STEP`].
const KEEP_EVERY: Duration = minutes(1);

/// Compares the clock with the time last seen, and keeps it if it is believed.
///
/// # Errors
/// Storage.
pub async fn watch(app: &App) -> Result<ClockState, AppError> {
    if app.parts().clock.trust() == Trust::SetByHand {
        return Ok(ClockState::Steady);
    }
    let now = app.now();
    let seen = seen(app).await?;
    let is_far = |seen: Timestamp| now.since(seen) > LONGEST_STEP || seen.since(now) > LONGEST_STEP;
    let state = match seen {
        Some(seen) if is_far(seen) => ClockState::Jumped { seen, now },
        Some(_) | None => ClockState::Steady,
    };
    let before = app.health().set_clock(state);
    if state == ClockState::Steady {
        if now.since(app.health().time_kept()) >= KEEP_EVERY || seen.is_none() {
            keep(app, now).await?;
        }
    } else if before == ClockState::Steady {
        tracing::error!("the clock jumped by more than a day; background work waits");
    }
    Ok(state)
}

/// The time last seen; of an older version's data, the time of the last entry in
/// the log.
async fn seen(app: &App) -> Result<Option<Timestamp>, AppError> {
    let mut tx = app.read().await?;
    if let Some(seen) = tx.time_seen().await? {
        return Ok(Some(seen));
    }
    let newest = tx.log_newest(&LogFilter::default(), 1).await?;
    Ok(newest.first().map(|chained| chained.entry.at))
}

async fn keep(app: &App, now: Timestamp) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    tx.see_time(now).await?;
    tx.save().await?;
    app.health().keep_time(now);
    Ok(())
}

/// Confirms the time that the clock shows, by whoever owns the machine.
///
/// # Errors
/// Storage.
pub async fn confirm(app: &App) -> Result<Timestamp, AppError> {
    let now = app.now();
    let mut tx = app.write().await?;
    tx.see_time(now).await?;
    app.log(&mut *tx, Actor::System, LogAction::ClockConfirmed, "", "")
        .await?;
    tx.save().await?;
    app.health().set_clock(ClockState::Steady);
    Ok(now)
}
