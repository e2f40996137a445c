//! Jobs that run daily and plan themselves again.

use domain::timestamp::days;
use domain::{Due, Job, Timestamp};
use storage::{Queued, Transaction};

use super::fault::Fault;
use crate::app::App;
use crate::clock_watch;
use crate::error::AppError;
use crate::health::ClockState;

/// Whether the daily jobs are planned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Housekeeping {
    /// They are.
    Planned,
    /// They are not yet.
    ToPlan,
}

/// Plans the daily jobs, and a purge, for now where they are neither queued nor running:
/// neither a start nor another process shifts them. One that waits for longer than a day
/// was planned by a wrong clock. Where the clock waits to be confirmed nothing is planned:
/// it would be due at a time that never comes.
pub(super) async fn begin_housekeeping(app: &App) -> Result<Housekeeping, AppError> {
    if clock_watch::watch(app).await? != ClockState::Steady {
        return Ok(Housekeeping::ToPlan);
    }
    let now = app.now();
    let mut tx = app.write().await?;
    for job in Job::DAILY.into_iter().chain([Job::Purge]) {
        let is_planned = match tx.queued(&job).await? {
            Queued::Waiting { until } => until <= now.plus(days(1)),
            Queued::Running => true,
            Queued::Dead | Queued::Not => false,
        };
        if !is_planned {
            app.enqueue(&mut *tx, &Due { job, at: now }, now).await?;
        }
    }
    tx.save().await?;
    Ok(Housekeeping::Planned)
}

/// Plans a daily job for a day after `now`, which ends the run that did it.
pub(super) async fn plan_tomorrow(app: &App, job: Job, now: Timestamp) -> Result<(), Fault> {
    let mut tx = app.write().await?;
    again_tomorrow(app, &mut *tx, job, now).await?;
    Ok(app.conclude(tx).await?)
}

/// Plans a job for a day after `now`.
pub(super) async fn again_tomorrow(
    app: &App,
    tx: &mut dyn Transaction,
    job: Job,
    now: Timestamp,
) -> Result<(), AppError> {
    let at = now.plus(days(1));
    app.enqueue(tx, &Due { job, at }, now).await
}
