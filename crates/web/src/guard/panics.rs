//! A handler that panics ends one request, not the service.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::PageError;

/// The answer after a panic. What it said stays out of page and log: it could
/// quote what a person typed. The panic hook has written the place already.
pub(crate) fn after_panic(_said: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    PageError::Broken.into_response()
}
