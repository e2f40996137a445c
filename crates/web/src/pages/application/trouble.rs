//! Error pages of an order: what is wrong, what to do, and a link to continue.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::response::{IntoResponse, Redirect, Response};
use domain::OrderNumber;
use usecases::AppError;

use super::address::{self, Step};
use crate::upload::BUSY_S;
use crate::{Frame, Page, PageError, Speech, Tab, Visit};

/// An error on a page of an order.
pub(crate) enum Trouble {
    /// A general error; the guard renders the page.
    Page(PageError),
    /// A page of its own, or a redirect to the order.
    Drawn(Box<Response>),
}

#[derive(Template)]
#[template(path = "application/trouble.html")]
struct TroublePage {
    s: Speech,
    frame: Frame,
    what: String,
    remedy: String,
    action: (String, String),
}

impl Trouble {
    fn page(
        visit: &Visit,
        status: StatusCode,
        what: String,
        remedy: String,
        action: (String, String),
    ) -> Self {
        let s = visit.speech();
        let page = TroublePage {
            s,
            frame: Frame::new(visit, s.say("application-order")).tab(Tab::Orders),
            what,
            remedy,
            action,
        };
        let answer = (status, [(CACHE_CONTROL, "no-store")], Page(page));
        Self::Drawn(Box::new(answer.into_response()))
    }

    /// There is no such order, or it is not this visitor's; both look the same.
    pub(crate) fn no_such_order(visit: &Visit) -> Self {
        let s = visit.speech();
        Self::page(
            visit,
            StatusCode::NOT_FOUND,
            s.say("application-no-order"),
            s.say("application-no-order.remedy"),
            ("/orders/find".to_owned(), s.say("application-find")),
        )
    }

    /// Photos taken by applicants are not accepted there.
    pub(crate) fn not_accepted(visit: &Visit, reason: String, instead: Option<String>) -> Self {
        let s = visit.speech();
        Self::page(
            visit,
            StatusCode::CONFLICT,
            format!("{} {reason}", s.say("application-not-accepted")),
            instead.unwrap_or_else(|| s.say("application-not-accepted.remedy")),
            ("/can-i-use".to_owned(), s.say("can-i-use-title")),
        )
    }

    /// All photo workers are busy and their queue is full; `place` pictures are
    /// waiting.
    pub(crate) fn busy(visit: &Visit, place: usize, number: OrderNumber) -> Self {
        let s = visit.speech();
        let page = Self::page(
            visit,
            StatusCode::SERVICE_UNAVAILABLE,
            s.with("place", place).say("application-busy"),
            s.say("application-busy.remedy"),
            (Step::Picture.of(number), s.say("application-again")),
        );
        let mut response = page.into_response();
        response.headers_mut().insert(RETRY_AFTER, BUSY_S.into());
        Self::Drawn(Box::new(response))
    }

    /// A redirect to another page of the order.
    pub(crate) fn elsewhere(address: &str) -> Self {
        Self::Drawn(Box::new(Redirect::to(address).into_response()))
    }

    /// The page for an error of a use case.
    pub(crate) fn of(visit: &Visit, error: AppError, number: Option<OrderNumber>) -> Self {
        let s = visit.speech();
        match (&error, number) {
            (AppError::Refused(refusal), Some(number)) => {
                let key = format!("application-refused-{}", refusal.code());
                Self::page(
                    visit,
                    StatusCode::CONFLICT,
                    s.say(&key),
                    s.say(&format!("{key}.remedy")),
                    (address::order(number), s.say("application-to-order")),
                )
            }
            (AppError::Busy { place }, Some(number)) => Self::busy(visit, *place, number),
            (AppError::SealedPhoto(refusal), Some(number)) => {
                let key = format!("api-error-{}", refusal.code());
                Self::page(
                    visit,
                    StatusCode::CONFLICT,
                    s.say(&key),
                    s.say(&format!("{key}.remedy")),
                    (address::order(number), s.say("application-to-order")),
                )
            }
            (AppError::NotFound, _) => Self::no_such_order(visit),
            _ => Self::Page(error.into()),
        }
    }
}

impl From<PageError> for Trouble {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match self {
            Self::Page(error) => error.into_response(),
            Self::Drawn(response) => *response,
        }
    }
}
