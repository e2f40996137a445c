//! The process that makes photos for others: takes pictures in their turn, as many at once
//! as it has slots, until it is asked to stop.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use storage::ClaimedPicture;
use studio::{Failure, wrongs};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::app::App;
use crate::error::AppError;
use crate::pictures::lease::{Ended, LEASE, while_leased};
use crate::pictures::making::{Came, discard, made, settle};
use crate::supervise::supervise;

/// Pause of a process that found no picture, to which up to as much is added by chance.
const PAUSE: Duration = Duration::from_millis(100);
/// Pause after the database could not be asked, and before the same is written again.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// Wait before a picture is tried again whose file could not be reached.
const FILES_AWAY: Duration = Duration::from_secs(5);
/// How often a picture is lost by whoever took it until it is given up: it is what ends
/// them.
const LOSSES: u32 = 3;
/// How long pictures in work are waited for when the process is to stop; then they are
/// given back. As long as requests are in the process that takes them.
const DRAIN: Duration = Duration::from_secs(25);
const GIVING_BACK: Duration = Duration::from_secs(3);

/// Makes photos, at most `slots` at once, until `shutdown` completes; what is in work then
/// is finished, or given back.
pub async fn keep_making<S>(app: &App, slots: u32, shutdown: impl Fn() -> S)
where
    S: Future<Output = ()> + Send + 'static,
{
    supervise(&shutdown, |stop| {
        let app = app.clone();
        tokio::spawn(async move { make_until(&app, slots.max(1), stop).await })
    })
    .await;
}

async fn make_until(app: &App, slots: u32, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let free = Arc::new(Semaphore::new(slots as usize));
    let (hurry, hurries) = watch::channel(false);
    let beside = Arc::default();
    let mut makings = JoinSet::new();
    loop {
        while makings.try_join_next().is_some() {}
        let slot = tokio::select! {
            () = &mut stop => break,
            slot = Arc::clone(&free).acquire_owned() => slot,
        };
        let Ok(slot) = slot else { break };
        let pause = match take(app).await {
            Ok(Some(taken)) => {
                let (app, beside) = (app.clone(), Arc::clone(&beside));
                let mut hurries = hurries.clone();
                makings.spawn(async move {
                    make(&app, taken, &beside, &mut hurries).await;
                    drop(slot);
                });
                continue;
            }
            Ok(None) => pause(app),
            Err(error) => {
                tracing::error!(code = error.code(), "pictures could not be taken");
                AFTER_FAILURE
            }
        };
        drop(slot);
        tokio::select! {
            () = &mut stop => break,
            () = sleep(pause) => {}
        }
    }
    if timeout(DRAIN, all_ended(&mut makings)).await.is_err() {
        hurry.send_replace(true);
        // What is not given back by then is free when its lease ends.
        let _late = timeout(GIVING_BACK, all_ended(&mut makings)).await;
    }
}

async fn all_ended(makings: &mut JoinSet<()>) {
    while makings.join_next().await.is_some() {}
}

fn pause(app: &App) -> Duration {
    let mut chance = [0];
    app.randomness().fill_bytes(&mut chance);
    PAUSE + PAUSE * u32::from(chance[0]) / 256
}

/// A picture that this process took.
#[derive(Debug)]
pub struct Taken {
    claimed: ClaimedPicture,
    begun: Instant,
}

/// Takes the picture whose turn it is; `None` if none waits.
///
/// # Errors
/// Storage.
pub async fn take(app: &App) -> Result<Option<Taken>, AppError> {
    // Asked some times a second by each process: a transaction that writes would use up a
    // number of the database's each time.
    if !app.read().await?.has_free_picture(app.now()).await? {
        return Ok(None);
    }
    let begun = Instant::now();
    let mut tx = app.write().await?;
    let claimed = tx.take_picture(app.now(), LEASE).await?;
    if claimed.is_some() {
        tx.save().await?;
    }
    Ok(claimed.map(|claimed| Taken { claimed, begun }))
}

impl Taken {
    /// Makes it, beside nothing else, and settles it.
    pub async fn make(self, app: &App) {
        let (_hurry, mut hurries) = watch::channel(false);
        make(app, self, &RwLock::default(), &mut hurries).await;
    }
}

