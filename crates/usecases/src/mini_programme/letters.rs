//! What users of WeChat write who have no order, and the answers, which go back to WeChat.
//! Texts and openids are sealed under a key of each user's, derived from the key of look-up
//! digests, so that they outlive a change of the sealing key.

use std::time::Duration;

use blobs::{DataKey, SealError, open, seal};
use domain::log::LogAction;
use domain::staff::right::AnswerMessages;
use domain::timestamp::days;
use domain::{Actor, Digest, MessageId, Sealed, Timestamp};
use storage::{Letter, Transaction};
use wechat::LONGEST_REPLY;

use super::MiniUser;
use super::session::{failed, hex};
use crate::app::App;
use crate::error::AppError;
use crate::message::ThreadMessage;
use crate::permit::Permit;

/// Most letters of one user that are kept; what is written beyond them within the time that
/// they are kept is lost, as nobody answers a flood.
const MOST_OF_ONE: usize = 100;

/// Most conversations listed.
const MOST_SHOWN: u32 = 100;

/// A conversation that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingLetter {
    /// Its last letter.
    pub id: MessageId,
    /// When that was written.
    pub at: Timestamp,
}

/// Keeps what a user wrote.
pub(super) async fn receive(
    app: &App,
    tx: &mut dyn Transaction,
    user: &MiniUser,
    text: &str,
) -> Result<(), AppError> {
    let text = domain::plain_text::lines(text);
    if text.is_empty() || tx.letters_of(user.digest).await?.len() >= MOST_OF_ONE {
        return Ok(());
    }
    append(app, tx, user.digest, user.openid(), Actor::Applicant, &text).await
}

/// WeChat takes answers for so long after what its user wrote last.
const ANSWERED_WITHIN: Duration = days(2);

/// Conversations that wait for an answer and can still have one, longest waiting first.
///
/// # Errors
/// Storage.
pub async fn waiting_letters(
    app: &App,
    _: &Permit<AnswerMessages>,
) -> Result<Vec<WaitingLetter>, AppError> {
    let since = app.now().minus(ANSWERED_WITHIN);
    let mut tx = app.read().await?;
    let letters = tx.unanswered_letters(since, MOST_SHOWN).await?;
    let waiting = letters.into_iter().map(|letter| WaitingLetter {
        id: letter.id,
        at: letter.at,
    });
    Ok(waiting.collect())
}

/// The conversation that a letter belongs to, oldest first. The reading is logged.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn conversation(
    app: &App,
    permit: &Permit<AnswerMessages>,
    id: MessageId,
) -> Result<Vec<ThreadMessage>, AppError> {
    let mut tx = app.write().await?;
    let letter = tx.letter(id).await?.ok_or(AppError::NotFound)?;
    let mut said = Vec::new();
    for letter in tx.letters_of(letter.writer).await? {
        let text = opened(app, letter.writer, &text_of(letter.id), &letter.text)?;
        said.push(ThreadMessage {
            by: letter.by,
            at: letter.at,
            text,
            doubt: None,
        });
    }
    let (by, subject) = (permit.holder(), id.to_string());
    app.log(&mut *tx, by, LogAction::LetterRead, &subject, "")
        .await?;
    tx.save().await?;
    Ok(said)
}

/// Answers, in WeChat. What WeChat does not take is not kept either.
///
/// # Errors
/// [`AppError::Text`]; [`AppError::NotFound`]; [`AppError::Wechat`], with `NotAwaited` where
/// the user wrote more than 48 hours ago; storage.
pub async fn answer_letter(
    app: &App,
    permit: &Permit<AnswerMessages>,
    id: MessageId,
    text: &str,
) -> Result<(), AppError> {
    let text = domain::plain_text::lines(text);
    // It has no other place where the rest could be read.
    if text.is_empty() || text.len() > LONGEST_REPLY {
        return Err(AppError::Text);
    }
    let mut tx = app.read().await?;
    let letter = tx.letter(id).await?.ok_or(AppError::NotFound)?;
    drop(tx);
    let openid = opened(app, letter.writer, OPENID, &letter.openid)?;
    let mini = app.mini_programme()?;
    let taken = mini.wechat.reply(&openid, &text, app.now().0).await;
    taken.map_err(failed)?;
    let by = permit.holder();
    let mut tx = app.write().await?;
    append(app, &mut *tx, letter.writer, &openid, by, &text).await?;
    let subject = id.to_string();
    app.log(&mut *tx, by, LogAction::LetterAnswered, &subject, "")
        .await?;
    Ok(tx.save().await?)
}

async fn append(
    app: &App,
    tx: &mut dyn Transaction,
    writer: Digest,
    openid: &str,
    by: Actor,
    text: &str,
) -> Result<(), AppError> {
    let now = app.now();
    let mut randomness = app.randomness();
    let id = MessageId::new(now, &mut *randomness);
    let key = key(app, writer);
    let mut sealed = |context: &str, plain: &str| {
        Sealed(seal(&key, context, plain.as_bytes(), &mut *randomness))
    };
    let letter = Letter {
        id,
        writer,
        openid: sealed(OPENID, openid),
        by,
        at: now,
        text: sealed(&text_of(id), text),
    };
    Ok(tx.append_letter(&letter).await?)
}

/// Seal context of an openid.
const OPENID: &str = "letter-openid";

fn text_of(id: MessageId) -> String {
    format!("letter:{id}")
}

fn opened(app: &App, writer: Digest, context: &str, sealed: &Sealed) -> Result<String, AppError> {
    let plain = open(&key(app, writer), context, &sealed.0)?;
    Ok(String::from_utf8(plain).map_err(|_| SealError::Damaged)?)
}

fn key(app: &App, writer: Digest) -> DataKey {
    app.parts().kept.digests.data_key("letters", &hex(&writer))
}
