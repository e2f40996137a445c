//! `/wechat/pushes`: what WeChat pushes from the mini-programme. Outside the rate limits and
//! forms' tokens, as notices of payments are: what is not signed with the token of the
//! settings is refused before anything is read of it.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use usecases::AppError;
use usecases::mini_programme::{self, PushRefused};
use wechat::PushQuery;

use crate::Web;

/// Largest push that is read, in bytes; a message of a user has at most 2048 characters.
const MOST_BYTES: usize = 64 * 1024;

/// What WeChat expects as soon as a push was taken.
const TAKEN: &str = "success";

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/wechat/pushes", get(check).post(take))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

type Asked = Result<Query<PushQuery>, QueryRejection>;

/// The check of the address, when an operator enters it in the console.
async fn check(State(web): State<Web>, query: Asked) -> Response {
    let Query(query) = query.unwrap_or_default();
    match mini_programme::echo(&web.app, &query) {
        Ok(echo) => echo.to_owned().into_response(),
        Err(error) => refused(&error),
    }
}

/// `success` once it is taken; else WeChat pushes it again.
async fn take(State(web): State<Web>, query: Asked, body: Bytes) -> Response {
    let Query(query) = query.unwrap_or_default();
    match mini_programme::take_push(&web.app, &query, &body).await {
        Ok(()) => TAKEN.into_response(),
        Err(error) => refused(&error),
    }
}

fn refused(error: &PushRefused) -> Response {
    let code = error.code();
    let status = match error {
        PushRefused::Push(_) => {
            tracing::warn!(code, "a push is not believed");
            StatusCode::UNAUTHORIZED
        }
        PushRefused::App(AppError::NotFound) => StatusCode::NOT_FOUND,
        PushRefused::App(_) => {
            tracing::error!(code, "a push could not be taken");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    (status, Json(json!({ "code": code }))).into_response()
}
