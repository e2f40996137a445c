//! What an inspector can do, one function per action. Orders outside the
//! permit's documents and cities are not found.

mod case;
mod claim;
mod decision;
mod pictures;
mod queue;
mod remake;
mod second_opinion;

pub use case::{CaseView, look};
pub use claim::{release, take, take_next};
pub use decision::{Overruling, Ruling, decide, undo};
pub use pictures::{ReviewPicture, picture};
pub use queue::{Holding, Queue, QueueLine, queue};
pub use remake::{Trial, edit, for_correction, preview, remake};
pub use second_opinion::{Question, ask_second_opinion};

use domain::staff::right::Review;
use domain::{Order, OrderNumber};
use storage::Transaction;

use crate::error::AppError;
use crate::permit::Permit;

/// The order, if it is within the permit's scope.
async fn reviewed(
    tx: &mut dyn Transaction,
    reviewer: &Permit<Review>,
    number: OrderNumber,
) -> Result<Order, AppError> {
    let order = tx.order_by_number(number).await?;
    order
        .filter(|order| reviewer.scope().covers(&order.document, order.city))
        .ok_or(AppError::NotFound)
}
