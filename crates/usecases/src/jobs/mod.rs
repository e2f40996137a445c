//! The workers that run due jobs, one a lane.
//!
//! A job is taken for a while (`lease.rs`), run as a task of its own (`run.rs`), and
//! settled. All that a run writes in the database it writes while it has its lease, and
//! its last transaction settles the job (`running.rs`), so that this happens once, however
//! many workers there are and wherever one stops. Calls to other services and deletions of
//! files happen at least once: a run that is repeated makes them again, under the same
//! numbers.

mod daily;
mod fault;
mod lease;
mod orders;
mod run;
mod running;
mod sweep;
mod tell;
mod timers;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use domain::Lane;
use storage::{ClaimedJob, StorageError, Transaction};
use tokio::time::Instant;

use self::daily::{Housekeeping, again_tomorrow, begin_housekeeping};
use self::fault::{Fault, TRIES};
use self::lease::{Ended, LEASE, while_leased};
use crate::app::App;
use crate::clock_watch;
use crate::error::AppError;
use crate::forgotten_files::delete_forgotten_files;
use crate::health::ClockState;
use crate::supervise::supervise;

pub(crate) use self::running::Running;
pub(crate) use self::timers::Winding;

/// Longest sleep of an idle worker.
const NAP: Duration = Duration::from_secs(1);

/// Code of a job that was taken too often by workers that never came back with it.
const LEASE_LOST: &str = "lease-lost";

/// Keeps the workers of all lanes running until `shutdown` completes: one that dies is
/// started again, after a wait that doubles.
pub async fn keep_working<S>(app: &App, shutdown: impl Fn() -> S)
where
    S: Future<Output = ()> + Send + 'static,
{
    let [house, outside, files] = Lane::ALL.map(|lane| {
        supervise(&shutdown, move |stop| {
            let app = app.clone();
            tokio::spawn(async move { work_in(&app, &[lane], stop).await })
        })
    });
    tokio::join!(house, outside, files);
}

/// Runs due jobs of all lanes by turns, and deletes files that were forgotten, until `shutdown` completes.
pub async fn work(app: &App, shutdown: impl Future<Output = ()>) {
    work_in(app, &Lane::ALL, shutdown).await;
}

/// Runs all due jobs, whatever their lane, and those that they leave; gives how many were
/// run or tried. None after a jump of the clock, until it is confirmed.
///
/// # Errors
/// Storage; a failed job is rescheduled and is no error.
pub async fn run_due(app: &App) -> Result<usize, AppError> {
    run_due_in(app, &Lane::ALL).await
}

async fn work_in(app: &App, lanes: &[Lane], shutdown: impl Future<Output = ()>) {
    let mut shutdown = pin!(shutdown);
    let mut housekeeping = match lanes.contains(&Lane::House) {
        true => Housekeeping::ToPlan,
        false => Housekeeping::Planned,
    };
    loop {
        if housekeeping == Housekeeping::ToPlan {
            housekeeping = begin_housekeeping(app).await.unwrap_or_else(|error| {
                tracing::error!(code = error.code(), "housekeeping could not be planned");
                Housekeeping::Planned
            });
        }
        if let Err(error) = run_due_in(app, lanes).await {
            tracing::error!(code = error.code(), "the jobs could not be read");
        }
        if lanes.contains(&Lane::Files)
            && let Err(error) = delete_forgotten_files(app).await
        {
            tracing::error!(code = error.code(), "the files to delete could not be read");
        }
        for lane in lanes {
            app.heartbeat().beat(*lane);
        }
        tokio::select! {
            () = &mut shutdown => return,
            () = tokio::time::sleep(NAP) => {}
        }
    }
}

async fn run_due_in(app: &App, lanes: &[Lane]) -> Result<usize, AppError> {
    let mut ran = 0;
    if clock_watch::watch(app).await? != ClockState::Steady {
        return Ok(ran);
    }
    timers::wind(app).await?;
    loop {
        let before = ran;
        for lane in lanes {
            loop {
                let begun = Instant::now();
                let Some(taken) = take(app, *lane).await? else {
                    break;
                };
                ran += 1;
                carry_out(app, taken, begun).await?;
                app.heartbeat().beat(*lane);
            }
        }
        if ran == before {
            return Ok(ran);
        }
    }
}

