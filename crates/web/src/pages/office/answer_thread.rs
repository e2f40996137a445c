//! `/office/messages/{number}`: the messages about an order; `POST` answers.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::staff::Right;
use domain::{Actor, OrderNumber};
use serde::Deserialize;
use usecases::operator::Names;
use usecases::sign_in::SignedIn;
use usecases::{AppError, ThreadMessage, operator};

use super::whom::actor;
use crate::china_time::shown;
use crate::pages::review::doubted;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::AnswerMessages;

#[derive(Template)]
#[template(path = "office/thread.html")]
pub(crate) struct Thread {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    /// Where the answer is sent.
    action: String,
    hint: String,
    said: Vec<MessageRow>,
    /// Link to the review, if the reader may review photos.
    review: Option<String>,
    text: String,
    error: String,
}

struct MessageRow {
    by: String,
    at: String,
    text: String,
    is_applicant: bool,
    /// What WeChat says of it, if it doubts it.
    doubt: Option<String>,
}

impl MessageRow {
    fn of(s: Speech, names: &Names, said: ThreadMessage) -> Self {
        Self {
            by: actor(s, names, said.by),
            at: shown(said.at),
            text: said.text,
            is_applicant: said.by == Actor::Applicant,
            doubt: said.doubt.map(|doubt| doubted(s, &doubt)),
        }
    }
}

impl Thread {
    /// The conversation with a WeChat user who has no order.
    pub(super) fn of_letters(
        visit: &Permitted<AnswerMessages>,
        names: &Names,
        said: Vec<ThreadMessage>,
        action: String,
        (text, error): (String, String),
    ) -> Self {
        let s = visit.visit.speech();
        Self {
            s,
            frame: Frame::new(&visit.visit, s.say("office-letter")),
            me: visit.me.clone(),
            action,
            hint: s.say("office-letter-hint"),
            said: rows(s, names, said),
            review: None,
            text,
            error,
        }
    }
}

fn rows(s: Speech, names: &Names, said: Vec<ThreadMessage>) -> Vec<MessageRow> {
    let said = said.into_iter();
    said.map(|one| MessageRow::of(s, names, one)).collect()
}

/// The submitted form.
#[derive(Deserialize)]
pub(crate) struct AnswerForm {
    #[serde(default)]
    pub(super) text: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<AnswerMessages>,
    Path(number): Path<String>,
) -> Result<Page<Thread>, PageError> {
    show(&web, &visit, parse(&number)?, String::new(), String::new()).await
}

pub(crate) async fn answer(
    State(web): State<Web>,
    visit: Permitted<AnswerMessages>,
    Path(number): Path<String>,
    CsrfForm(AnswerForm { text }): CsrfForm<AnswerForm>,
) -> Result<Response, PageError> {
    let number = parse(&number)?;
    match operator::answer(&web.app, &visit.permit, number, &text).await {
        Ok(()) => {
            let back = format!("/office/messages/{}", number.as_str());
            Ok(Redirect::to(&back).into_response())
        }
        Err(AppError::Text) => {
            let error = visit.visit.speech().say("office-answer-length");
            let page = show(&web, &visit, number, text, error).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn parse(number: &str) -> Result<OrderNumber, PageError> {
    OrderNumber::parse(number).map_err(|_| PageError::NotFound)
}

async fn show(
    web: &Web,
    visit: &Permitted<AnswerMessages>,
    number: OrderNumber,
    text: String,
    error: String,
) -> Result<Page<Thread>, PageError> {
    let s = visit.visit.speech();
    let said = operator::thread(&web.app, &visit.permit, number).await?;
    let names = operator::names_for(&web.app, &visit.me).await?;
    let title = s.with("number", number.grouped()).say("office-thread");
    let may_review = visit.me.may(Right::Review);
    Ok(Page(Thread {
        s,
        frame: Frame::new(&visit.visit, title),
        me: visit.me.clone(),
        action: format!("/office/messages/{}", number.as_str()),
        hint: s.say("office-answer-hint"),
        said: rows(s, &names, said),
        review: may_review.then(|| format!("/desk/orders/{}", number.as_str())),
        text,
        error,
    }))
}