/// Makes one picture, and settles it. One that was lost before may be what ended its process,
/// and others with it: it is made with none `beside` it, so that it takes nobody along.
async fn make(
    app: &App,
    Taken { claimed, begun }: Taken,
    beside: &RwLock<()>,
    hurries: &mut watch::Receiver<bool>,
) {
    if claimed.losses >= LOSSES {
        tracing::error!(
            losses = claimed.losses,
            code = "picture-lost",
            "a picture is given up: it ends whoever takes it"
        );
        write(
            app,
            &claimed,
            &Came::Wrong(wrongs(&Failure::Unexpected)),
            begun,
        )
        .await;
        return;
    }
    let renew = || async {
        let mut tx = app.write().await?;
        tx.renew_picture(claimed.lease, app.now().plus(LEASE))
            .await?;
        tx.save().await
    };
    let mut run = Box::pin(async {
        let _place = place(claimed.losses, beside).await;
        made(app, &claimed).await
    });
    match while_leased(&mut run, begun, hurries, renew).await {
        Ended::Made(Ok(came)) => write(app, &claimed, &came, Instant::now()).await,
        Ended::Made(Err(error)) => {
            tracing::warn!(code = error.code(), "a picture is tried again later");
            give_back(app, &claimed, FILES_AWAY).await;
        }
        Ended::Stopped => give_back(app, &claimed, Duration::ZERO).await,
        Ended::LeaseLost => {
            tell_lost(&claimed);
            // The engine still works on it: the slot is not free before.
            if let Ok(came) = run.await {
                forgo(app, &came).await;
            }
        }
    }
}

/// A place at work, among others or alone; given back when dropped.
enum Place<'a> {
    Among { _others: RwLockReadGuard<'a, ()> },
    Alone { _nobody: RwLockWriteGuard<'a, ()> },
}

/// Waits for the place of a picture that was lost so often.
async fn place(losses: u32, beside: &RwLock<()>) -> Place<'_> {
    match losses {
        0 => Place::Among {
            _others: beside.read().await,
        },
        _ => Place::Alone {
            _nobody: beside.write().await,
        },
    }
}

/// Writes what came of it: again and again where the database cannot be reached, as long as
/// the lease may last.
async fn write(app: &App, claimed: &ClaimedPicture, came: &Came, since: Instant) {
    loop {
        match settle(app, claimed, came).await {
            Ok(()) => return,
            Err(AppError::Again) if since.elapsed() < LEASE => {}
            Err(AppError::ChangedMeanwhile) => {
                tell_lost(claimed);
                return forgo(app, came).await;
            }
            Err(error) => {
                tracing::warn!(code = error.code(), "what came of a picture is not written");
                if since.elapsed() >= LEASE {
                    return;
                }
                sleep(AFTER_FAILURE).await;
            }
        }
    }
}

/// Another has the picture: what was stored for this making is of no use.
async fn forgo(app: &App, came: &Came) {
    if let Err(error) = discard(app, came).await {
        tracing::warn!(code = error.code(), "files were left for the sweep");
    }
}

async fn give_back(app: &App, claimed: &ClaimedPicture, wait: Duration) {
    let given_back = async {
        let mut tx = app.write().await?;
        let at = app.now().plus(wait);
        tx.give_picture_back(claimed.lease, at).await?;
        tx.save().await?;
        Ok::<_, AppError>(())
    };
    if let Err(error) = given_back.await {
        tracing::warn!(code = error.code(), "a picture is free when its lease ends");
    }
}

fn tell_lost(claimed: &ClaimedPicture) {
    let tries = claimed.lease.tries;
    tracing::warn!(tries, "a picture was taken over by another process");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_lost_is_made_beside_nothing() {
        // Losses of one at work; those of one that comes, and whether it can begin.
        let check = async |at_work: u32, comes: u32, expected: bool| {
            let beside = RwLock::default();
            let there = place(at_work, &beside).await;
            let soon = timeout(Duration::ZERO, place(comes, &beside)).await;
            assert_eq!(soon.is_ok(), expected, "{comes} beside {at_work}");
            drop((soon, there));
            place(comes, &beside).await;
        };
        check(0, 0, true).await;
        check(0, 1, false).await;
        check(1, 0, false).await;
        check(2, 1, false).await;
    }
}
