//! `/office`: the operator's pages. Each takes a permit of `staff.rs`, calls
//! `usecases::operator`, and renders a table or a form. Not cached.

mod answer_thread;
mod catalogue;
mod colleague;
mod consents;
mod csv;
mod document;
mod figures;
mod figures_csv;
mod keys;
mod letter;
mod log;
mod log_csv;
mod log_params;
mod messages;
mod motion;
mod order;
mod order_params;
mod order_rows;
mod orders;
mod orders_csv;
mod receipts;
mod role_choices;
mod specification_rows;
mod staff;
mod takings;
#[cfg(test)]
mod tests;
mod till;
mod till_order;
mod verify;
mod whom;
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
        .route("/office", get(figures::page))
        .route("/office/figures.csv", get(figures_csv::file))
        .route("/office/staff", get(staff::page).post(staff::add))
        .route(
            "/office/staff/{id}",
            get(colleague::page).post(colleague::change),
        )
        .route(
            "/office/staff/{id}/window",
            get(window::page).post(window::set),
        )
        .route(
            "/office/motions/{id}",
            get(motion::page).post(motion::decide),
        )
        .route("/office/keys", get(keys::page).post(keys::add))
        .route("/office/keys/{id}/revoke", post(keys::revoke))
        .route("/office/catalogue", get(catalogue::page))
        .route("/office/catalogue/{document}", get(document::page))
        .route("/office/log", get(log::page))
        .route("/office/log.csv", get(log_csv::file))
        .route("/office/log/verify", get(verify::page).post(verify::verify))
        .route(
            "/office/consents",
            get(consents::page).post(consents::look_up),
        )
        .route("/office/receipts", get(receipts::page).post(receipts::act))
        .route("/office/orders", get(orders::page).post(orders::search))
        .route("/office/orders.csv", get(orders_csv::file))
        .route(
            "/office/orders/{number}",
            get(order::page).post(order::look),
        )
        .route(
            "/office/letters/{id}",
            get(letter::page).post(letter::answer),
        )
        .route("/office/till", get(till::page))
        .route(
            "/office/till/{number}",
            get(till_order::page).post(till_order::take),
        )
        .route(
            "/office/till/{number}/payments/{id}",
            post(till_order::change),
        )
        .route("/office/takings", get(takings::page))
        .route("/office/ledger.csv", get(takings::ledger))
        .route("/office/messages", get(messages::page))
        .route(
            "/office/messages/{number}",
            get(answer_thread::page).post(answer_thread::answer),
        )
        .layer(map_response(unstored))
}

/// Forbids browsers to store pages with names, keys and messages.
async fn unstored(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
