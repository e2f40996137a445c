//! `/counter`: look-up by number (typed or scanned) and person. A number alone
//! asks for the person; an identity number alone lists that person's receipts.
//! Sent in the body of a form, so that no personal data is in a URL.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use usecases::AppError;
use usecases::counter::{self, Person, Window};
use usecases::sign_in::SignedIn;

use super::at;
use super::found::ReceiptCard;
use crate::china_time;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::LookUpReceipt;

#[derive(Template)]
#[template(path = "counter/window.html")]
struct WindowPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    at: String,
    number: String,
    asks_person: bool,
    trouble: Option<(String, String)>,
    /// A receipt that was found but whose photo may not be seen.
    found: Option<ReceiptCard>,
    /// A person's receipts.
    all: Vec<ReceiptCard>,
}

#[derive(Deserialize)]
pub(crate) struct LookUpForm {
    #[serde(default)]
    number: String,
    #[serde(default)]
    person: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    clerk: Permitted<LookUpReceipt>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let window = at::window(&clerk.visit, &headers);
    Page(empty(&web, clerk, &window))
}

fn empty(
    web: &Web,
    Permitted { visit, me, .. }: Permitted<LookUpReceipt>,
    window: &Window,
) -> WindowPage {
    let s = visit.speech();
    WindowPage {
        frame: Frame::new(&visit, s.say("counter")),
        at: at::words(s, web, window),
        s,
        me,
        number: String::new(),
        asks_person: false,
        trouble: None,
        found: None,
        all: Vec::new(),
    }
}

pub(crate) async fn look_up(
    State(web): State<Web>,
    clerk: Permitted<LookUpReceipt>,
    headers: HeaderMap,
    CsrfForm(asked): CsrfForm<LookUpForm>,
) -> Result<Response, PageError> {
    let window = at::window(&clerk.visit, &headers);
    let s = clerk.visit.speech();
    let number = scanned(&web, asked.number.trim());
    let person = asked.person.trim();
    let outcome = match (number.is_empty(), person.is_empty()) {
        (true, true) => return Ok(Redirect::to("/counter").into_response()),
        (false, true) => {
            let page = WindowPage {
                number,
                asks_person: true,
                ..empty(&web, clerk, &window)
            };
            return Ok(Page(page).into_response());
        }
        (false, false) => {
            let person = Person::typed(person);
            let found = counter::look_up(&web.app, &clerk.permit, &window, &number, &person);
            found.await.map(|found| vec![found])
        }
        (true, false) => counter::of_person(&web.app, &clerk.permit, &window, person).await,
    };
    match outcome {
        Ok(all) => {
            if let [one] = all.as_slice()
                && let Some(ticket) = &one.ticket
            {
                let address = format!("/counter/receipt/{}", ticket.0);
                return Ok(Redirect::to(&address).into_response());
            }
            let mut shown: Vec<ReceiptCard> = all
                .iter()
                .map(|one| ReceiptCard::of(s, &web, &window, one))
                .collect();
            let found = (shown.len() == 1).then(|| shown.remove(0));
            let page = WindowPage {
                found,
                all: shown,
                ..empty(&web, clerk, &window)
            };
            Ok(Page(page).into_response())
        }
        Err(error) => {
            let Some((status, trouble)) = trouble(s, &web, &error) else {
                return Err(error.into());
            };
            let page = WindowPage {
                number,
                trouble: Some(trouble),
                ..empty(&web, clerk, &window)
            };
            Ok((status, Page(page)).into_response())
        }
    }
}

/// The receipt number in scanned text: the text itself, or from the text of the
/// QR code.
fn scanned(web: &Web, text: &str) -> String {
    match usecases::receipts::number_in(&web.app, text) {
        Some(number) => number.to_string(),
        None => text.to_owned(),
    }
}

/// Fault and remedy, for errors shown on this page.
fn trouble(s: Speech, web: &Web, error: &AppError) -> Option<(StatusCode, (String, String))> {
    let said = |key: &str| (s.say(key), s.say(&format!("{key}.remedy")));
    match error {
        AppError::NotFound => Some((StatusCode::NOT_FOUND, said("counter-nothing"))),
        AppError::PhotoLost => {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            Some((status, said("page-error-receipt-photo-lost")))
        }
        AppError::Code(code) => {
            let key = format!("counter-{}", code.code());
            Some((StatusCode::UNPROCESSABLE_ENTITY, said(&key)))
        }
        AppError::Locked { until } => {
            let minutes = until.since(web.app.now()).as_secs().div_ceil(60).max(1);
            let until = china_time::shown(*until);
            let text = s
                .with("until", until)
                .with("minutes", minutes)
                .say("counter-locked");
            let remedy = s.say("counter-locked.remedy");
            Some((StatusCode::TOO_MANY_REQUESTS, (text, remedy)))
        }
        _ => None,
    }
}
