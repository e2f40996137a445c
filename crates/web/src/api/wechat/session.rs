//! Signing in.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use usecases::mini_programme;
use utoipa::ToSchema;

use crate::Web;
use crate::api::body::Body;
use crate::api::error::Answer;
use crate::api::words::UnixMs;

/// A code of WeChat's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coded {
    /// The code.
    pub(super) code: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// Opens the user's orders as `Authorization: Bearer …`.
    token: String,
    /// Until when.
    until: UnixMs,
}

/// Signs in with the code of `wx.login`. Each code serves once, for five minutes
/// (`wechat-code` else). Where the session has ended (`session-over`), signing in again takes
/// no action of the user's.
#[utoipa::path(post, path = "/api/v1/wechat/session", operation_id = "sign_in_by_wechat", tag = "wechat",
    request_body = Coded,
    responses((status = 200, description = "Signed in.", body = Session)))]
pub(crate) async fn sign_in(
    State(web): State<Web>,
    Body(coded): Body<Coded>,
) -> Answer<Json<Session>> {
    let session = mini_programme::sign_in(&web.app, &coded.code).await?;
    Ok(Json(Session {
        token: session.token,
        until: session.until.into(),
    }))
}
