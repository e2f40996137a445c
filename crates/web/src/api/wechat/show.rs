//! What the mini-programme has to know of the service's settings.

use axum::Json;
use axum::extract::State;
use domain::Occasion;
use serde::Serialize;
use usecases::mini_programme;
use utoipa::ToSchema;

use crate::Web;
use crate::api::error::{Answer, ApiError};

/// The service's side of the mini-programme.
#[derive(Serialize, ToSchema)]
pub(crate) struct MiniAnswer {
    /// Appid of the mini-programme.
    appid: String,
    /// Whether orders that cost something can be paid inside WeChat.
    pays: bool,
    /// Templates to ask for with `wx.requestSubscribeMessage` when an order is handed in.
    notices: Vec<NoticeAsked>,
}

/// A template of 服务通知.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeAsked {
    /// The template's id.
    template: String,
    /// What it tells.
    tells: Vec<Occasion>,
}

/// What the mini-programme has to know; 404 where the service has none.
#[utoipa::path(get, path = "/api/v1/wechat", operation_id = "show_wechat", tag = "wechat",
    responses((status = 200, description = "What the mini-programme has to know.", body = MiniAnswer)))]
pub(crate) async fn show(State(web): State<Web>) -> Answer<Json<MiniAnswer>> {
    let appid = web.app.mini_programme_appid().ok_or(ApiError::NOT_FOUND)?;
    let asked = mini_programme::asked_at(&web.app)?.into_iter();
    let notices = asked.map(|(template, tells)| NoticeAsked { template, tells });
    Ok(Json(MiniAnswer {
        appid: appid.to_owned(),
        pays: web.app.pays_online().is_some(),
        notices: notices.collect(),
    }))
}
