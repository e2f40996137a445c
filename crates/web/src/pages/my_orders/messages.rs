//! `/orders/{number}/messages`: messages between applicant and staff about an
//! order.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Actor, ApplicantAction};
use serde::Deserialize;
use usecases::{AppError, applicant, mini_programme};

use crate::china_time;
use crate::pages::application::Opened;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Tab, Visit, Web};

#[derive(Template)]
#[template(path = "my_orders/messages.html")]
struct MessagesPage {
    s: Speech,
    frame: Frame,
    action: String,
    lines: Vec<MessageRow>,
    typed: String,
    error: String,
    /// Whether messages can be written: not once the order is erased.
    is_open: bool,
    /// That WeChat reads what is written, if it does.
    is_read_by_wechat: bool,
}

struct MessageRow {
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
    Opened(own): Opened,
) -> Result<Response, PageError> {
    applicant::read_notices(&web.app, &own).await?;
    shown(&web, &visit, &own, String::new(), String::new()).await
}

async fn shown(
    web: &Web,
    visit: &Visit,
    own: &applicant::OwnOrder,
    typed: String,
    error: String,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let order = own.summary(web.app.now());
    let said = applicant::messages(&web.app, own).await?;
    let line = |said: usecases::ThreadMessage| MessageRow {
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
        is_open: order.allows(ApplicantAction::Write),
        is_read_by_wechat: mini_programme::reads_messages(&web.app, own),
    };
    Ok(([(CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

pub(crate) async fn write(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    CsrfForm(Written { text }): CsrfForm<Written>,
) -> Result<Response, PageError> {
    match applicant::write(&web.app, &own, &text).await {
        Ok(()) => {
            let to = format!("/orders/{}/messages", own.number());
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::Text) => {
            let error = visit.speech().say("messages-length");
            let page = shown(&web, &visit, &own, text, error).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
