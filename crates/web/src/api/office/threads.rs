//! Messages of applicants, and answers.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::staff::right::AnswerMessages;
use serde::Serialize;
use usecases::operator;
use utoipa::ToSchema;

use crate::Web;
use crate::api::applicant::messages::{MessageAnswer, NewMessage};
use crate::api::body::Body;
use crate::api::credential::{Allowed, Numbered};
use crate::api::error::Answer;
use crate::api::review::case::Doubt;
use crate::api::words::UnixMs;

/// A message, with what WeChat says of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ThreadMessageAnswer {
    #[serde(flatten)]
    message: MessageAnswer,
    /// What WeChat says of the words; absent unless it doubts them.
    doubt: Option<Doubt>,
}

/// An order with an unanswered message.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ThreadLine {
    /// The order's number.
    number: String,
    /// When the applicant wrote last.
    at: UnixMs,
}

/// Orders with unanswered messages, longest waiting first.
#[utoipa::path(get, path = "/api/v1/threads", operation_id = "list_threads", tag = "office", security(("api-key" = [])),
    responses((status = 200, description = "The orders.", body = [ThreadLine])))]
pub(crate) async fn list(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<AnswerMessages>,
) -> Answer<Json<Vec<ThreadLine>>> {
    let threads = operator::threads(&web.app, &permit).await?;
    let lines = threads.into_iter().map(|thread| ThreadLine {
        number: thread.number.to_string(),
        at: thread.at.into(),
    });
    Ok(Json(lines.collect()))
}

/// The messages about an order, oldest first.
#[utoipa::path(get, path = "/api/v1/threads/{number}", operation_id = "show_thread", tag = "office",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The messages.", body = [ThreadMessageAnswer])))]
pub(crate) async fn show(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<AnswerMessages>,
    Numbered(number): Numbered,
) -> Answer<Json<Vec<ThreadMessageAnswer>>> {
    let said = operator::thread(&web.app, &permit, number)
        .await?
        .into_iter();
    let answers = said.map(|mut said| ThreadMessageAnswer {
        doubt: said.doubt.take().map(Into::into),
        message: said.into(),
    });
    Ok(Json(answers.collect()))
}

/// Answers an applicant, who is notified.
#[utoipa::path(post, path = "/api/v1/threads/{number}", operation_id = "answer_thread", tag = "office",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])), request_body = NewMessage,
    responses((status = 204, description = "Written.")))]
pub(crate) async fn answer(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<AnswerMessages>,
    Numbered(number): Numbered,
    Body(new): Body<NewMessage>,
) -> Answer<StatusCode> {
    operator::answer(&web.app, &permit, number, &new.text).await?;
    Ok(StatusCode::NO_CONTENT)
}
