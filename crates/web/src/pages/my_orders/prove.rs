//! `/orders/{number}/prove`: the second proof of an order that was found by
//! number and phone. It opens all of the order on this device, for a while.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::OrderNumber;
use serde::Deserialize;
use usecases::{AppError, applicant};

use super::grants;
use crate::pages::application::Reached;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Tab, Visit, Web, china_time};

#[derive(Template)]
#[template(path = "my_orders/prove.html")]
struct ProvePage {
    s: Speech,
    frame: Frame,
    action: String,
    error: String,
}

#[derive(Deserialize)]
pub(crate) struct ProveForm {
    end: String,
}

pub(crate) async fn page(visit: Visit, reached: Reached) -> Response {
    match reached {
        Reached::Found(found) => shown(&visit, found.number(), String::new()).into_response(),
        Reached::Own(own) => Redirect::to(&format!("/orders/{}", own.number())).into_response(),
    }
}

fn shown(visit: &Visit, number: OrderNumber, error: String) -> impl IntoResponse + use<> {
    let s = visit.speech();
    let page = ProvePage {
        frame: Frame::new(visit, s.say("prove-title"))
            .tab(Tab::Orders)
            .back(format!("/orders/{number}")),
        s,
        action: format!("/orders/{number}/prove"),
        error,
    };
    ([(CACHE_CONTROL, "no-store")], Page(page))
}

pub(crate) async fn prove(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    reached: Reached,
    CsrfForm(ProveForm { end }): CsrfForm<ProveForm>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let found = match reached {
        Reached::Found(found) => found,
        Reached::Own(own) => {
            return Ok(Redirect::to(&format!("/orders/{}", own.number())).into_response());
        }
    };
    let number = found.number();
    let own = match applicant::prove(&web.app, &found, &end).await {
        Ok(own) => own,
        Err(error) => {
            let (status, words) = match error {
                AppError::Text => (StatusCode::UNPROCESSABLE_ENTITY, s.say("prove-unreadable")),
                AppError::NotFound => (StatusCode::UNPROCESSABLE_ENTITY, s.say("prove-wrong")),
                AppError::Locked { until } => {
                    let words = s.with("until", china_time::shown(until));
                    (StatusCode::TOO_MANY_REQUESTS, words.say("prove-locked"))
                }
                other => return Err(other.into()),
            };
            return Ok((status, shown(&visit, number, words)).into_response());
        }
    };
    let device = web.app.digest_device(visit.device());
    let grant = applicant::grant_proven(&web.app, &own, device);
    let cookie = grants::with(&web, &visit, &headers, grant);
    let to = Redirect::to(&format!("/orders/{number}"));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), to).into_response())
}
