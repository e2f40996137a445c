//! The user's phone number, for the form that asks for it.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use usecases::mini_programme;
use utoipa::ToSchema;

use super::session::Coded;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::InWechat;
use crate::api::error::Answer;

/// A phone number.
#[derive(Serialize, ToSchema)]
pub(crate) struct Phone {
    /// The mainland's without a country code, others with `+`.
    phone: String,
}

/// The phone number that the user gave by WeChat's button. It is not kept here; typing it
/// into the form does as well.
#[utoipa::path(post, path = "/api/v1/wechat/phone", operation_id = "wechat_phone", tag = "wechat",
    security(("wechat-session" = [])), request_body = Coded,
    responses((status = 200, description = "The number.", body = Phone)))]
pub(crate) async fn phone(
    State(web): State<Web>,
    InWechat(user): InWechat,
    Body(coded): Body<Coded>,
) -> Answer<Json<Phone>> {
    let phone = mini_programme::phone(&web.app, &user, &coded.code).await?;
    Ok(Json(Phone { phone }))
}
