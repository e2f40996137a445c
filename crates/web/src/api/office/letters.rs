//! What WeChat users write who have no order, and answers.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::MessageId;
use domain::staff::right::AnswerMessages;
use serde::Serialize;
use usecases::{AppError, mini_programme};
use utoipa::ToSchema;
use wechat::WechatError;

use crate::Web;
use crate::api::applicant::messages::{MessageAnswer, NewMessage};
use crate::api::body::Body;
use crate::api::credential::Allowed;
use crate::api::error::{Answer, ApiError};
use crate::api::words::UnixMs;

/// A conversation that waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LetterLine {
    /// Its last letter.
    id: String,
    /// When that was written.
    at: UnixMs,
}

/// Conversations without an order that wait for an answer, longest waiting first.
#[utoipa::path(get, path = "/api/v1/letters", operation_id = "list_letters", tag = "office", security(("api-key" = [])),
    responses((status = 200, description = "The conversations.", body = [LetterLine])))]
pub(crate) async fn list(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<AnswerMessages>,
) -> Answer<Json<Vec<LetterLine>>> {
    let letters = mini_programme::waiting_letters(&web.app, &permit).await?;
    let lines = letters.into_iter().map(|letter| LetterLine {
        id: letter.id.to_string(),
        at: letter.at.into(),
    });
    Ok(Json(lines.collect()))
}

/// The conversation that a letter belongs to, oldest first.
#[utoipa::path(get, path = "/api/v1/letters/{id}", operation_id = "show_letters", tag = "office",
    params(("id" = String, Path, description = "A letter of the conversation")),
    security(("api-key" = [])),
    responses((status = 200, description = "The letters.", body = [MessageAnswer])))]
pub(crate) async fn show(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<AnswerMessages>,
    Path(id): Path<String>,
) -> Answer<Json<Vec<MessageAnswer>>> {
    let said = mini_programme::conversation(&web.app, &permit, parse(&id)?).await?;
    Ok(Json(said.into_iter().map(Into::into).collect()))
}

/// Answers in WeChat, which allows five answers within 48 hours of what its user wrote last
/// (`wechat-not-awaited` else).
#[utoipa::path(post, path = "/api/v1/letters/{id}", operation_id = "answer_letter", tag = "office",
    params(("id" = String, Path, description = "A letter of the conversation")),
    security(("api-key" = [])), request_body = NewMessage,
    responses((status = 204, description = "WeChat has it.")))]
pub(crate) async fn answer(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<AnswerMessages>,
    Path(id): Path<String>,
    Body(new): Body<NewMessage>,
) -> Answer<StatusCode> {
    let id = parse(&id)?;
    match mini_programme::answer_letter(&web.app, &permit, id, &new.text).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(AppError::Wechat(error @ WechatError::NotAwaited)) => {
            Err(ApiError::Refused(StatusCode::CONFLICT, error.code()))
        }
        Err(error) => Err(error.into()),
    }
}

fn parse(id: &str) -> Result<MessageId, ApiError> {
    id.parse().map_err(|_| ApiError::NOT_FOUND)
}
