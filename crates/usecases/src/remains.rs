//! What is left of an order after it was erased, and names nobody: its timeline and
//! decisions for some years, then its number, its dates and how its receipt ended for some
//! more. Both go by parts, each a transaction of its own, so that a day's work holds up
//! nobody and goes on where it stopped.
//!
//! An order that money was paid for stays with its payments: books are kept for longer
//! than anything else, and name the order by its number.

use std::time::Duration;

use domain::retention::TRACES;
use domain::timestamp::days;
use domain::{OrderId, Timestamp};
use storage::{Erased, Pass};

use crate::app::App;
use crate::error::AppError;

/// Orders of one transaction.
const AT_ONCE: u32 = 200;

/// A pass begins so long before where the last one ended: an order may have been saved
/// late, or by a clock that was behind.
const AGAIN: Duration = days(1);

/// Deletes what is over; gives of how many orders.
pub(crate) async fn forget_remains(app: &App) -> Result<u64, AppError> {
    let now = app.now();
    let kept = app.parts().remains_kept.period();
    let traces = run(app, Pass::Traces, now.minus(TRACES)).await?;
    let orders = run(app, Pass::Orders, now.minus(kept)).await?;
    Ok(traces + orders)
}

/// Goes on with a pass, to the orders that were erased before `before`.
async fn run(app: &App, pass: Pass, before: Timestamp) -> Result<u64, AppError> {
    let reached = app.read().await?.pass_reached(pass).await?;
    let mut after = reached.map(|at| Erased {
        at: at.minus(AGAIN),
        order: OrderId::first_of(Timestamp(0)),
    });
    let mut gone = 0;
    loop {
        let mut tx = app.write().await?;
        let erased = tx.erased_orders(after, before, AT_ONCE).await?;
        let Some(last) = erased.last() else {
            return Ok(gone);
        };
        let orders: Vec<OrderId> = erased.iter().map(|one| one.order).collect();
        gone += match pass {
            Pass::Traces => tx.delete_traces(&orders).await?,
            Pass::Orders => tx.delete_unpaid_orders(&orders).await?,
        };
        tx.set_pass(pass, last.at).await?;
        tx.save().await?;
        after = Some(*last);
    }
}
