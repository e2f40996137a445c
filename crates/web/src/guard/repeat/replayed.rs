//! A body that can be read again from its start: what has come of it is kept as it comes.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};

/// A body and what has come of it. It is read by one reader after the other.
#[derive(Clone)]
pub(super) struct Replayed(Arc<Mutex<Inner>>);

struct Inner {
    rest: Body,
    came: Vec<Bytes>,
}

impl Replayed {
    pub(super) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            rest: body,
            came: Vec::new(),
        })))
    }

    /// The whole body: first what has come, then what comes.
    pub(super) fn reader(&self) -> Reader {
        Reader {
            body: self.clone(),
            read: 0,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a body from its start.
pub(super) struct Reader {
    body: Replayed,
    /// How many of the parts that have come were read.
    read: usize,
}

impl HttpBody for Reader {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let body = self.body.clone();
        let mut inner = body.lock();
        if let Some(part) = inner.came.get(self.read) {
            self.read += 1;
            return Poll::Ready(Some(Ok(Frame::data(part.clone()))));
        }
        let frame = ready!(Pin::new(&mut inner.rest).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(part) = frame.data_ref()
        {
            inner.came.push(part.clone());
            self.read += 1;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        let inner = self.body.lock();
        self.read == inner.came.len() && inner.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let inner = self.body.lock();
        let left = inner.came[self.read..]
            .iter()
            .map(Bytes::len)
            .sum::<usize>();
        let left = u64::try_from(left).unwrap_or(u64::MAX);
        let (rest, mut hint) = (inner.rest.size_hint(), SizeHint::new());
        hint.set_lower(rest.lower().saturating_add(left));
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper.saturating_add(left));
        }
        hint
    }
}
