//! Rate limits by client address.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::{Client, LimitClass, PageError, Web};

/// Counts every request as read or write.
pub(crate) async fn rate(State(web): State<Web>, request: Request, next: Next) -> Response {
    let class = match *request.method() {
        Method::GET | Method::HEAD | Method::OPTIONS => LimitClass::Pages,
        _ => LimitClass::Writes,
    };
    counted(&web, class, request, next).await
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
    let client = Client::of(&request, web.settings.behind_proxy);
    match web.limits.count(class, client) {
        Ok(()) => next.run(request).await,
        Err(wait) => PageError::TooManyRequests { wait }.into_response(),
    }
}
