//! Checkpoints of the audit log: one line of text that attests the newest entry,
//! signed, to be kept where whoever changes the database cannot change it. With
//! one, even a database put back as a whole to an earlier state is found.

use std::iter::Peekable;

use domain::log::LogEnds;
use domain::{Due, Job, NoticeChannel, Timestamp};

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
        let hash = hex::encode(self.hash);
        format!("{WORD} {} {hash} {}", self.seq, self.at.0)
    }

    /// Reads what follows [`WORD`].
    fn read(letters: impl Iterator<Item = u8>, signing: &Signing) -> Option<Self> {
        let mut letters = letters.peekable();
        let seq = number(&mut letters)?;
        let hash = bytes(&digits(&mut letters, 64)?)?;
        let at = Timestamp(number(&mut letters)?);
        let signature = bytes(&digits(&mut letters, 128)?)?;
        let read = Self { seq, hash, at };
        let ends = !letters
            .next()
            .is_some_and(|next| next.is_ascii_alphanumeric());
        (ends && signing.attests(read.words().as_bytes(), &signature, at)).then_some(read)
    }
}

/// What stands between the parts of a checkpoint: it may be laid out over lines,
/// and a mail that is answered or passed on has marks before them.
const fn is_between(letter: u8) -> bool {
    letter.is_ascii_whitespace() || letter == b'>'
}

fn number(letters: &mut Peekable<impl Iterator<Item = u8>>) -> Option<i64> {
    while letters.next_if(|letter| is_between(*letter)).is_some() {}
    let mut text = String::new();
    // No number in use has more; the rest is no number then.
    while text.len() < 20
        && let Some(digit) = letters.next_if(u8::is_ascii_digit)
    {
        text.push(char::from(digit));
    }
    text.parse().ok()
}

/// So many hexadecimal digits, whatever stands between them.
fn digits(letters: &mut Peekable<impl Iterator<Item = u8>>, count: usize) -> Option<String> {
    let mut text = String::new();
    while text.len() < count {
        match letters.next()? {
            letter if is_between(letter) => {}
            letter if letter.is_ascii_hexdigit() => text.push(char::from(letter)),
            _ => return None,
        }
    }
    Some(text)
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
    Ok(attest(app, &ends))
}

/// A checkpoint of a log with these ends, as a line.
#[must_use]
pub fn attest(app: &App, ends: &LogEnds) -> String {
    let words = Checkpoint {
        seq: ends.head,
        hash: ends.head_hash,
        at: app.now(),
    }
    .words();
    let signature = app.issuer_key().attest(words.as_bytes());
    let signature = hex::encode(signature);
    format!("{words} {signature}")
}

/// A checkpoint laid out for a mail: lines so short that no mailer breaks them,
/// of letters that no encoding of mail changes.
fn laid_out(line: &str) -> String {
    // As long as those of a certificate in text form (RFC 7468).
    const LONGEST: usize = 64;
    let mut lines = Vec::new();
    for mut part in line.split(' ') {
        while part.len() > LONGEST {
            let (now, later) = part.split_at(LONGEST);
            lines.push(now);
            part = later;
        }
        lines.push(part);
    }
    lines.join("\n")
}

/// Reads every checkpoint in a text, whatever stands around it: a file of them one
/// a line, a saved mail, the bodies of web hooks.
///
/// # Errors
/// [`NotACheckpoint`] for one that is broken, or signed by another key, and for a
/// text without any.
pub fn read(app: &App, text: &str) -> Result<Vec<Checkpoint>, NotACheckpoint> {
    let signing = &app.parts().signing;
    // Mailers break long lines so ("quoted-printable").
    let text = text.replace("=\r\n", "").replace("=\n", "");
    let mut read = Vec::new();
    for (place, word) in text.match_indices(WORD) {
        let after = text.as_bytes()[place + word.len()..].iter().copied();
        let line = text[..place].matches('\n').count() + 1;
        let checkpoint = Checkpoint::read(after, signing);
        read.push(checkpoint.ok_or(NotACheckpoint { line })?);
    }
    if read.is_empty() && !text.trim().is_empty() {
        return Err(NotACheckpoint { line: 1 });
    }
    Ok(read)
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

/// Where checkpoints leave the database to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    /// The operator's book.
    Book,
    /// The operator, by mail.
    Email,
    /// The operator's own system.
    WebHook,
    /// The bucket, beside the pictures.
    Bucket,
}

impl Destination {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Book => "file",
            Self::Email => "email",
            Self::WebHook => "web-hook",
            Self::Bucket => "bucket",
        }
    }
}

impl Destination {
    /// The destination that a channel leads to; `None` for text messages, which are
    /// for applicants alone.
    #[must_use]
    pub const fn by(way: NoticeChannel) -> Option<Self> {
        match way {
            NoticeChannel::Email => Some(Self::Email),
            NoticeChannel::WebHook => Some(Self::WebHook),
            NoticeChannel::Sms | NoticeChannel::Wechat => None,
        }
    }
}

/// Plans the sending of a checkpoint through each channel that the operator named,
/// and appends one to the operator's book, if there is one.
pub(crate) async fn keep(app: &App) -> Result<(), AppError> {
    let noted_at = app.now();
    let mut tx = app.write().await?;
    for way in NoticeChannel::ALL {
        if app.parts().checkpoints_to.contains(&way) && Destination::by(way).is_some() {
            let job = Job::SendCheckpoint { way, noted_at };
            let at = noted_at;
            app.enqueue(&mut *tx, &Due { job, at }, noted_at).await?;
        }
    }
    tx.save().await?;
    let Some(book) = app.parts().checkpoints.clone() else {
        return Ok(());
    };
    let line = take(app).await?;
    let written = tokio::task::spawn_blocking(move || book.append(&line));
    let written = match written.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(BookUnwritable)) | Err(_) => Err(AppError::CheckpointUnwritable),
    };
    match written {
        Ok(()) => app.health().reached(Destination::Book),
        Err(_) => app.health().missed(Destination::Book),
    }
    written
}

/// The text of a mail with a checkpoint.
pub(crate) fn in_mail(words: &str, line: &str) -> String {
    format!("{words}\n\n{}", laid_out(line))
}
