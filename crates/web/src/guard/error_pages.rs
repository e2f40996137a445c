//! Renders a [`PageError`] as a page in the visitor's language; under `/api/`
//! as problem JSON.

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::api::{self, ApiError};
use crate::{Frame, Link, PageError, Speech, Visit, Web};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    s: Speech,
    frame: Frame,
    what: String,
    remedy: String,
    links: &'a [Link],
    /// The request's id, shown for errors that should be reported.
    number: Option<&'a str>,
}

/// The same among the pages of staff, with the way back to their work.
#[derive(Template)]
#[template(path = "error_staff.html")]
struct StaffErrorPage<'a> {
    s: Speech,
    frame: Frame,
    what: String,
    remedy: String,
    number: Option<&'a str>,
}

/// Where the pages of staff begin.
const OF_STAFF: [&str; 3] = ["/desk", "/counter", "/office"];

/// Whether the path is one of staff's pages.
fn is_of_staff(path: &str) -> bool {
    let below = |start: &&str| {
        let rest = path.strip_prefix(*start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    OF_STAFF.iter().any(below)
}

/// Renders errors as pages.
pub(crate) async fn error_pages(State(_): State<Web>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let is_api = request.uri().path().starts_with("/api/");
    let for_staff = is_of_staff(request.uri().path());
    let mut response = next.run(request).await;
    let of_api = response.extensions_mut().remove::<ApiError>();
    let error = of_api.or_else(|| error_of(&mut response).map(ApiError::Page));
    let (Some(error), Some(visit)) = (error, visit) else {
        return response;
    };
    let (kind, body) = match error {
        ApiError::Page(error) if for_staff => {
            ("text/html; charset=utf-8", staff_page(&error, &visit))
        }
        ApiError::Page(error) if !is_api => ("text/html; charset=utf-8", page(&error, &visit)),
        error => (api::PROBLEM, api::problem(&error, visit.request_id())),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.remove(CONTENT_LENGTH);
    *response.body_mut() = Body::from(body);
    response
}

/// The error of a handler, or the meaning of an extractor's status code.
fn error_of(response: &mut Response) -> Option<PageError> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let given = response.extensions_mut().remove::<PageError>();
    given.or_else(|| is_bare(response.headers()).then(|| PageError::of_status(status)))
}

fn is_bare(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

fn say(s: Speech, error: &PageError, part: &str) -> String {
    let key = format!("page-error-{}{part}", error.code());
    s.with("seconds", error.wait_s().unwrap_or(0)).say(&key)
}

fn staff_page(error: &PageError, visit: &Visit) -> String {
    let s = visit.speech();
    let page = StaffErrorPage {
        s,
        frame: Frame::new(visit, say(s, error, "")),
        what: say(s, error, ""),
        remedy: say(s, error, ".remedy"),
        number: error.status().is_server_error().then(|| visit.request_id()),
    };
    page.render().unwrap_or(page.what)
}

fn page(error: &PageError, visit: &Visit) -> String {
    let s = visit.speech();
    let page = ErrorPage {
        s,
        frame: Frame::new(visit, s.say("error-title")),
        what: say(s, error, ""),
        remedy: say(s, error, ".remedy"),
        links: error.links(),
        number: error.status().is_server_error().then(|| visit.request_id()),
    };
    page.render().unwrap_or(page.what)
}
