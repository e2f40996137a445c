//! `GET /office/orders`: the orders that a filter leaves, newest first. `POST` finds
//! one by number, receipt or person: what is typed is in no address.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{LookReason, Status};
use serde::Deserialize;
use usecases::operator::{self, OrderPage};
use usecases::sign_in::SignedIn;
use usecases::{AppError, Permit};

use super::order_params::{OrderParams, Unread};
use super::order_rows::{OrderRow, row};
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::FindOrders;

/// Orders per page.
const ORDERS: u32 = 50;

#[derive(Template)]
#[template(path = "office/orders.html")]
pub(crate) struct Orders {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    params: OrderParams,
    statuses: Vec<Choice>,
    documents: Vec<Choice>,
    place_error: String,
    day_error: String,
    /// The filter as a query string.
    filter: String,
    /// Query string of the next page.
    next: Option<String>,
    /// What was searched for; `None` for the list.
    sought: Option<Sought>,
    reasons: Vec<Choice>,
    rows: Vec<OrderRow>,
}

/// A value to choose.
pub(crate) struct Choice {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) is_chosen: bool,
}

#[derive(Default)]
struct Sought {
    typed: String,
    error: String,
    why_error: String,
}

/// The submitted search.
#[derive(Deserialize)]
pub(crate) struct SearchForm {
    #[serde(default)]
    sought: String,
    #[serde(default)]
    why: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<FindOrders>,
    Query(params): Query<OrderParams>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let mut page = drawn(&web, &visit, "");
    let found = list(&web, &visit.permit, &params).await?;
    page.statuses = choices(&params.status, statuses(s));
    page.documents = choices(&params.document, documents(s, &web));
    page.filter = params.address(None);
    let status = match found {
        Ok(found) => {
            page.rows = found.lines.iter().map(|line| row(s, &web, line)).collect();
            page.next = found.next.map(|number| params.address(Some(number)));
            StatusCode::OK
        }
        Err(Unread::Chosen) => return Err(PageError::NotFound),
        Err(Unread::Place) => {
            page.place_error = s.say("office-orders-no-place");
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(Unread::Day) => {
            page.day_error = s.say("office-orders-no-day");
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    page.params = params;
    Ok((status, Page(page)).into_response())
}

async fn list(
    web: &Web,
    permit: &Permit<FindOrders>,
    params: &OrderParams,
) -> Result<Result<OrderPage, Unread>, PageError> {
    let query = match params.query(&web.catalogue) {
        Ok(query) => query,
        Err(unread) => return Ok(Err(unread)),
    };
    Ok(Ok(operator::orders(&web.app, permit, &query, ORDERS).await?))
}

/// Finds by what was typed; the orders stand in the answer.
pub(crate) async fn search(
    State(web): State<Web>,
    visit: Permitted<FindOrders>,
    CsrfForm(asked): CsrfForm<SearchForm>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let mut page = drawn(&web, &visit, &asked.why);
    let mut sought = Sought {
        typed: asked.sought,
        ..Sought::default()
    };
    let found = match LookReason::from_code(&asked.why) {
        None => {
            sought.why_error = s.say("office-look-choose");
            None
        }
        Some(why) => {
            let found = operator::search_orders(&web.app, &visit.permit, &sought.typed, why);
            match found.await {
                Ok(lines) => Some(lines),
                Err(AppError::Person) => {
                    sought.error = s.say("office-orders-not-sought");
                    None
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    page.sought = Some(sought);
    let status = match found {
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(lines) if lines.is_empty() => StatusCode::NOT_FOUND,
        Some(lines) => {
            page.rows = lines.iter().map(|line| row(s, &web, line)).collect();
            StatusCode::OK
        }
    };
    Ok((status, Page(page)).into_response())
}

fn drawn(web: &Web, visit: &Permitted<FindOrders>, why: &str) -> Orders {
    let s = visit.visit.speech();
    Orders {
        frame: Frame::new(&visit.visit, s.say("office-orders-title")),
        me: visit.me.clone(),
        params: OrderParams::default(),
        statuses: choices("", statuses(s)),
        documents: choices("", documents(s, web)),
        place_error: String::new(),
        day_error: String::new(),
        filter: String::new(),
        next: None,
        sought: None,
        reasons: reason_choices(s, why),
        rows: Vec::new(),
        s,
    }
}

fn choices(chosen: &str, all: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    let choice = |(code, name): (String, String)| Choice {
        is_chosen: code == chosen,
        code,
        name,
    };
    all.map(choice).collect()
}

fn statuses(s: Speech) -> impl Iterator<Item = (String, String)> {
    Status::ALL.into_iter().map(move |status| {
        let name = s.say(&format!("application-status-{}", status.code()));
        (status.code().to_owned(), name)
    })
}

fn documents(s: Speech, web: &Web) -> impl Iterator<Item = (String, String)> {
    let documents = web.catalogue.documents().iter();
    documents.map(move |document| (document.id.to_string(), s.of(&document.names).to_owned()))
}

/// The reasons of a look, to choose one.
pub(super) fn reason_choices(s: Speech, chosen: &str) -> Vec<Choice> {
    let reasons = LookReason::ALL.into_iter().map(|why| {
        let name = s.say(&format!("office-look-{}", why.code()));
        (why.code().to_owned(), name)
    });
    choices(chosen, reasons)
}
