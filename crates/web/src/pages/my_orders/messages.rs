//! `/orders/{number}/messages`: what the applicant and the desk write to each
//! other about an order.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{DeskError, applicant};
use orders::Actor;
use serde::Deserialize;

use crate::china_time;
use crate::pages::application::Opened;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "my_orders/messages.html")]
struct MessagesPage {
    s: Speech,
    frame: Frame,
    action: String,
    lines: Vec<Line>,
    typed: String,
    error: String,
    /// An erased order takes no messages.
    is_open: bool,
}

struct Line {
    text: String,
    at: String,
    is_mine: bool,
}

#[derive(Deserialize)]
pub(crate) struct Written {
    text: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Opened(held): Opened,
) -> Result<Response, PageError> {
    applicant::read_notices(&web.desk, &held).await?;
    shown(&web, &visit, &held, String::new(), String::new()).await
}

async fn shown(
    web: &Web,
    visit: &Visit,
    held: &applicant::Held,
    typed: String,
    error: String,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let order = held.order();
    let said = applicant::messages(&web.desk, held).await?;
    let line = |said: desk::Said| Line {
        text: said.text,
        at: china_time::shown(said.at),
        is_mine: said.by == Actor::Applicant,
    };
    let page = MessagesPage {
        frame: Frame::new(visit, s.say("messages-title"))
            .tab(Tab::Service)
            .back(format!("/orders/{}", order.number)),
        s,
        action: format!("/orders/{}/messages", order.number),
        lines: said.into_iter().map(line).collect(),
        typed,
        error,
        is_open: order.key.is_some(),
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

pub(crate) async fn write(
    State(web): State<Web>,
    visit: Visit,
    Opened(mut held): Opened,
    CsrfForm(Written { text }): CsrfForm<Written>,
) -> Result<Response, PageError> {
    match applicant::write(&web.desk, &mut held, &text).await {
        Ok(()) => {
            let to = format!("/orders/{}/messages", held.order().number);
            Ok(Redirect::to(&to).into_response())
        }
        Err(DeskError::Text) => {
            let error = visit.speech().say("messages-length");
            let page = shown(&web, &visit, &held, text, error).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
