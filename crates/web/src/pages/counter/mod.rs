//! The counter: one field for the scanner, a second for the person; the result
//! fills the screen.
//!
//! | address | page |
//! |---|---|
//! | `/counter` | [`window`]: asks, and `POST` answers |
//! | `/counter/at` | [`at`]: which document and city this window is for |
//! | `/counter/receipt/{ticket}` | [`found`]: a receipt that was looked up |
//! | `POST /counter/receipt/{ticket}/use`, `…/undo` | [`found`]: 核销 and back |
//! | `/counter/receipt/{ticket}/photo.jpg` | [`photo`] |
//! | `POST /counter/receipt/{ticket}/open`, `…/photo.jpg` | [`sealed`]: with the receipt's code |

mod at;
mod found;
mod photo;
mod sealed;
#[cfg(test)]
mod tests;
mod window;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post};

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/counter", get(window::page).post(window::look_up))
        .route("/counter/at", get(at::page).post(at::choose))
        .route("/counter/receipt/{ticket}", get(found::page))
        .route("/counter/receipt/{ticket}/use", post(found::use_up))
        .route("/counter/receipt/{ticket}/undo", post(found::undo))
        .route("/counter/receipt/{ticket}/open", post(sealed::open))
        .route(
            "/counter/receipt/{ticket}/photo.jpg",
            get(photo::photo).post(sealed::save),
        )
        .layer(map_response(unstored))
}

/// Forbids browsers to store pages with personal data.
async fn unstored(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
