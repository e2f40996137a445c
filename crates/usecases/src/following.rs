//! Who follows an order's page in this process. Changes that this process makes are
//! announced as they are made; what other processes change is looked for each second.

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::OrderId;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::app::App;
use crate::applicant::OwnOrder;
use crate::error::AppError;
use crate::supervise::supervise;

/// Time between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// Most orders that one statement asks for.
const MOST: usize = 500;

/// The orders that are followed, with the version that each follower has seen.
#[derive(Debug, Default)]
pub(crate) struct Followed(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    by_order: HashMap<OrderId, HashMap<u64, i64>>,
    /// Counts followers.
    last: u64,
}

impl Followed {
    fn enter(&self, order: OrderId, version: i64) -> u64 {
        let mut inner = self.lock();
        inner.last += 1;
        let follower = inner.last;
        let followers = inner.by_order.entry(order).or_default();
        followers.insert(follower, version);
        follower
    }

    fn leave(&self, order: OrderId, follower: u64) {
        let mut inner = self.lock();
        if let Some(followers) = inner.by_order.get_mut(&order) {
            followers.remove(&follower);
            if followers.is_empty() {
                inner.by_order.remove(&order);
            }
        }
    }

    fn saw(&self, order: OrderId, follower: u64, version: i64) {
        let mut inner = self.lock();
        let followers = inner.by_order.get_mut(&order);
        if let Some(seen) = followers.and_then(|all| all.get_mut(&follower)) {
            *seen = version;
        }
    }

    fn orders(&self) -> Vec<OrderId> {
        self.lock().by_order.keys().copied().collect()
    }

    /// Whether somebody who follows the order has seen an earlier version only.
    fn is_news(&self, order: OrderId, version: i64) -> bool {
        let inner = self.lock();
        let followers = inner.by_order.get(&order);
        followers.is_some_and(|all| all.values().any(|seen| *seen < version))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Plain values, valid after a panic too.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who follows an order, until this is dropped.
#[derive(Debug)]
pub struct Following {
    followed: Arc<Followed>,
    changes: Receiver<OrderId>,
    order: OrderId,
    follower: u64,
}

impl Following {
    /// Completes when the order was changed, or may have been.
    pub async fn changed(&mut self) {
        loop {
            match self.changes.recv().await {
                Ok(changed) if changed != self.order => {}
                // Of those that were missed, one may be this order's.
                Ok(_) | Err(RecvError::Lagged(_)) => return,
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    /// Notes that the follower has this reading of the order.
    pub fn saw(&self, own: &OwnOrder) {
        self.followed
            .saw(self.order, self.follower, own.order.version);
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.followed.leave(self.order, self.follower);
    }
}

impl App {
    /// Follows an order from this reading of it on.
    #[must_use]
    pub fn follow(&self, own: &OwnOrder) -> Following {
        let (followed, order) = (Arc::clone(self.followed()), own.order.id);
        Following {
            changes: self.changes(),
            follower: followed.enter(order, own.order.version),
            followed,
            order,
        }
    }
}

/// Looks for changes each second until `shutdown` completes.
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
    let mut is_failing = false;
    loop {
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(PAUSE) => {}
        }
        let looked = look(app).await;
        if let Err(error) = &looked
            && !is_failing
        {
            tracing::warn!(code = error.code(), "changes of orders could not be read");
        }
        is_failing = looked.is_err();
    }
}

/// Announces the orders of which followers have not seen the version that is stored.
///
/// # Errors
/// Storage.
pub async fn look(app: &App) -> Result<(), AppError> {
    let orders = app.followed().orders();
    if orders.is_empty() {
        return Ok(());
    }
    let mut tx = app.read().await?;
    for some in orders.chunks(MOST) {
        for (order, version) in tx.versions(some).await? {
            if app.followed().is_news(order, version) {
                app.changed(order);
            }
        }
    }
    Ok(())
}
