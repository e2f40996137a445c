//! `/orders/find`: opens an order on another device, by its number and phone
//! number. The error does not tell which is wrong.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::OrderNumber;
use domain::applicant::Phone;
use serde::Deserialize;
use usecases::applicant;

use crate::pages::application::{GRANTS_COOKIE, MOST_GRANTS, credentials};
use crate::visit::YEAR_S;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "my_orders/find.html")]
struct FindPage {
    s: Speech,
    frame: Frame,
    typed: FindForm,
    number_error: String,
    phone_error: String,
    not_found: bool,
}

#[derive(Default, Deserialize)]
pub(crate) struct FindForm {
    number: String,
    phone: String,
}

#[derive(Default)]
struct FindErrors {
    number: String,
    phone: String,
    not_found: bool,
}

pub(crate) async fn page(visit: Visit) -> impl IntoResponse {
    shown(&visit, FindForm::default(), FindErrors::default())
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
        phone_error: wrong.phone,
        not_found: wrong.not_found,
    })
}

pub(crate) async fn find(
    State(web): State<Web>,
    visit: Visit,
    headers: HeaderMap,
    CsrfForm(typed): CsrfForm<FindForm>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let number = OrderNumber::parse(&typed.number);
    let phone = Phone::parse(&typed.phone);
    let (Ok(number), Ok(phone)) = (&number, &phone) else {
        let wrong = FindErrors {
            number: number
                .err()
                .map(|_| s.say("find-number-wrong"))
                .unwrap_or_default(),
            phone: phone
                .err()
                .map(|error| s.say(&format!("field-{}", error.code())))
                .unwrap_or_default(),
            not_found: false,
        };
        let page = shown(&visit, typed, wrong);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let Some(own) = applicant::find(&web.app, *number, phone).await? else {
        let wrong = FindErrors {
            not_found: true,
            ..FindErrors::default()
        };
        return Ok((StatusCode::NOT_FOUND, shown(&visit, typed, wrong)).into_response());
    };
    let device = web.app.digest_device(visit.device());
    let mut known = credentials(&web, &visit, &headers).grants;
    let grant = applicant::grant(&web.app, &own, device);
    known.retain(|other| *other != grant);
    known.insert(0, grant);
    known.truncate(MOST_GRANTS);
    let cookie = visit.cookie(GRANTS_COOKIE, &known.join("~"), YEAR_S);
    let to = Redirect::to(&format!("/orders/{number}"));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), to).into_response())
}
