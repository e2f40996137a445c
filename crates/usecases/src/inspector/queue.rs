//! The queue of waiting orders.

use catalogue::{DivisionCode, DocumentId};
use domain::staff::right::Review;
use domain::{Actor, Fitness, OrderNumber, Timestamp};
use storage::QueueRow;

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Lines of the queue that are shown; nobody works further down than that.
const MOST_SHOWN: u32 = 50;

/// The queue, as far as an inspector sees it.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The longest waiting, first.
    pub lines: Vec<QueueLine>,
    /// Orders in the whole queue.
    pub waiting: u64,
    /// When the oldest of the whole queue was handed in.
    pub oldest: Option<Timestamp>,
    /// When it was so.
    pub now: Timestamp,
}

/// A waiting order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueLine {
    /// Its number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Where it is issued.
    pub city: Option<DivisionCode>,
    /// When it was handed in.
    pub since: Timestamp,
    /// How often it was handed in, this time included.
    pub submissions: u16,
    /// The gravest finding of the picture handed in.
    pub fitness: Fitness,
    /// Whether the inspector may take it.
    pub holding: Holding,
    /// Until when somebody has claimed it.
    pub claimed_until: Option<Timestamp>,
    /// Whether a second opinion was asked for.
    pub is_second_opinion: bool,
}

/// Who has an order, as one inspector sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// They have it.
    Mine,
    /// Another has it, or it waits for the opinion of another.
    Others,
    /// Nobody.
    Free,
}

impl QueueLine {
    fn of(row: QueueRow, me: Actor, now: Timestamp) -> Self {
        let holding = match row.claim {
            Some(claim) if claim.by == me => Holding::Mine,
            Some(claim) if claim.until > now => Holding::Others,
            _ if row.asked_by == Some(me) => Holding::Others,
            _ => Holding::Free,
        };
        Self {
            number: row.number,
            document: row.document,
            city: row.city,
            since: row.since,
            submissions: row.submissions,
            fitness: row.fitness,
            holding,
            claimed_until: row.claim.map(|claim| claim.until),
            is_second_opinion: row.asked_by.is_some(),
        }
    }
}

/// The queue, as far as the permit reaches.
///
/// # Errors
/// Storage.
pub async fn queue(app: &App, reviewer: &Permit<Review>) -> Result<Queue, AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let rows = tx.queue(reviewer.scope(), MOST_SHOWN).await?;
    let size = tx.queue_size().await?;
    let line = |row| QueueLine::of(row, reviewer.holder(), now);
    Ok(Queue {
        lines: rows.into_iter().map(line).collect(),
        waiting: size.waiting,
        oldest: size.oldest,
        now,
    })
}

/// The order to look at next: one the inspector holds already, else the oldest
/// they may take.
pub(super) async fn next(
    app: &App,
    reviewer: &Permit<Review>,
) -> Result<Option<OrderNumber>, AppError> {
    let queue = queue(app, reviewer).await?;
    let first = |holding| queue.lines.iter().find(|line| line.holding == holding);
    let next = first(Holding::Mine).or_else(|| first(Holding::Free));
    Ok(next.map(|line| line.number))
}
