//! Reads the visitor's cookies before any handler runs, and sets the device's
//! cookie if one was created.

use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use axum::middleware::Next;
use axum::response::Response;

use crate::{Visit, Web};

/// Puts a [`Visit`] into the request's extensions.
pub(crate) async fn visitor(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let visit = Visit::new(&web, &request);
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    if let Some(cookie) = visit.new_device_cookie() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
