//! Request ids, log lines and metrics.

use std::fmt::Write;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::Web;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Random bytes of a request id; shown as twice as many hexadecimal digits.
const ID_BYTES: usize = 8;
/// Logged instead of a path that matches no route, since such a path can
/// contain anything.
const UNMATCHED: &str = "unmatched";

/// The id of a request, shown on error pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct RequestId(String);

impl RequestId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Gives each request an id, measures it, logs it and counts it.
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
    // Unknown methods are logged as one word, to keep the metrics bounded.
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
    // Rounded to hundredths of a millisecond.
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
