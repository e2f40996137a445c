//! Asking a colleague for a second opinion: why, by whom, and whether there is
//! anybody who could answer.

use domain::staff::right::{ForPrograms, Review, RightKind, SecondOpinion};
use domain::{Actor, Order, OrderNumber, Timestamp};
use storage::Transaction;

use super::case::{CaseView, case_of};
use super::reviewed;
use crate::app::App;
use crate::error::AppError;
use crate::note::{fitting_note, open_question, seal_question};
use crate::permit::Permit;

/// A question to a colleague, as whoever has the order sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Who asked.
    pub by: Actor,
    /// Their sign-in name, or the name of the program's key; empty if it is gone.
    pub name: String,
    /// Why they asked; may be empty.
    pub note: String,
}

/// Returns a claimed order to the queue for another inspector, with a note to them.
///
/// # Errors
/// [`AppError::NobodyElse`] if no other account or program could answer;
/// [`AppError::Text`] for a note that is too long; [`AppError::Refused`]; storage.
pub async fn ask_second_opinion(
    app: &App,
    reviewer: &Permit<Review>,
    _: &Permit<SecondOpinion>,
    number: OrderNumber,
    note: &str,
) -> Result<CaseView, AppError> {
    let by = reviewer.holder();
    let note = fitting_note(note)?;
    let mut tx = app.write().await?;
    let order = reviewed(&mut *tx, reviewer, number).await?;
    if !somebody_else_reviews(&mut *tx, &order, by, app.now()).await? {
        return Err(AppError::NobodyElse);
    }
    let question = seal_question(app, &order, &note)?;
    let ask = |order: Order, now| order.ask_second_opinion(by, question, now);
    let order = app.apply(tx, order, by, ask).await?;
    case_of(app, reviewer, order).await
}

/// Whether an enabled account, or a program whose key holds and covers the order,
/// could review it besides `me`.
pub(super) async fn somebody_else_reviews(
    tx: &mut dyn Transaction,
    order: &Order,
    me: Actor,
    now: Timestamp,
) -> Result<bool, AppError> {
    let right = Review::RIGHT;
    let colleagues = tx.colleagues().await?;
    let by_account = colleagues.iter().any(|colleague| {
        Actor::Staff(colleague.id) != me
            && colleague.disabled_at.is_none()
            && colleague.roles.may(right)
    });
    if by_account {
        return Ok(true);
    }
    let keys = tx.api_keys().await?;
    Ok(keys.iter().any(|key| {
        Actor::Program(key.id) != me
            && key.revoked_at.is_none()
            && key.expires_at.is_none_or(|end| now < end)
            && key.roles.may(right)
            && match right.for_programs() {
                ForPrograms::Never => false,
                ForPrograms::Unlimited => key.scope.is_everything(),
                ForPrograms::WithinScope => key.scope.covers(&order.document, order.city),
            }
    }))
}

/// The question that waits for an answer, or is being answered.
pub(super) async fn question_of(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
) -> Result<Option<Question>, AppError> {
    let Some(by) = order.state.asked_by() else {
        return Ok(None);
    };
    let name = match by {
        Actor::Staff(id) => tx.colleague(id).await?.map(|colleague| colleague.name),
        Actor::Program(id) => {
            let keys = tx.api_keys().await?;
            keys.into_iter()
                .find(|key| key.id == id)
                .map(|key| key.name)
        }
        _ => None,
    };
    Ok(Some(Question {
        by,
        name: name.unwrap_or_default(),
        note: open_question(app, order)?,
    }))
}
