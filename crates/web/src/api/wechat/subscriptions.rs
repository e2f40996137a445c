//! What 服务通知 the user takes about an order.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use usecases::mini_programme;
use utoipa::ToSchema;

use crate::Web;
use crate::api::body::Body;
use crate::api::credential::Own;
use crate::api::error::{Answer, ApiError};

/// Most templates of one tap (`wx.requestSubscribeMessage`, `tmplIds`).
const MOST: usize = 5;

/// What the user accepted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Accepted {
    /// Ids of templates that `wx.requestSubscribeMessage` answered with `accept`.
    #[schema(max_items = 5)]
    accepted: Vec<String>,
}

/// Notes that the user takes one more notice of each template. What was never accepted is
/// told on the order's page alone.
#[utoipa::path(post, path = "/api/v1/orders/{number}/subscriptions", operation_id = "subscribe", tag = "wechat",
    params(("number" = String, Path, description = "The order's number")),
    security(("wechat-session" = []), ("order-token" = [])), request_body = Accepted,
    responses((status = 204, description = "Noted.")))]
pub(crate) async fn subscribe(
    State(web): State<Web>,
    Own(own): Own,
    Body(accepted): Body<Accepted>,
) -> Answer<StatusCode> {
    if accepted.accepted.len() > MOST {
        return Err(ApiError::Body);
    }
    mini_programme::subscribe(&web.app, &own, &accepted.accepted).await?;
    Ok(StatusCode::NO_CONTENT)
}
