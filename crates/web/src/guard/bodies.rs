//! Every request's body passes here: its size is bounded by the kind of route,
//! it has to come at a minimum rate, and its bytes are counted as the client's
//! share of the memory that strangers can fill. The share is held until the
//! answer begins, since handlers collect bodies.

mod pace;

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use self::pace::Pace;
use crate::shares::{Exhausted, Share, Shares};
use crate::upload::MOST_BYTES;
use crate::{Client, PageError, Web};

/// Memory for all bodies, in bytes: eight uploads of the usual 12 MB and some
/// forms, or three of the largest size.
const MEMORY_BYTES: usize = 128_000_000;
/// Memory for the bodies of one client, in bytes: one picture of the largest
/// size with its form, or three of the usual, as of a family behind one address.
const MEMORY_PER_CLIENT: usize = 42_000_000;
/// Bytes of a multipart form besides the picture: boundaries, the token.
pub(crate) const FORM_BYTES: usize = 64 * 1024;
/// Largest body of a correction by hand, in bytes: all the points that
/// [`portrait::Strokes`] takes, each figure with all its digits, as a form.
pub(crate) const EDIT_BYTES: usize = 320 * 1024;
/// Routes that take one.
const EDITS: [&str; 2] = [
    "/desk/orders/{number}/adjust",
    "/api/v1/reviews/{number}/remake",
];
/// Largest body of any other route, in bytes.
const OTHER_BYTES: usize = FORM_BYTES;
/// Routes that take a picture.
const UPLOADS: [&str; 2] = [
    "/orders/{number}/picture",
    "/api/v1/orders/{number}/picture",
];

/// The memory that bodies can fill.
pub(crate) fn memory() -> Shares {
    Shares::new(MEMORY_BYTES, MEMORY_PER_CLIENT)
}

/// Why a body was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyRefused {
    /// Larger than the route takes.
    #[error("the body is too large")]
    TooLarge,
    /// It came too slowly.
    #[error("the body came too slowly")]
    TooSlow,
    /// The memory for bodies is used up, by this client or by all.
    #[error("no memory for the body")]
    NoMemory(Exhausted),
}

impl BodyRefused {
    /// The error that the client gets.
    const fn error(self) -> PageError {
        match self {
            Self::TooLarge => PageError::TooLarge,
            Self::TooSlow => PageError::TooSlow,
            Self::NoMemory(_) => PageError::Busy,
        }
    }
}

/// The refusal that caused `error`, if one did.
pub(crate) fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<BodyRefused> {
    std::iter::successors(Some(error), |error| error.source())
        .find_map(|error| error.downcast_ref::<BodyRefused>().copied())
}

/// What is known of a body after it was read: shared by the body and the guard.
#[derive(Clone)]
struct Held(Arc<Mutex<Inner>>);

struct Inner {
    share: Share,
    refused: Option<BodyRefused>,
}

/// Bounds and counts the request's body. A handler's own words for a body that
/// was refused are kept where they have the right status.
pub(crate) async fn bodies(State(web): State<Web>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let most = match route {
        Some(route) if UPLOADS.contains(&route.as_str()) => MOST_BYTES + FORM_BYTES,
        Some(route) if EDITS.contains(&route.as_str()) => EDIT_BYTES,
        _ => OTHER_BYTES,
    };
    let client = Client::of(&request, web.settings.behind_proxy);
    let held = Held(Arc::new(Mutex::new(Inner {
        share: web.memory.share(client),
        refused: None,
    })));
    let of_body = held.clone();
    let mut request = request;
    request.extensions_mut().insert(BodyMemory(held.clone()));
    let request = request.map(|body| {
        Body::new(Bounded {
            body,
            left: most,
            pace: Pace::default(),
            held: of_body,
        })
    });
    let response = next.run(request).await;
    let refused = held.lock().refused;
    match refused.map(BodyRefused::error) {
        Some(error) if error.status() != response.status() => error.into_response(),
        _ => response,
    }
}

impl Held {
    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The memory that a request's body fills, for a handler that does not hold the body any
/// longer and does not answer yet.
#[derive(Clone)]
pub(crate) struct BodyMemory(Held);

impl BodyMemory {
    /// Gives the memory back before the answer begins.
    pub(crate) fn give_back(&self) {
        self.0.lock().share.give_back();
    }
}

impl<S: Sync> FromRequestParts<S> for BodyMemory {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        // Every body passes the guard.
        parts.extensions.get().cloned().ok_or(PageError::Broken)
    }
}

struct Bounded {
    body: Body,
    /// Bytes that may still come.
    left: usize,
    pace: Pace,
    held: Held,
}

impl Bounded {
    /// Takes what has come into account.
    fn take(&mut self, bytes: usize) -> Result<(), BodyRefused> {
        self.left = self.left.checked_sub(bytes).ok_or(BodyRefused::TooLarge)?;
        let mut held = self.held.lock();
        held.share.add(bytes).map_err(BodyRefused::NoMemory)?;
        drop(held);
        self.pace.came(bytes);
        Ok(())
    }

    fn refuse(&mut self, refused: BodyRefused) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.held.lock().refused.get_or_insert(refused);
        // Nothing more is read; hyper closes the connection.
        self.body = Body::empty();
        Poll::Ready(Some(Err(axum::Error::new(refused))))
    }
}

impl HttpBody for Bounded {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                match self.take(bytes) {
                    Ok(()) => Poll::Ready(Some(Ok(frame))),
                    Err(refused) => self.refuse(refused),
                }
            }
            Poll::Pending if self.pace.poll_over(context).is_ready() => {
                self.refuse(BodyRefused::TooSlow)
            }
            other => other,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
