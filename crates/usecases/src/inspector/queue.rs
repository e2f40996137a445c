//! The review queue.

use catalogue::{DivisionCode, DocumentId};
use domain::staff::right::Review;
use domain::{Actor, Fitness, OrderNumber, Timestamp};
use storage::QueueRow;

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;

/// Most orders listed.
const MOST_SHOWN: u32 = 50;

/// The queue within a permit's scope, as an inspector sees it.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Orders, longest waiting first.
    pub lines: Vec<QueueLine>,
    /// Number of orders in the queue.
    pub waiting: u64,
    /// When the oldest of them was submitted.
    pub oldest: Option<Timestamp>,
    /// When the view was taken.
    pub now: Timestamp,
}

/// An order in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueLine {
    /// The order's number.
    pub number: OrderNumber,
    /// The document.
    pub document: DocumentId,
    /// Issuing city; `None` for documents without a city.
    pub city: Option<DivisionCode>,
    /// When it was submitted.
    pub since: Timestamp,
    /// How often it was submitted, this time included.
    pub submissions: u16,
    /// Result of the gravest finding of the submitted picture.
    pub fitness: Fitness,
    /// Who holds it.
    pub holding: Holding,
    /// When its claim expires; `None` if it is not claimed.
    pub claimed_until: Option<Timestamp>,
    /// Whether a second opinion was asked for.
    pub is_second_opinion: bool,
}

/// Who holds an order, from one inspector's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// This inspector.
    Mine,
    /// Another inspector.
    Others,
    /// Nobody, and it waits for another's second opinion: this inspector asked.
    Asked,
    /// Nobody.
    Free,
}

impl QueueLine {
    fn of(row: QueueRow, me: Actor, now: Timestamp) -> Self {
        let holding = match row.claim {
            Some(claim) if claim.by == me => Holding::Mine,
            Some(claim) if claim.until > now => Holding::Others,
            _ if row.asked_by == Some(me) => Holding::Asked,
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

/// The queue within the permit's scope.
///
/// # Errors
/// Storage.
pub async fn queue(app: &App, reviewer: &Permit<Review>) -> Result<Queue, AppError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let rows = tx.queue(reviewer.scope(), MOST_SHOWN).await?;
    let size = tx.queue_size(reviewer.scope()).await?;
    let line = |row| QueueLine::of(row, reviewer.holder(), now);
    Ok(Queue {
        lines: rows.into_iter().map(line).collect(),
        waiting: size.waiting,
        oldest: size.oldest,
        now,
    })
}
