//! A part of the line for password hashing for each client, so that one address
//! cannot fill it.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::{Client, PageError, Web};

/// Lets a client have a few requests to `routes` in work at once.
pub(crate) fn hashing(routes: Router<Web>, web: &Web) -> Router<Web> {
    routes.route_layer(from_fn_with_state(web.clone(), in_line))
}

async fn in_line(State(web): State<Web>, request: Request, next: Next) -> Response {
    let client = Client::of(&request, web.settings.behind_proxy).site();
    match web.sign_ins.one(client) {
        Ok(_place) => next.run(request).await,
        Err(_) => PageError::Busy.into_response(),
    }
}
