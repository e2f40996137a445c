//! Requests that change something must come from our own pages. Browsers send
//! the request's origin; other programs do not, and authenticate with keys.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::PageError;

/// Refuses changing requests from other sites.
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if reads || is_ours(request.headers()) {
        next.run(request).await
    } else {
        PageError::CrossSite.into_response()
    }
}

fn is_ours(headers: &HeaderMap) -> bool {
    let word = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match word("sec-fetch-site") {
        Some("same-origin" | "none") => true,
        Some(_) => false,
        // Older browsers send only the origin.
        None => match word(ORIGIN.as_str()) {
            None => true,
            Some(origin) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                host.is_some() && host == word(HOST.as_str())
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_form_comes_from() {
        let check = |lines: &[(&'static str, &'static str)], expected| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.insert(*name, value.parse().unwrap());
            }
            assert_eq!(is_ours(&headers), expected, "{lines:?}");
        };
        check(&[], true);
        check(&[("sec-fetch-site", "same-origin")], true);
        check(&[("sec-fetch-site", "none")], true);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(
            &[("origin", "https://a.example"), ("host", "a.example")],
            true,
        );
        check(
            &[("origin", "https://b.example"), ("host", "a.example")],
            false,
        );
        check(&[("origin", "null"), ("host", "a.example")], false);
        check(
            &[
                ("origin", "http://a.example:8080"),
                ("host", "a.example:8080"),
            ],
            true,
        );
    }
}
