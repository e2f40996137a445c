//! The applicant's side of an order's thread of messages.

use domain::Actor;

use super::own_order::OwnOrder;
use crate::app::App;
use crate::error::AppError;
use crate::message::{self, ThreadMessage};
use crate::mini_programme::plan_message;

/// The order's thread of messages, oldest first.
///
/// # Errors
/// Storage, or a value that cannot be opened.
pub async fn messages(app: &App, own: &OwnOrder) -> Result<Vec<ThreadMessage>, AppError> {
    let mut tx = app.read().await?;
    message::thread(app, &mut *tx, &own.order).await
}

/// Sends a message to the staff.
///
/// # Errors
/// [`AppError::Text`] for an empty or overlong text; storage.
pub async fn write(app: &App, own: &OwnOrder, text: &str) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let order = own.fresh(&mut *tx).await?;
    let id = message::write(app, &mut *tx, &order, Actor::Applicant, text).await?;
    plan_message(app, &mut *tx, &order, id, app.now()).await?;
    tx.save().await?;
    app.changed(order.id);
    Ok(())
}
