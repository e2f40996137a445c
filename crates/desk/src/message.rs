//! Messages of an order's thread, sealed under its key.

use orders::{Actor, MessageId, Order, Timestamp};
use storage::{Message, Transaction};

use crate::desk::Desk;
use crate::error::DeskError;

/// The longest message, in characters.
const LONGEST: usize = 1000;

/// Somebody said something.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Said(by {:?}, {} bytes)", self.by, self.text.len())
    }
}

fn context(id: MessageId) -> String {
    format!("message:{id}")
}

pub(crate) async fn thread(
    desk: &Desk,
    tx: &mut dyn Transaction,
    order: &Order,
) -> Result<Vec<Said>, DeskError> {
    let mut said = Vec::new();
    for message in tx.messages_of(order.id).await? {
        let text = desk.open(order, &context(message.id), &message.text)?;
        said.push(Said {
            by: message.by,
            at: message.at,
            text: String::from_utf8_lossy(&text).into_owned(),
        });
    }
    Ok(said)
}

pub(crate) async fn write(
    desk: &Desk,
    tx: &mut dyn Transaction,
    order: &Order,
    by: Actor,
    text: &str,
) -> Result<(), DeskError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(DeskError::Text);
    }
    let now = desk.now();
    let id = MessageId::new(now, &mut *desk.randomness());
    let sealed = desk.seal(order, &context(id), text.as_bytes())?;
    tx.append_message(&Message {
        id,
        order: order.id,
        by,
        at: now,
        text: sealed,
    })
    .await?;
    Ok(())
}
