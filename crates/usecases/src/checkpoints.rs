//! Checkpoints of the audit log: one line of text that attests the newest entry,
//! signed, to be kept where whoever changes the database cannot change it. With
//! one, even a database put back as a whole to an earlier state is found.

use domain::Timestamp;

use crate::app::App;
use crate::error::AppError;
use crate::keys::Signing;

/// First word of a line.
const WORD: &str = "huizhi-log-checkpoint-1";

/// A checkpoint: the newest entry of the log at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Sequence number of the newest entry.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
    /// When it was attested.
    pub at: Timestamp,
}

/// A line is not a checkpoint of this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not a checkpoint signed by this installation")]
pub struct NotACheckpoint {
    /// Number of the line, from 1.
    pub line: usize,
}

impl Checkpoint {
    fn words(&self) -> String {
        let hash: String = self.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{WORD} {} {hash} {}", self.seq, self.at.0)
    }

    fn read(line: &str, signing: &Signing) -> Option<Self> {
        let (words, signature) = line.trim().rsplit_once(' ')?;
        let mut parts = words.split(' ');
        if parts.next() != Some(WORD) {
            return None;
        }
        let seq = parts.next()?.parse().ok()?;
        let hash = bytes(parts.next()?)?;
        let at = Timestamp(parts.next()?.parse().ok()?);
        let read = Self { seq, hash, at };
        let is_whole = parts.next().is_none() && read.words() == words;
        let is_signed = signing.attests(words.as_bytes(), &bytes(signature)?, at);
        (is_whole && is_signed).then_some(read)
    }
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// A checkpoint of the log as it is now, as a line.
///
/// # Errors
/// Storage.
pub async fn take(app: &App) -> Result<String, AppError> {
    let ends = app.read().await?.log_ends().await?;
    let words = Checkpoint {
        seq: ends.head,
        hash: ends.head_hash,
        at: app.now(),
    }
    .words();
    let signature = app.issuer_key().attest(words.as_bytes());
    let signature: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{words} {signature}"))
}

/// Reads checkpoints, one a line; empty lines are skipped.
///
/// # Errors
/// [`NotACheckpoint`] for a line that is none, or is signed by another key.
pub fn read(app: &App, text: &str) -> Result<Vec<Checkpoint>, NotACheckpoint> {
    let signing = &app.parts().signing;
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            Checkpoint::read(line, signing).ok_or(NotACheckpoint { line: number })
        })
        .collect()
}

/// Where checkpoints are kept, outside the database.
pub trait CheckpointBook: Send + Sync + 'static {
    /// Appends a line, durably; may block.
    ///
    /// # Errors
    /// [`BookUnwritable`].
    fn append(&self, line: &str) -> Result<(), BookUnwritable>;
}

/// A checkpoint could not be appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log's checkpoint could not be written")]
pub struct BookUnwritable;

/// Appends a checkpoint to the operator's book, if there is one.
pub(crate) async fn keep(app: &App) -> Result<(), AppError> {
    let Some(book) = app.parts().checkpoints.clone() else {
        return Ok(());
    };
    let line = take(app).await?;
    let written = tokio::task::spawn_blocking(move || book.append(&line));
    match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(BookUnwritable)) | Err(_) => Err(AppError::CheckpointUnwritable),
    }
}
