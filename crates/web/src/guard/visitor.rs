//! Reads the visitor's cookies before any handler runs, and sets the device's
//! cookie if one was created, or replaced one of an older version.

use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use axum::middleware::Next;
use axum::response::Response;

use usecases::applicant;

use crate::from_site::FromSite;
use crate::{Visit, Web};

/// Puts a [`Visit`] and the request's site into its extensions.
pub(crate) async fn visitor(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let visit = Visit::new(&web, &request);
    let mut keeps_cookie = false;
    if let Some(old) = visit.old_device_cookie(request.headers()) {
        match applicant::is_old_device(&web.app, web.app.digest_device(old)).await {
            Ok(true) => visit.accept_old_device(old),
            Ok(false) => {}
            // The cookie must not be replaced by another device's: a later
            // request asks again.
            Err(_) => keeps_cookie = true,
        }
    }
    let site = FromSite::of(&request, &web);
    request.extensions_mut().insert(visit.clone());
    request.extensions_mut().insert(site);
    let mut response = next.run(request).await;
    if let Some(cookie) = visit.new_device_cookie().filter(|_| !keeps_cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
