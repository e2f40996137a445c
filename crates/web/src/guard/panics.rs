//! A panic in a handler ends one request, not the service.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::PageError;

/// The response after a panic. The panic's message is neither shown nor logged,
/// since it could quote user input. The panic hook has logged the location.
pub(crate) fn after_panic(_said: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    PageError::Broken.into_response()
}
