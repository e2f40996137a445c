//! Pictures whose outcome somebody waits for in this process: looked for while anybody
//! does, several times a second.
//!
//! By asking and not by NOTIFY: that takes one lock for the whole database as it commits,
//! and LISTEN a connection of its own, which a pooler of transactions does not give.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::AttemptId;
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use crate::app::App;
use crate::error::AppError;
use crate::supervise::supervise;

/// Time between two looks while somebody waits: a fifth of what a photo takes.
const PAUSE: Duration = Duration::from_millis(100);
/// Pause after a look that failed.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Most pictures that one statement asks for.
const MOST: usize = 500;

/// The pictures that are waited for.
#[derive(Debug, Default)]
pub(crate) struct Awaited {
    by_attempt: Mutex<HashMap<AttemptId, Waiters>>,
    entered: Notify,
}

/// Who waits for one picture; told when it is in the line no more.
#[derive(Debug)]
struct Waiters {
    count: usize,
    settled: watch::Sender<bool>,
}

/// Somebody who waits for a picture, until this is dropped.
struct Waiter {
    awaited: Arc<Awaited>,
    attempt: AttemptId,
    settled: watch::Receiver<bool>,
}

impl Awaited {
    fn enter(self: &Arc<Self>, attempt: AttemptId) -> Waiter {
        let mut all = self.lock();
        let waiters = all.entry(attempt).or_insert_with(|| Waiters {
            count: 0,
            settled: watch::Sender::new(false),
        });
        waiters.count += 1;
        let settled = waiters.settled.subscribe();
        drop(all);
        self.entered.notify_one();
        Waiter {
            awaited: Arc::clone(self),
            attempt,
            settled,
        }
    }

    fn attempts(&self) -> Vec<AttemptId> {
        self.lock().keys().copied().collect()
    }

    fn settle(&self, attempt: AttemptId) {
        if let Some(waiters) = self.lock().get(&attempt) {
            waiters.settled.send_replace(true);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptId, Waiters>> {
        // Plain values, valid after a panic too.
        self.by_attempt
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut all = self.awaited.lock();
        if let Some(waiters) = all.get_mut(&self.attempt) {
            waiters.count -= 1;
            if waiters.count == 0 {
                all.remove(&self.attempt);
            }
        }
    }
}

impl App {
    /// Completes when the picture is in the line no more, or after `longest`.
    pub(crate) async fn await_picture(&self, attempt: AttemptId, longest: Duration) {
        let mut waiter = self.awaited().enter(attempt);
        let settled = waiter.settled.wait_for(|settled| *settled);
        let _late = timeout(longest, settled).await;
    }
}

/// Looks for what is waited for until `shutdown` completes.
pub async fn keep_looking<S>(app: &App, shutdown: impl Fn() -> S)
where
    S: Future<Output = ()> + Send + 'static,
{
    supervise(&shutdown, |stop| {
        let app = app.clone();
        tokio::spawn(async move { look_until(&app, stop).await })
    })
    .await;
}

async fn look_until(app: &App, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    loop {
        let awaited = app.awaited();
        let pause = match look(app).await {
            Ok(()) => PAUSE,
            Err(error) => {
                tracing::warn!(code = error.code(), "pictures could not be looked for");
                AFTER_FAILURE
            }
        };
        let next = async {
            tokio::time::sleep(pause).await;
            while awaited.lock().is_empty() {
                awaited.entered.notified().await;
            }
        };
        tokio::select! {
            () = &mut stop => return,
            () = next => {}
        }
    }
}

/// Tells those who wait of pictures that are in the line no more.
///
/// # Errors
/// Storage.
pub async fn look(app: &App) -> Result<(), AppError> {
    let attempts = app.awaited().attempts();
    if attempts.is_empty() {
        return Ok(());
    }
    let mut tx = app.read().await?;
    for some in attempts.chunks(MOST) {
        let unmade = tx.unmade_among(some).await?;
        for attempt in some.iter().filter(|one| !unmade.contains(one)) {
            app.awaited().settle(*attempt);
        }
    }
    Ok(())
}
