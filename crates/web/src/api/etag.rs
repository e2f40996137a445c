//! Answers that a caller has already: whoever asks again and again with `If-None-Match` gets
//! 304 and no body while nothing has changed (RFC 9110, section 13.1.2).

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::Body as _;
use sha2::{Digest, Sha256};

/// Largest answer that is compared, in bytes: larger ones are files that are not asked for
/// again and again.
const MOST_BYTES: u64 = 1024 * 1024;

/// Marks JSON and pictures with what they are, and leaves the body out where the caller has
/// it.
pub(super) async fn unchanged(request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET;
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !is_read || response.status() != StatusCode::OK || !is_compared(&response) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    // What is compared is in memory already.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..16]));
    let is_known = known.is_some_and(|known| names(&known, &tag));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        head.headers.insert(ETAG, tag);
    }
    if is_known {
        head.status = StatusCode::NOT_MODIFIED;
        head.headers.remove(CONTENT_TYPE);
        head.headers.remove(CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, Body::from(bytes))
}

/// JSON and pictures of a known, small size.
fn is_compared(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok());
    let size = response.body().size_hint().upper();
    size.is_some_and(|size| size <= MOST_BYTES)
        && matches!(kind, Some("application/json" | "image/jpeg"))
}

/// Whether the header names this tag, by the weak comparison that it asks for.
fn names(header: &HeaderValue, tag: &str) -> bool {
    let header = header.to_str().unwrap_or_default();
    let mut named = header.split(',').map(str::trim);
    named.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_named_among_others() {
        let check = |header: &'static str, expected: bool| {
            let header = HeaderValue::from_static(header);
            assert_eq!(names(&header, "\"a1\""), expected, "{header:?}");
        };
        check("\"a1\"", true);
        check("W/\"a1\"", true);
        check("\"b2\", \"a1\"", true);
        check("*", true);
        check("\"b2\"", false);
        check("a1", false);
        check("", false);
    }
}
