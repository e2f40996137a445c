//! Jobs that are due later than in an hour lie apart (`storage::Jobs::enqueue`). Whoever
//! runs jobs moves those that fall due soon to the others, once a minute: no job is late
//! by that, and where a service stood still, none is lost.

use std::sync::Mutex;
use std::time::Duration;

use domain::Timestamp;
use domain::timestamp::minutes;

use crate::app::App;
use crate::error::AppError;

/// How often this process looks. A job lies apart until an hour before it is due, so
/// nothing is late.
const EVERY: Duration = minutes(1);

/// Jobs moved by one transaction.
const AT_ONCE: u32 = 500;

/// When this process looked last.
#[derive(Debug, Default)]
pub(crate) struct Winding(Mutex<Option<Timestamp>>);

impl Winding {
    fn is_due(&self, now: Timestamp) -> bool {
        // A clock that was set back looks at once.
        let fresh = |at: &Timestamp| *at <= now && now.since(*at) < EVERY;
        self.last().as_ref().is_none_or(|at| !fresh(at))
    }

    fn looked(&self, now: Timestamp) {
        *self.last() = Some(now);
    }

    fn last(&self) -> std::sync::MutexGuard<'_, Option<Timestamp>> {
        // A plain value, valid after a panic too.
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Moves what falls due soon. Several processes may: what one moves another passes over.
pub(super) async fn wind(app: &App) -> Result<(), AppError> {
    let now = app.now();
    if !app.winding().is_due(now) {
        return Ok(());
    }
    loop {
        let mut tx = app.write().await?;
        let moved = tx.wind_timers(now, AT_ONCE).await?;
        tx.save().await?;
        if moved < u64::from(AT_ONCE) {
            app.winding().looked(now);
            return Ok(());
        }
    }
}
