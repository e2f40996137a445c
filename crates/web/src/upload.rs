//! Reading an uploaded picture, for pages and API: from a multipart form (the
//! token in the header or as first field, then one file), or from a body that
//! is the picture. The size is bounded for each upload and for all together.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::{HeaderMap, StatusCode};
use futures_util::StreamExt;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{CSRF_FIELD, CSRF_HEADER, PageError, Visit};

/// Maximum size of a picture's file, in bytes; the same as in
/// `imaging::Limits`.
pub(crate) const MOST_BYTES: usize = 40_000_000;

/// Time limit of an upload: 40 MB at 70 KB per second.
pub(crate) const UPLOAD_TIME: Duration = Duration::from_secs(600);

/// Seconds after which to retry when all workers are busy: about the time of
/// two pictures.
pub(crate) const BUSY_S: u64 = 5;

/// Form field of the picture.
const PICTURE_FIELD: &str = "picture";

/// Bytes per semaphore permit.
const GRAIN: usize = 64 * 1024;

/// Memory for all running uploads, 80 MB: two of the largest size, or twenty of
/// the usual. Further uploads are refused as busy.
static UNDER_WAY: Semaphore = Semaphore::const_new(80_000_000 / GRAIN);

/// A picture's bytes, and their share of the memory for uploads.
pub(crate) struct Upload {
    pub(crate) bytes: Vec<u8>,
    /// Released when the picture has been processed.
    pub(crate) share: Option<SemaphorePermit<'static>>,
}

impl Upload {
    const fn nothing() -> Self {
        Self {
            bytes: Vec::new(),
            share: None,
        }
    }

    /// Adds the next bytes, after acquiring their share.
    fn take(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        let length = self.bytes.len() + chunk.len();
        if length > MOST_BYTES {
            return Err(PageError::TooLarge.into());
        }
        while self.share_bytes() < length {
            let more = UNDER_WAY.try_acquire().map_err(|_| ReadError::Busy)?;
            match &mut self.share {
                Some(share) => share.merge(more),
                none => *none = Some(more),
            }
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }

    fn whole(self) -> Result<Self, ReadError> {
        if self.bytes.is_empty() {
            return Err(ReadError::Empty);
        }
        Ok(self)
    }

    fn share_bytes(&self) -> usize {
        let permits = self.share.as_ref().map_or(0, SemaphorePermit::num_permits);
        permits * GRAIN
    }
}

/// Why no picture could be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ReadError {
    /// An error that other forms have too.
    Page(PageError),
    /// No file was chosen.
    Empty,
    /// Running uploads use all the memory set aside for them.
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
) -> Result<Upload, ReadError> {
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
                let token = field.text().await.map_err(|error| unreadable(&error))?;
                visit.check_csrf(&token)?;
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

async fn picture(mut field: Field<'_>) -> Result<Upload, ReadError> {
    let mut upload = Upload::nothing();
    while let Some(chunk) = field.chunk().await.map_err(|error| unreadable(&error))? {
        upload.take(&chunk)?;
    }
    upload.whole()
}

/// Reads a body that is the picture itself.
///
/// # Errors
/// [`ReadError`].
pub(crate) async fn read_bare(body: Body) -> Result<Upload, ReadError> {
    let mut chunks = body.into_data_stream();
    let mut upload = Upload::nothing();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| PageError::FormUnreadable)?;
        upload.take(&chunk)?;
    }
    upload.whole()
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> ReadError {
    ReadError::Page(match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::FormUnreadable,
    })
}
