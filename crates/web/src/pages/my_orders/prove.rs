//! `/orders/{number}/prove`: the second proof of an order that was found: the end of
//! the identity number after the phone number, or the reverse. It opens all of the order on this device, for a while.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use usecases::applicant::{FoundOrder, Known};
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
    keys: Keys,
    error: String,
}

#[derive(Deserialize)]
pub(crate) struct ProveForm {
    proof: String,
}

/// Keys of what is said of the proof that is asked for.
struct Keys {
    hint: &'static str,
    label: &'static str,
    field_hint: &'static str,
    unreadable: &'static str,
    wrong: &'static str,
}

const fn keys(known: Known) -> Keys {
    match known {
        Known::Phone => Keys {
            hint: "prove-hint",
            label: "prove-end",
            field_hint: "prove-end-hint",
            unreadable: "prove-unreadable",
            wrong: "prove-wrong",
        },
        Known::Identity => Keys {
            hint: "prove-phone-hint",
            label: "prove-phone",
            field_hint: "prove-phone-field-hint",
            unreadable: "prove-phone-unreadable",
            wrong: "prove-phone-wrong",
        },
    }
}

pub(crate) async fn page(visit: Visit, reached: Reached) -> Response {
    match reached {
        // Of an erased order there is no more to open.
        Reached::Found(found) if !found.can_be_proven() => {
            Redirect::to(&format!("/orders/{}", found.number())).into_response()
        }
        Reached::Found(found) => shown(&visit, &found, String::new()).into_response(),
        Reached::Own(own) => Redirect::to(&format!("/orders/{}", own.number())).into_response(),
    }
}

fn shown(visit: &Visit, found: &FoundOrder, error: String) -> impl IntoResponse + use<> {
    let number = found.number();
    let s = visit.speech();
    let page = ProvePage {
        frame: Frame::new(visit, s.say("prove-title"))
            .tab(Tab::Orders)
            .back(format!("/orders/{number}")),
        s,
        action: format!("/orders/{number}/prove"),
        keys: keys(found.known()),
        error,
    };
    ([(CACHE_CONTROL, "no-store")], Page(page))
}

pub(crate) async fn prove(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    reached: Reached,
    CsrfForm(ProveForm { proof }): CsrfForm<ProveForm>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let found = match reached {
        Reached::Found(found) => found,
        Reached::Own(own) => {
            return Ok(Redirect::to(&format!("/orders/{}", own.number())).into_response());
        }
    };
    let number = found.number();
    let own = match applicant::prove(&web.app, &found, &proof).await {
        Ok(own) => own,
        Err(error) => {
            let (status, words) = match error {
                AppError::Text => (
                    StatusCode::UNPROCESSABLE_ENTITY,
                    s.say(keys(found.known()).unreadable),
                ),
                AppError::NotFound => (
                    StatusCode::UNPROCESSABLE_ENTITY,
                    s.say(keys(found.known()).wrong),
                ),
                AppError::Locked { until } => {
                    let words = s.with("until", china_time::shown(until));
                    (StatusCode::TOO_MANY_REQUESTS, words.say("prove-locked"))
                }
                other => return Err(other.into()),
            };
            return Ok((status, shown(&visit, &found, words)).into_response());
        }
    };
    let device = web.app.digest_device(visit.device());
    let grant = applicant::grant_proven(&web.app, &own, device);
    let cookie = grants::with(&web, &visit, &headers, grant);
    let to = Redirect::to(&format!("/orders/{number}"));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), to).into_response())
}
