//! `/office/letters/{id}`: what a WeChat user wrote who has no order; `POST` answers, in
//! WeChat.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::MessageId;
use domain::staff::right::AnswerMessages;
use usecases::{AppError, mini_programme, operator};
use wechat::WechatError;

use super::answer_thread::{AnswerForm, Thread};
use crate::staff::Permitted;
use crate::{CsrfForm, Page, PageError, Web};

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<AnswerMessages>,
    Path(id): Path<String>,
) -> Result<Page<Thread>, PageError> {
    show(&web, &visit, parse(&id)?, (String::new(), String::new())).await
}

pub(crate) async fn answer(
    State(web): State<Web>,
    visit: Permitted<AnswerMessages>,
    Path(id): Path<String>,
    CsrfForm(AnswerForm { text }): CsrfForm<AnswerForm>,
) -> Result<Response, PageError> {
    let id = parse(&id)?;
    let answered = mini_programme::answer_letter(&web.app, &visit.permit, id, &text).await;
    let (status, key) = match answered {
        Ok(()) => return Ok(Redirect::to(&address(id)).into_response()),
        Err(AppError::Text) => (StatusCode::UNPROCESSABLE_ENTITY, "office-letter-length"),
        Err(AppError::Wechat(WechatError::NotAwaited)) => {
            (StatusCode::CONFLICT, "office-letter-too-late")
        }
        Err(AppError::Wechat(_)) => (StatusCode::SERVICE_UNAVAILABLE, "office-letter-silent"),
        Err(error) => return Err(error.into()),
    };
    // What was written stays in the form.
    let error = visit.visit.speech().say(key);
    let page = show(&web, &visit, id, (text, error)).await?;
    Ok((status, page).into_response())
}

fn parse(id: &str) -> Result<MessageId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

fn address(id: MessageId) -> String {
    format!("/office/letters/{id}")
}

async fn show(
    web: &Web,
    visit: &Permitted<AnswerMessages>,
    id: MessageId,
    form: (String, String),
) -> Result<Page<Thread>, PageError> {
    let said = mini_programme::conversation(&web.app, &visit.permit, id).await?;
    let names = operator::names_for(&web.app, &visit.me).await?;
    Ok(Page(Thread::of_letters(
        visit,
        &names,
        said,
        address(id),
        form,
    )))
}
