//! What a test or a person at the trial tells this host to do.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::StandIn;
use crate::mini::{PictureAsked, Push};

/// `POST /stand-in/wechat/code/{openid}`: a code to sign in with.
pub(crate) async fn code(
    State(stand_in): State<StandIn>,
    Path(openid): Path<String>,
) -> Json<Value> {
    Json(json!({ "code": stand_in.code_for(&openid) }))
}

/// `POST /stand-in/wechat/phone/{number}`: a code that tells the number.
pub(crate) async fn phone(
    State(stand_in): State<StandIn>,
    Path(number): Path<String>,
) -> Json<Value> {
    Json(json!({ "code": stand_in.phone_code(&number) }))
}

/// `POST /stand-in/wechat/subscribe/{openid}/{template}`: the user takes one more message.
pub(crate) async fn subscribe(
    State(stand_in): State<StandIn>,
    Path((openid, template)): Path<(String, String)>,
) -> StatusCode {
    stand_in.subscribe(&openid, &template, 1);
    StatusCode::NO_CONTENT
}

/// `GET /stand-in/wechat/sent`: the messages that were taken.
pub(crate) async fn sent(State(stand_in): State<StandIn>) -> Json<Vec<Value>> {
    Json(stand_in.sent())
}

/// `GET /stand-in/wechat/shipped`: what was told of shipping.
pub(crate) async fn shipped(State(stand_in): State<StandIn>) -> Json<Vec<Value>> {
    Json(stand_in.shipped())
}

/// `GET /stand-in/wechat/codes`: the codes to scan that were asked for.
pub(crate) async fn codes(State(stand_in): State<StandIn>) -> Json<Vec<Value>> {
    Json(stand_in.codes_asked())
}

/// `GET /stand-in/wechat/replies`: the answers that were taken.
pub(crate) async fn replies(State(stand_in): State<StandIn>) -> Json<Vec<Value>> {
    Json(stand_in.replies())
}

/// `GET /stand-in/wechat/pictures`: the pictures to be looked at.
pub(crate) async fn pictures(State(stand_in): State<StandIn>) -> Json<Vec<PictureAsked>> {
    Json(stand_in.pictures_asked())
}

/// `POST /stand-in/wechat/checked/{trace}/{suggest}?to=`: pushes what was found of a picture.
pub(crate) async fn checked(
    State(stand_in): State<StandIn>,
    Path((trace, suggest)): Path<(String, String)>,
    Query(Where { to }): Query<Where>,
) -> Result<Json<Value>, StatusCode> {
    let mut asked = stand_in.pictures_asked().into_iter();
    let picture = asked.find(|picture| picture.trace == trace);
    let picture = picture.ok_or(StatusCode::NOT_FOUND)?;
    Ok(sent_to(stand_in.picture_checked(&picture, &suggest), to).await)
}

/// `POST /stand-in/wechat/writes/{openid}?to=`: the user writes the body in the 客服 window.
pub(crate) async fn writes(
    State(stand_in): State<StandIn>,
    Path(openid): Path<String>,
    Query(Where { to }): Query<Where>,
    words: String,
) -> Json<Value> {
    sent_to(stand_in.writes(&openid, &words), to).await
}

/// Pushes it; the status and the text of the answer.
async fn sent_to(push: Push, to: String) -> Json<Value> {
    let sent = tokio::task::spawn_blocking(move || push.send(&to)).await;
    let (status, body) = sent.unwrap_or_default();
    Json(json!({ "status": status, "body": body }))
}

/// Where a push goes.
#[derive(Deserialize)]
pub(crate) struct Where {
    to: String,
}

/// `POST /stand-in/wechat/push?to=`: pushes the message in the safe mode; gives the status
/// and the text of the answer.
pub(crate) async fn push(
    State(stand_in): State<StandIn>,
    Query(Where { to }): Query<Where>,
    Json(message): Json<Value>,
) -> Json<Value> {
    sent_to(stand_in.push(&message), to).await
}

/// `GET /stand-in/wechat/push-sample`: a push, and the question before it, that go nowhere.
pub(crate) async fn push_sample(State(stand_in): State<StandIn>) -> Json<Value> {
    let message = json!({
        "ToUserName": "gh_97417a04a28d",
        "FromUserName": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
        "CreateTime": stand_in.now_s(),
        "MsgType": "text",
        "Content": "照片什么时候好？",
        "MsgId": 13_042_183_014_i64,
    });
    let push = stand_in.push(&message);
    let (query, echostr) = stand_in.echo();
    Json(json!({
        "query": push.query,
        "body": String::from_utf8_lossy(&push.body),
        "echo": { "query": query, "echostr": echostr },
    }))
}
