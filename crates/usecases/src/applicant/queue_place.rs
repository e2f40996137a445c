//! Position of a waiting order in the queue.

use std::time::Duration;

use domain::timestamp::days;
use domain::{Order, State, Timestamp};
use storage::{Period, Transaction};

use crate::error::AppError;

/// Position of a waiting order in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePlace {
    /// Number of orders before it.
    pub ahead: u64,
    /// Estimated waiting time, from recent waiting times.
    pub about: Duration,
}

/// Estimate where no decision was made within a day: similar services promise 3
/// to 30 minutes.
const USUAL: Duration = Duration::from_secs(10 * 60);

/// The order's position; `None` if it is not waiting.
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
