//! The page of a picture whose photo is being made: it is looked at again until it is there.

use askama::Template;
use axum::Json;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use usecases::applicant::OrderSummary;

use super::about::About;
use super::address::{self, Step};
use super::reader::Reader;
use crate::upload::MAKING_S;
use crate::{Frame, Page, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "application/making.html")]
struct MakingPage {
    s: Speech,
    frame: Frame,
    about: About,
    /// What the page is refreshed by, where there are no scripts.
    again_s: u64,
    version: String,
    events: String,
    order: String,
}

/// The answer in the place of the results.
pub(super) fn making(web: &Web, visit: &Visit, order: &OrderSummary, reader: Reader) -> Response {
    let s = visit.speech();
    let headers: [(HeaderName, String); 2] = [
        (CACHE_CONTROL, "no-store".to_owned()),
        (RETRY_AFTER, MAKING_S.to_string()),
    ];
    match reader {
        Reader::Person => {
            let page = MakingPage {
                frame: Frame::new(visit, s.say("application-making"))
                    .tab(Tab::Orders)
                    .back(address::order(order.number)),
                about: About::new(s, web, order),
                again_s: MAKING_S,
                version: order.revision.clone(),
                events: Step::Events.of(order.number),
                order: address::order(order.number),
                s,
            };
            (headers, Page(page)).into_response()
        }
        Reader::Script => {
            let told = json!({ "code": "picture-making", "wait_s": MAKING_S });
            (StatusCode::ACCEPTED, headers, Json(told)).into_response()
        }
    }
}
