//! An answer's body that keeps its request marked as in work until its end.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use super::connections::InWork;

/// `body`, which keeps `request` until it is sent or dropped.
pub(super) fn kept_in_work(body: Body, request: InWork) -> Body {
    Body::new(Kept {
        body,
        _request: request,
    })
}

struct Kept {
    body: Body,
    _request: InWork,
}

impl HttpBody for Kept {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
