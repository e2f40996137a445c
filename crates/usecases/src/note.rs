//! What inspectors write about an order, to the applicant or to a colleague, sealed
//! under the order's key.

use domain::{Attempt, AttemptId, Order, Sealed};

use crate::app::App;
use crate::error::AppError;

/// Longest note, in characters.
const LONGEST_NOTE: usize = 500;

/// The note as it is kept; [`AppError::Text`] if it is too long.
pub(crate) fn fitting_note(note: &str) -> Result<String, AppError> {
    // Counted as it was typed: what is left out of it counts too.
    match note.trim().chars().count() > LONGEST_NOTE {
        true => Err(AppError::Text),
        false => Ok(domain::plain_text::lines(note)),
    }
}

/// Names what the question to a colleague is sealed as.
const QUESTION: &str = "question";

/// Why a second opinion is asked for, sealed for the order; `None` for no word.
pub(crate) fn seal_question(
    app: &App,
    order: &Order,
    note: &str,
) -> Result<Option<Sealed>, AppError> {
    let note = note.trim();
    if note.is_empty() {
        return Ok(None);
    }
    app.seal(order, QUESTION, note.as_bytes()).map(Some)
}

/// Why a second opinion was asked for; empty if there was no word.
pub(crate) fn open_question(app: &App, order: &Order) -> Result<String, AppError> {
    let Some(sealed) = &order.question else {
        return Ok(String::new());
    };
    let plain = app.open(order, QUESTION, sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

fn context(attempt: AttemptId) -> String {
    format!("note:{attempt}")
}

/// The note, sealed for the order; `None` for an empty one.
pub(crate) fn seal_note(
    app: &App,
    order: &Order,
    attempt: AttemptId,
    note: &str,
) -> Result<Option<Sealed>, AppError> {
    let note = note.trim();
    if note.is_empty() {
        return Ok(None);
    }
    let sealed = app.seal(order, &context(attempt), note.as_bytes());
    sealed.map(Some)
}

/// The note on an attempt's decision; empty if there is none.
pub(crate) fn open_note(app: &App, order: &Order, attempt: &Attempt) -> Result<String, AppError> {
    let decision = attempt.decision.as_ref();
    let Some(sealed) = decision.and_then(|decision| decision.note.as_ref()) else {
        return Ok(String::new());
    };
    let plain = app.open(order, &context(attempt.id), sealed)?;
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

/// Notes sealed in one transaction.
const STRETCH: u32 = 200;

/// Seals the notes that older versions stored in clear; gives how many. Those of
/// erased orders are deleted.
///
/// # Errors
/// Storage, or a key that does not open.
pub async fn seal_plain_notes(app: &App) -> Result<u64, AppError> {
    let mut count = 0;
    loop {
        let mut tx = app.write().await?;
        let notes = tx.plain_notes(STRETCH).await?;
        if notes.is_empty() {
            break;
        }
        for note in notes {
            let order = tx.order(note.order).await?;
            let sealed = match order.filter(|order| order.key.is_some()) {
                Some(order) => seal_note(app, &order, note.attempt, &note.text)?,
                None => None,
            };
            tx.seal_note(note.attempt, sealed.as_ref()).await?;
            count += 1;
        }
        tx.save().await?;
    }
    if count > 0 {
        app.parts().storage.purge().await?;
    }
    Ok(count)
}