/// Takes the next due job of this lane. One that each of its runs ended with its process
/// is given up, and not run again.
async fn take(app: &App, lane: Lane) -> Result<Option<ClaimedJob>, AppError> {
    loop {
        let mut tx = app.write().await?;
        let Some(taken) = tx.take_job(lane, app.now(), LEASE).await? else {
            return Ok(None);
        };
        let is_given_up = taken.lease.tries > TRIES;
        if is_given_up {
            fail(app, &mut *tx, &taken, LEASE_LOST, None).await?;
        }
        tx.save().await?;
        if !is_given_up {
            return Ok(Some(taken));
        }
    }
}

/// Runs a job as a task of its own, so that its panic is its own failure, and settles it.
async fn carry_out(app: &App, taken: ClaimedJob, begun: Instant) -> Result<(), AppError> {
    let running = Arc::new(Running::new(taken.lease));
    let (of_job, job) = (app.for_job(Arc::clone(&running)), taken.job);
    let ran = tokio::spawn(async move { run::run(&of_job, taken.lease.id, &job).await });
    let ended = while_leased(ran, begun, job.span(), || renew(app, &taken)).await;
    let outcome = match ended {
        Ended::Ran(outcome) => outcome,
        Ended::Panicked => Err(Fault::of_run("job-panicked")),
        Ended::Overran => Err(Fault::of_run("job-overran")),
        Ended::LeaseLost => {
            tell_lost(&taken);
            return Ok(());
        }
    };
    match outcome {
        Ok(()) if running.is_settled() => Ok(()),
        Err(fault) if running.is_settled() => {
            let (job, code) = (job.code(), fault.code);
            tracing::warn!(job, code, "what follows a job failed");
            Ok(())
        }
        outcome => match settle(app, &taken, outcome).await {
            Err(AppError::ChangedMeanwhile) => {
                tell_lost(&taken);
                Ok(())
            }
            settled => settled,
        },
    }
}

/// Makes the lease last from now on, which is a sign of life too.
///
/// # Errors
/// [`StorageError::Conflict`] if another has taken the job.
async fn renew(app: &App, taken: &ClaimedJob) -> Result<(), StorageError> {
    app.heartbeat().beat(taken.job.lane());
    let mut tx = app.write().await?;
    tx.renew_job(taken.lease, app.now().plus(LEASE)).await?;
    tx.save().await
}

/// # Errors
/// [`AppError::ChangedMeanwhile`] if another has taken the job; storage.
async fn settle(app: &App, taken: &ClaimedJob, outcome: Result<(), Fault>) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    match outcome {
        Ok(()) => tx.job_done(taken.lease).await?,
        Err(fault) => {
            let wait = fault.wait_after(taken.lease.tries);
            fail(app, &mut *tx, taken, fault.code, wait).await?;
        }
    }
    Ok(tx.save().await?)
}

/// Records that a job failed; it is tried again after `wait`, or never if `None`.
async fn fail(
    app: &App,
    tx: &mut dyn Transaction,
    taken: &ClaimedJob,
    code: &'static str,
    wait: Option<Duration>,
) -> Result<(), AppError> {
    let now = app.now();
    let (job, tries, again) = (taken.job.code(), taken.lease.tries, wait.is_some());
    tracing::warn!(job, code, tries, again, "a job failed");
    let at = wait.map(|wait| now.plus(wait));
    tx.job_failed(taken.lease, code, at).await?;
    // The operator sees that it died; such a job is tried again all the same: what
    // a daily one deletes must not stay, and money must not stay frozen.
    if at.is_none() && taken.job.is_never_given_up() {
        again_tomorrow(app, tx, taken.job, now).await?;
    }
    Ok(())
}

/// A run lost its lease: whoever took the job settles it.
fn tell_lost(taken: &ClaimedJob) {
    let (job, tries) = (taken.job.code(), taken.lease.tries);
    tracing::warn!(job, tries, "a job was taken over by another worker");
}
