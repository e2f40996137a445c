//! `/counter`: look-up by number (typed or scanned) and person. A number alone
//! asks for the person; an identity number alone lists that person's receipts,
//! without photos.
//! Sent in the body of a form, so that no personal data is in a URL.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use usecases::AppError;
use usecases::counter::{self, CounterReceipt, ListedReceipt, Person, Window};
use usecases::sign_in::SignedIn;

use super::at;
use super::found::ReceiptCard;
use crate::china_time;
use crate::pages::application::about;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::LookUpReceipt;

#[derive(Template)]
#[template(path = "counter/window.html")]
pub(crate) struct WindowPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    at: String,
    number: String,
    asks_person: bool,
    trouble: Option<(String, String)>,
    /// A receipt that was found but whose photo may not be seen.
    found: Option<ReceiptCard>,
    /// A person's receipts, without photos.
    all: Vec<ListedRow>,
}

/// A receipt in the list of a person's.
struct ListedRow {
    code: &'static str,
    word: String,
    document: String,
    city: Option<String>,
    number_end: String,
    valid_until: String,
}

fn listed(s: Speech, web: &Web, one: &ListedReceipt) -> ListedRow {
    let (document, city) = about::names(s, web, &one.document, one.city);
    let code = one.status.code();
    ListedRow {
        code,
        word: s.say(&format!("counter-{code}")),
        document,
        city,
        number_end: one.number_end.clone(),
        valid_until: one.valid_until.to_string(),
    }
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
) -> Result<Page<WindowPage>, PageError> {
    let window = at::window(&clerk.visit, &headers);
    empty(&web, clerk, &window).await.map(Page)
}

async fn empty(
    web: &Web,
    Permitted { visit, me, permit }: Permitted<LookUpReceipt>,
    window: &Window,
) -> Result<WindowPage, PageError> {
    let s = visit.speech();
    Ok(WindowPage {
        frame: Frame::new(&visit, s.say("counter")),
        at: at::line(s, web, &permit, window).await?,
        s,
        me,
        number: String::new(),
        asks_person: false,
        trouble: None,
        found: None,
        all: Vec::new(),
    })
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
                ..empty(&web, clerk, &window).await?
            };
            return Ok(Page(page).into_response());
        }
        (false, false) => {
            let person = Person::typed(person);
            let found = counter::look_up(&web.app, &clerk.permit, &window, &number, &person);
            found.await.map(|found| Answered::One(Box::new(found)))
        }
        (true, false) => {
            let listed = counter::of_person(&web.app, &clerk.permit, person);
            listed.await.map(Answered::List)
        }
    };
    match outcome {
        Ok(Answered::One(found)) => {
            if let Some(ticket) = &found.ticket {
                let address = format!("/counter/receipt/{}", ticket.0);
                return Ok(Redirect::to(&address).into_response());
            }
            let page = WindowPage {
                found: Some(ReceiptCard::of(s, &web, &window, &found)),
                ..empty(&web, clerk, &window).await?
            };
            Ok(Page(page).into_response())
        }
        Ok(Answered::List(all)) => {
            let page = WindowPage {
                all: all.iter().map(|one| listed(s, &web, one)).collect(),
                ..empty(&web, clerk, &window).await?
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
                ..empty(&web, clerk, &window).await?
            };
            Ok((status, Page(page)).into_response())
        }
    }
}

/// What was asked for.
enum Answered {
    /// A receipt, by number and person.
    One(Box<CounterReceipt>),
    /// A person's receipts, by identity number.
    List(Vec<ListedReceipt>),
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
        AppError::Person => Some((
            StatusCode::UNPROCESSABLE_ENTITY,
            said("counter-person-unreadable"),
        )),
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
