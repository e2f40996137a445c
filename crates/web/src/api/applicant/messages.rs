//! The order's thread of messages.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use usecases::applicant;
use utoipa::ToSchema;

use crate::Web;
use crate::api::body::Body;
use crate::api::credential::Own;
use crate::api::error::Answer;
use crate::api::words::{UnixMs, Who};

/// A message.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageAnswer {
    /// Author.
    by: Who,
    /// When it was written.
    at: UnixMs,
    /// Text.
    text: String,
}

/// A message to send.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// Text, 1 to 1000 characters.
    #[schema(min_length = 1, max_length = 1000)]
    pub(crate) text: String,
}

impl From<usecases::ThreadMessage> for MessageAnswer {
    fn from(said: usecases::ThreadMessage) -> Self {
        Self {
            by: said.by.into(),
            at: said.at.into(),
            text: said.text,
        }
    }
}

/// The messages about the order, oldest first.
#[utoipa::path(get, path = "/api/v1/orders/{number}/messages", operation_id = "list_messages", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The messages.", body = [MessageAnswer])))]
pub(crate) async fn list(
    State(web): State<Web>,
    Own(own): Own,
) -> Answer<Json<Vec<MessageAnswer>>> {
    applicant::read_notices(&web.app, &own).await?;
    let said = applicant::messages(&web.app, &own).await?;
    Ok(Json(said.into_iter().map(Into::into).collect()))
}

/// Sends a message to the staff about the order.
#[utoipa::path(post, path = "/api/v1/orders/{number}/messages", operation_id = "write_message", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])), request_body = NewMessage,
    responses((status = 204, description = "Written.")))]
pub(crate) async fn write(
    State(web): State<Web>,
    Own(own): Own,
    Body(new): Body<NewMessage>,
) -> Answer<StatusCode> {
    applicant::write(&web.app, &own, &new.text).await?;
    Ok(StatusCode::NO_CONTENT)
}
