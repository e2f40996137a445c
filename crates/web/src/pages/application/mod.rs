//! The applicant's pages from 下一步 to the decision: picture, check results,
//! details, submission, and the order with its timeline. Every page is of one
//! order and shown only to its owner; see [`opened`]. [`found`] is for whoever
//! knows its number and phone only.
//!
//! | address | page |
//! |---|---|
//! | `POST /apply/{document}[/{city}]` | [`begin`] |
//! | `/orders/{number}/picture` | [`picture`], [`upload`] |
//! | `/orders/{number}/result` | [`result`] |
//! | `/orders/{number}/details` | [`details`] |
//! | `/orders/{number}/confirm`, `…/submit` | [`confirm`] |
//! | `/orders/{number}/pay` | [`pay`] |
//! | `/orders/{number}` | [`status`] |
//! | `/orders/{number}/cancel`, `…/erase` | [`ending`] |
//! | `/orders/{number}/receipt`, `….pdf`, `….png`, `renew` | [`receipt`] |
//! | `/orders/{number}/print`, `sheet.jpg` | [`print`] |
//! | `/orders/{number}/copy.zip` | [`copy`] |
//! | `/orders/{number}/events` | [`events`] |
//! | `/orders/{number}/photo.jpg`, `…/preview.jpg` | [`pictures`] |

pub(crate) mod about;
mod address;
mod begin;
mod bill;
mod confirm;
mod copy;
mod details;
mod details_form;
pub(crate) mod drawing;
mod ending;
mod events;
mod file_name;
mod found;
mod making;
mod opened;
mod pay;
mod picture;
mod pictures;
mod print;
mod reader;
mod receipt;
mod result;
mod stage;
mod status;
#[cfg(test)]
mod tests;
mod timeline;
mod trouble;
mod upload;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::guard::FORM_BYTES;
use crate::upload::{MOST_BYTES, UPLOAD_TIME};
use crate::{Web, timed};

pub(crate) use opened::{GRANTS_COOKIE, Opened, READER_COOKIE, Reached, credentials};
pub(crate) use pay::CameBack;
pub(crate) use timeline::words as event_words;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/apply/{document}", post(begin::anywhere))
        .route("/apply/{document}/{city}", post(begin::in_city))
        .route("/orders/{number}", get(status::page))
        .route("/orders/{number}/result", get(result::page))
        .route(
            "/orders/{number}/details",
            get(details::page).post(details::give),
        )
        .route("/orders/{number}/confirm", get(confirm::page))
        .route("/orders/{number}/submit", post(confirm::submit))
        .route("/orders/{number}/pay", get(pay::page))
        .route(
            "/orders/{number}/cancel",
            get(ending::cancel_page).post(ending::cancel),
        )
        .route(
            "/orders/{number}/erase",
            get(ending::erase_page).post(ending::erase),
        )
        .route("/orders/{number}/receipt", get(receipt::page))
        .route("/orders/{number}/receipt/taken", post(receipt::taken))
        .route("/orders/{number}/receipt.pdf", get(receipt::pdf))
        .route("/orders/{number}/receipt.png", get(receipt::picture))
        .route("/orders/{number}/print", get(print::page))
        .route("/orders/{number}/sheet.jpg", get(print::sheet))
        .route("/orders/{number}/renew", post(receipt::renew))
        .route("/orders/{number}/copy.zip", get(copy::file))
        .route("/orders/{number}/events", get(events::stream))
        .route("/orders/{number}/photo.jpg", get(pictures::photo))
        .route("/orders/{number}/preview.jpg", get(pictures::preview))
}

/// The picture's upload: needs a larger body and more time than a page, so it
/// is merged outside the pages' time limit.
pub(crate) fn uploads() -> Router<Web> {
    let routes = Router::new()
        .route(
            "/orders/{number}/picture",
            get(picture::page).post(upload::put),
        )
        .layer(DefaultBodyLimit::max(MOST_BYTES + FORM_BYTES));
    timed(routes, UPLOAD_TIME)
}
