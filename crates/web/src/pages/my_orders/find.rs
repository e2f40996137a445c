//! `/orders/find`: finds an order on another device, by its number, its receipt's
//! number or what its receipt's code says, and the applicant's phone or identity
//! number, which show how it stands. The error does not tell which is wrong.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use usecases::applicant::{SoughtNumber, SoughtPerson};
use usecases::{AppError, applicant};

use super::grants;
use crate::from_site::FromSite;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Tab, Visit, Web, china_time};

#[derive(Template)]
#[template(path = "my_orders/find.html")]
struct FindPage {
    s: Speech,
    frame: Frame,
    typed: FindForm,
    number_error: String,
    person_error: String,
    /// Fault and remedy of what is no field's.
    trouble: Option<(String, String)>,
}

#[derive(Default, Deserialize)]
pub(crate) struct FindForm {
    #[serde(default)]
    number: String,
    #[serde(default)]
    person: String,
}

#[derive(Default)]
struct FindErrors {
    number: String,
    person: String,
    trouble: Option<(String, String)>,
}

/// The page; a number in the query, as in a link, is filled in.
pub(crate) async fn page(visit: Visit, Query(typed): Query<FindForm>) -> impl IntoResponse {
    let typed = FindForm {
        person: String::new(),
        ..typed
    };
    shown(&visit, typed, FindErrors::default())
}

fn shown(visit: &Visit, typed: FindForm, wrong: FindErrors) -> Page<FindPage> {
    let s = visit.speech();
    Page(FindPage {
        frame: Frame::new(visit, s.say("find-title"))
            .tab(Tab::Orders)
            .back("/orders"),
        s,
        typed,
        number_error: wrong.number,
        person_error: wrong.person,
        trouble: wrong.trouble,
    })
}

pub(crate) async fn find(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    FromSite(site): FromSite,
    CsrfForm(typed): CsrfForm<FindForm>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let number = SoughtNumber::parse(&web.app, &typed.number);
    let person = SoughtPerson::parse(&typed.person);
    let (Some(number), Some(person)) = (number, &person) else {
        let say = |is_wrong, key| match is_wrong {
            true => s.say(key),
            false => String::new(),
        };
        let wrong = FindErrors {
            number: say(number.is_none(), "find-number-wrong"),
            person: say(person.is_none(), "find-person-wrong"),
            trouble: None,
        };
        let page = shown(&visit, typed, wrong);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let found = match applicant::find(&web.app, number, person, &site).await {
        Ok(found) => found,
        Err(AppError::NotFound) => {
            let wrong = FindErrors {
                trouble: Some((s.say("find-not-found"), s.say("find-not-found.remedy"))),
                ..FindErrors::default()
            };
            return Ok((StatusCode::NOT_FOUND, shown(&visit, typed, wrong)).into_response());
        }
        Err(AppError::Locked { until }) => {
            let until = china_time::shown(until);
            let remedy = s.with("until", until).say("find-locked.remedy");
            let wrong = FindErrors {
                trouble: Some((s.say("find-locked"), remedy)),
                ..FindErrors::default()
            };
            let page = shown(&visit, typed, wrong);
            return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let device = web.app.digest_device(visit.device());
    let grant = applicant::grant_found(&web.app, &found, device);
    let cookie = grants::with(&web, &visit, &headers, grant);
    let to = Redirect::to(&format!("/orders/{}", found.number()));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), to).into_response())
}
