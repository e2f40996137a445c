//! Where a waiting order is in the queue.

use std::time::Duration;

use domain::timestamp::days;
use domain::{Order, State, Timestamp};
use storage::{Period, Transaction};

use crate::error::AppError;

/// Where a waiting order is in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePlace {
    /// Orders before it.
    pub ahead: u64,
    /// About how long it will be, by how long the last ones waited.
    pub about: Duration,
}

/// How long a decision takes where none was made within a day: services of this
/// kind promise 3 to 30 minutes.
const USUAL: Duration = Duration::from_secs(10 * 60);

/// The order's place; `None` for one that does not wait.
pub(super) async fn queue_place(
    tx: &mut dyn Transaction,
    order: &Order,
    now: Timestamp,
) -> Result<Option<QueuePlace>, AppError> {
    let State::Waiting { since, .. } = order.state else {
        return Ok(None);
    };
    let ahead = tx.queue_place(since).await?;
    let recent = Period {
        from: now.minus(days(1)),
        until: now,
    };
    let times = tx.waiting_times(recent).await?;
    let usual = times.get(times.len() / 2).copied().unwrap_or(USUAL);
    Ok(Some(QueuePlace {
        ahead,
        about: usual.saturating_sub(now.since(since)),
    }))
}
