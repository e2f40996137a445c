//! Reading an uploaded picture, for pages and API: from a multipart form (the
//! token in the header or as first field, then one file), or from a body that
//! is the picture. `guard/bodies.rs` bounds its rate and memory.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::{HeaderMap, StatusCode};
use futures_util::StreamExt;

use crate::guard::{BodyRefused, refusal};
use crate::{CSRF_FIELD, CSRF_HEADER, PageError, Visit};

/// Maximum size of a picture's file, in bytes; the same as in
/// `imaging::Limits`.
pub(crate) const MOST_BYTES: usize = 40_000_000;

/// Time limit of an upload: 12 MB at 16 KB per second, or 40 MB at 45.
pub(crate) const UPLOAD_TIME: Duration = Duration::from_secs(900);

/// Seconds after which to retry when all workers are busy: about the time of
/// two pictures.
pub(crate) const BUSY_S: u64 = 5;

/// How long an answer waits for a photo that another process makes: nearly all are there
/// within a second or two, and a page that says nothing for longer looks broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(12);

/// Seconds after which to ask again for a photo that is still being made.
pub(crate) const MAKING_S: u64 = 3;

/// Form field of the picture.
const PICTURE_FIELD: &str = "picture";

/// Largest token of a form, in bytes; ours have 43.
const TOKEN_BYTES: usize = 256;

/// Why no picture could be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    /// An error that other forms have too.
    Page(PageError),
    /// No file was chosen.
    Empty,
    /// There is no memory for it now.
    Busy,
}

impl From<PageError> for ReadError {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

/// Reads the multipart form of `visit`.
///
/// # Errors
/// [`ReadError`]; the token is checked before any byte of the picture is read.
pub(crate) async fn read(
    visit: &Visit,
    headers: &HeaderMap,
    form: &mut Multipart,
) -> Result<Vec<u8>, ReadError> {
    let mut is_ours = false;
    if headers.contains_key(CSRF_HEADER) {
        visit.check_csrf_header(headers)?;
        is_ours = true;
    }
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|error| unreadable(&error))?
    {
        match field.name() {
            Some(CSRF_FIELD) => {
                visit.check_csrf(&text(field, TOKEN_BYTES).await?)?;
                is_ours = true;
            }
            Some(PICTURE_FIELD) if is_ours => return picture(field).await,
            Some(PICTURE_FIELD) => return Err(PageError::FormExpired.into()),
            _ => {}
        }
    }
    Err(if is_ours {
        ReadError::Empty
    } else {
        PageError::FormExpired.into()
    })
}

/// Reads the multipart form of a program, which shows who it is in a header.
///
/// # Errors
/// [`ReadError`].
pub(crate) async fn read_field(form: &mut Multipart) -> Result<Vec<u8>, ReadError> {
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|error| unreadable(&error))?
    {
        if field.name() == Some(PICTURE_FIELD) {
            return picture(field).await;
        }
    }
    Err(ReadError::Empty)
}

/// A text field of at most `most` bytes; a longer one is not kept.
async fn text(mut field: Field<'_>, most: usize) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        if bytes.len() + chunk.len() > most {
            return Err(PageError::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| PageError::FormUnreadable.into())
}

async fn picture(mut field: Field<'_>) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        take(&mut bytes, &chunk)?;
    }
    whole(bytes)
}

/// Reads a body that is the picture itself.
///
/// # Errors
/// [`ReadError`].
pub(crate) async fn read_bare(body: Body) -> Result<Vec<u8>, ReadError> {
    let mut chunks = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| refused(&error, PageError::FormUnreadable))?;
        take(&mut bytes, &chunk)?;
    }
    whole(bytes)
}

/// Adds the next bytes of a picture.
fn take(bytes: &mut Vec<u8>, chunk: &[u8]) -> Result<(), ReadError> {
    if bytes.len() + chunk.len() > MOST_BYTES {
        return Err(PageError::TooLarge.into());
    }
    bytes.extend_from_slice(chunk);
    Ok(())
}

fn whole(bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(bytes)
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> ReadError {
    let otherwise = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::FormUnreadable,
    };
    refused(error, otherwise)
}

/// What the guard refused, or else `otherwise`.
fn refused(error: &(dyn std::error::Error + 'static), otherwise: PageError) -> ReadError {
    match refusal(error) {
        Some(BodyRefused::NoMemory(_)) => ReadError::Busy,
        Some(BodyRefused::TooLarge) => PageError::TooLarge.into(),
        Some(BodyRefused::TooSlow) => PageError::TooSlow.into(),
        None => otherwise.into(),
    }
}
