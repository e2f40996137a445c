//! The JSON API under `/api/v1`: what the pages do, for programs.
//!
//! One file per endpoint or small group of endpoints, with its description;
//! `openapi.rs` serves the whole description at `/api/v1/openapi.json`.
//! Applicants send their order's token, programs their API key, as
//! `Authorization: Bearer …`; cookies are ignored, so that pages of other sites
//! cannot act for anybody. Errors are [`ApiError`]s, which the guard in
//! `guard/error_pages.rs` answers as problem JSON.

mod applicant;
mod body;
mod catalogue;
mod counter;
mod credential;
mod error;
mod etag;
mod help;
mod office;
mod openapi;
mod price;
mod review;
#[cfg(test)]
mod tests;
mod till;
mod wechat;
mod words;

use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use error::{ApiError, PROBLEM, problem};

use crate::guard::{EDIT_BYTES, FORM_BYTES, limited, repeated, timed};
use crate::upload::{MOST_BYTES, UPLOAD_TIME};
use crate::{LimitClass, Web};

/// Maximum size of a JSON body, in bytes.
const BODY_BYTES: usize = 64 * 1024;
/// Time limit of a call other than an upload.
const CALL_TIME: Duration = Duration::from_secs(15);

/// The routes of the API. `web` has the rate limits of look-ups.
pub(crate) fn routes(web: &Web) -> Router<Web> {
    let (calls, calls_described) = calls().split_for_parts();
    let (guessable, guessable_described) = guessable().split_for_parts();
    let (uploads, uploads_described) = uploads().split_for_parts();
    let described = openapi::whole([calls_described, guessable_described, uploads_described]);
    let calls = calls
        .merge(limited(guessable, web, LimitClass::LookUps))
        .layer(DefaultBodyLimit::max(BODY_BYTES));
    Router::new()
        .merge(timed(repeated(calls, web), CALL_TIME))
        .merge(timed(
            uploads.layer(DefaultBodyLimit::max(MOST_BYTES + FORM_BYTES)),
            UPLOAD_TIME,
        ))
        .route("/api/v1/openapi.json", get(async move || Json(described)))
        .layer(from_fn(etag::unchanged))
        .layer(from_fn(not_stored))
}

fn calls() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(catalogue::documents::list))
        .routes(routes!(catalogue::documents::show))
        .routes(routes!(catalogue::cities::search))
        .routes(routes!(catalogue::city_choice::choose))
        .routes(routes!(catalogue::requirements::show))
        .routes(routes!(catalogue::reasons::list))
        .routes(routes!(help::questions::list))
        .routes(routes!(help::retention::show))
        .routes(routes!(applicant::begin::begin))
        .routes(routes!(applicant::order::show))
        .routes(routes!(applicant::copy::copy))
        .routes(routes!(applicant::pictures::photo))
        .routes(routes!(applicant::pictures::preview))
        .routes(routes!(applicant::details::give))
        .routes(routes!(applicant::confirmation::show))
        .routes(routes!(applicant::act::submit))
        .routes(routes!(applicant::pay::pay))
        .routes(routes!(applicant::act::cancel))
        .routes(routes!(applicant::act::erase))
        .routes(routes!(
            applicant::messages::list,
            applicant::messages::write
        ))
        .routes(routes!(applicant::receipt::show))
        .routes(routes!(applicant::receipt::take))
        .routes(routes!(applicant::receipt::pdf))
        .routes(routes!(applicant::receipt::picture))
        .routes(routes!(applicant::sheet::draw))
        .routes(routes!(applicant::begin::renew))
        .routes(routes!(applicant::pictures::small_photo))
        .routes(routes!(wechat::show::show))
        .routes(routes!(wechat::session::sign_in))
        .routes(routes!(wechat::phone::phone))
        .routes(routes!(wechat::orders::list, wechat::orders::take))
        .routes(routes!(wechat::orders::take_by_scene))
        .routes(routes!(wechat::subscriptions::subscribe))
        .routes(routes!(review::queue::list))
        .routes(routes!(review::act::take_next))
        .routes(routes!(review::case::show))
        .routes(routes!(review::pictures::original))
        .routes(routes!(review::pictures::photo))
        .routes(routes!(review::act::take))
        .routes(routes!(review::act::release))
        .routes(routes!(review::act::ask_second_opinion))
        .routes(routes!(review::act::undo))
        .routes(routes!(review::decision::decide))
        .merge(edits())
        .routes(routes!(counter::look_up::look_up))
        .routes(routes!(
            counter::ticket::photo,
            counter::ticket::sealed_photo
        ))
        .routes(routes!(counter::ticket::use_up))
        .routes(routes!(till::open::list))
        .routes(routes!(till::order::show))
        .routes(routes!(till::act::take))
        .routes(routes!(till::act::undo))
        .routes(routes!(till::act::refund))
        .routes(routes!(till::act::give_back))
        .routes(routes!(office::figures::show))
        .routes(routes!(office::takings::show))
        .routes(routes!(office::takings::checks))
        .routes(routes!(office::log::list))
        .routes(routes!(office::log::verify))
        .routes(routes!(office::threads::list))
        .routes(routes!(office::letters::list))
        .routes(routes!(office::letters::show, office::letters::answer))
        .routes(routes!(office::threads::show, office::threads::answer))
        .routes(routes!(office::staff::list, office::staff::add))
        .routes(routes!(office::staff::set_roles))
        .routes(routes!(office::window::show, office::window::set))
        .routes(routes!(office::staff::disable))
        .routes(routes!(office::staff::enable))
        .routes(routes!(office::staff::reset))
        .routes(routes!(office::keys::list, office::keys::add))
        .routes(routes!(office::keys::revoke))
}

/// Endpoints that take an edit, with all its strokes.
fn edits() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(review::remake::remake))
        .layer(DefaultBodyLimit::max(EDIT_BYTES))
}

/// Endpoints that could be used for guessing. The counter's look-up is not
/// among them: wrong guesses lock its key, and a busy counter looks up receipts
/// all day.
fn guessable() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(applicant::find::find))
        .routes(routes!(applicant::prove::prove))
}

/// Endpoints with a longer time limit; the body's size is bounded while
/// reading.
fn uploads() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(applicant::picture::put, applicant::picture::post))
}

/// Answers may contain personal data and must not be cached.
async fn not_stored(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
