//! Messages of an order's thread, sealed under its key.

use domain::{Actor, MessageId, Order, SafetyCheck, SafetySubject, Timestamp};
use storage::{Message, Transaction};

use crate::app::App;
use crate::error::AppError;

/// Longest message, in characters.
pub(crate) const LONGEST: usize = 1000;

/// A message of a thread, opened.
#[derive(Clone, PartialEq, Eq)]
pub struct ThreadMessage {
    /// Author.
    pub by: Actor,
    /// When it was written.
    pub at: Timestamp,
    /// Text.
    pub text: String,
    /// What WeChat says of it, where it doubts it or holds it for forbidden.
    pub doubt: Option<SafetyCheck>,
}

impl std::fmt::Debug for ThreadMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ThreadMessage(by {:?}, {} bytes)",
            self.by,
            self.text.len()
        )
    }
}

fn context(id: MessageId) -> String {
    format!("message:{id}")
}

pub(crate) async fn thread(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
) -> Result<Vec<ThreadMessage>, AppError> {
    let mut said = Vec::new();
    let checks = tx.safety_checks_of(order.id).await?;
    for message in tx.messages_of(order.id).await? {
        let text = app.open(order, &context(message.id), &message.text)?;
        said.push(ThreadMessage {
            by: message.by,
            at: message.at,
            text: String::from_utf8_lossy(&text).into_owned(),
            doubt: checks
                .iter()
                .find(|check| {
                    check.subject == SafetySubject::Message(message.id)
                        && check.verdict.is_for_a_person()
                })
                .cloned(),
        });
    }
    Ok(said)
}

pub(crate) async fn write(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    by: Actor,
    text: &str,
) -> Result<MessageId, AppError> {
    // Counted as it was typed: what is left out of it counts too.
    let is_overlong = text.trim().chars().count() > LONGEST;
    let text = domain::plain_text::lines(text);
    if text.is_empty() || is_overlong {
        return Err(AppError::Text);
    }
    let now = app.now();
    let id = MessageId::new(now, &mut *app.randomness());
    let sealed = app.seal(order, &context(id), text.as_bytes())?;
    tx.append_message(&Message {
        id,
        order: order.id,
        by,
        at: now,
        text: sealed,
    })
    .await?;
    Ok(id)
}

/// The text of a message; `None` if it is not there any more.
pub(crate) async fn words(
    app: &App,
    tx: &mut dyn Transaction,
    order: &Order,
    id: MessageId,
) -> Result<Option<String>, AppError> {
    let mut all = tx.messages_of(order.id).await?.into_iter();
    let Some(message) = all.find(|message| message.id == id) else {
        return Ok(None);
    };
    let text = app.open(order, &context(id), &message.text)?;
    Ok(Some(String::from_utf8_lossy(&text).into_owned()))
}
