//! Rate limits by client address and device.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use super::repeat::RunAgain;
use crate::proxied::ProxyFault;
use crate::{Client, Counted, LimitClass, PageError, Visit, Web};

/// Counts every request as read or write, and notes one whose visitor the proxy does not tell. A picture is no write: it has bounds of its
/// own (`upload_quota`, memory, the engine's line), and is not cut off by a count when
/// much of it was sent.
pub(crate) async fn rate(State(web): State<Web>, request: Request, next: Next) -> Response {
    let class = match *request.method() {
        Method::GET | Method::HEAD | Method::OPTIONS => LimitClass::Pages,
        _ if is_picture(request.uri().path()) => LimitClass::Pages,
        _ => LimitClass::Writes,
    };
    if let Some(fault) = ProxyFault::of(&request, web.settings.behind_proxy) {
        web.proxy_faults.saw(fault, web.app.now());
    }
    counted(&web, class, request, next).await
}

/// Whether pictures are sent to this path, by a browser or a program.
fn is_picture(path: &str) -> bool {
    let order = path.strip_prefix("/api/v1").unwrap_or(path);
    order.starts_with("/orders/") && order.ends_with("/picture")
}

/// Counts `routes` also in `class`: for sign-in and look-ups.
pub fn limited(routes: Router<Web>, web: &Web, class: LimitClass) -> Router<Web> {
    let layer = from_fn_with_state(
        web.clone(),
        move |State(web): State<Web>, request, next| async move {
            counted(&web, class, request, next).await
        },
    );
    routes.route_layer(layer)
}

async fn counted(web: &Web, class: LimitClass, request: Request, next: Next) -> Response {
    if request.extensions().get::<RunAgain>().is_some() {
        return next.run(request).await;
    }
    let visit = request.extensions().get::<Visit>();
    let counted = Counted {
        client: Client::of(&request, web.settings.behind_proxy),
        device: visit.and_then(|visit| visit.known_device().map(str::to_owned)),
    };
    match web.limits.count(class, &counted) {
        Ok(()) => next.run(request).await,
        Err(wait) => PageError::TooManyRequests { wait }.into_response(),
    }
}
