//! A number for each request, a line in the log, a count for the operator.

use std::fmt::Write;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::Web;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Random bytes of a request's number; shown as twice as many digits.
const ID_BYTES: usize = 8;
/// What the log calls a path that no route matches; the path itself could hold
/// anything.
const UNMATCHED: &str = "unmatched";

/// The number of a request, which a person can quote.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestId(String);

impl RequestId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Numbers, times, logs and counts a request.
pub(crate) async fn observe(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let mut bytes = [0; ID_BYTES];
    web.app.randomness().fill_bytes(&mut bytes);
    let mut id = String::with_capacity(2 * ID_BYTES);
    for byte in bytes {
        write!(id, "{byte:02x}").expect("a String takes everything");
    }
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or(UNMATCHED, |route| route.as_str())
        .to_owned();
    // Methods are few words; another is logged as what it is: something else.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => {
            known.to_owned()
        }
        _ => "other".to_owned(),
    };
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    // Hundredths of a millisecond are enough to read.
    let ms = (took.as_secs_f64() * 1e5).round() / 1e2;
    span.in_scope(|| {
        if status >= 500 {
            tracing::warn!(method, route, status, ms, "answered");
        } else {
            tracing::info!(method, route, status, ms, "answered");
        }
    });
    web.metrics.count(&method, &route, status, took);
    let id = HeaderValue::from_str(&id).expect("hexadecimal digits");
    response.headers_mut().insert(REQUEST_ID, id);
    response
}
