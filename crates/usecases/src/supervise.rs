//! Keeps a task alive, such as the worker of background jobs: when it dies of a panic, it is
//! started again, after a wait that doubles.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::app::App;

/// First and longest wait before a worker that died is started again.
const RESTART: Duration = Duration::from_secs(1);
const LONGEST_RESTART: Duration = Duration::from_secs(60);
/// A worker that ran this long had no trouble starting.
const SETTLED: Duration = Duration::from_secs(60);

/// Starts a task with the signal to stop, and again after each panic, until it ends
/// by itself or `shutdown` completes.
pub(crate) async fn supervise<S: Future<Output = ()>>(
    shutdown: &impl Fn() -> S,
    start: impl Fn(S) -> JoinHandle<()>,
) {
    let mut wait = RESTART;
    loop {
        let begun = Instant::now();
        if start(shutdown()).await.is_ok() {
            return;
        }
        tracing::error!("a task died and is started again");
        if begun.elapsed() >= SETTLED {
            wait = RESTART;
        }
        tokio::select! {
            () = shutdown() => return,
            () = sleep(wait) => {}
        }
        wait = (wait * 2).min(LONGEST_RESTART);
    }
}

/// Runs `work`, which has no end, again after each panic, and drops it where it is once
/// `shutdown` completes.
pub(crate) async fn supervise_endless<S, W>(
    app: &App,
    shutdown: impl Fn() -> S,
    work: impl Fn(App) -> W,
) where
    S: Future<Output = ()> + Send + 'static,
    W: Future<Output = ()> + Send + 'static,
{
    supervise(&shutdown, |stop| {
        let work = work(app.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = stop => {}
                () = work => {}
            }
        })
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_worker_that_dies_is_started_again() {
        // How often it dies before it ends by itself; the seconds that takes.
        let check = async |deaths: usize, took_s: u64| {
            let starts = Arc::new(AtomicUsize::new(0));
            let begun = Instant::now();
            supervise(&std::future::pending::<()>, |_stop| {
                let nth = starts.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move { assert!(nth >= deaths, "a test's panic") })
            })
            .await;
            assert_eq!(starts.load(Ordering::SeqCst), deaths + 1);
            assert_eq!(begun.elapsed().as_secs(), took_s);
        };
        check(0, 0).await;
        check(1, 1).await;
        check(4, 1 + 2 + 4 + 8).await;
        check(8, 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60).await;
    }
}
