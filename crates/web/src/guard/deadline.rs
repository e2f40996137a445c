//! Time limits of handlers.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};

use crate::{PageError, Web};

/// Gives each handler of `routes` at most `limit` until its response begins;
/// streaming the body may take longer. Reading the request's body counts, so
/// uploads need a longer limit.
pub fn timed(routes: Router<Web>, limit: Duration) -> Router<Web> {
    routes.layer(from_fn(move |request: Request, next: Next| {
        answer_within(limit, request, next)
    }))
}

async fn answer_within(limit: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => PageError::TookTooLong.into_response(),
    }
}
