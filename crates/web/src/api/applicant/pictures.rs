//! The photo, and the uploaded picture.

use axum::extract::State;
use usecases::applicant;

use crate::Web;
use crate::api::body::{File, Jpeg, jpeg};
use crate::api::credential::Own;
use crate::api::error::Answer;
use crate::client::AskedBy;

/// The photo made from the last picture.
#[utoipa::path(get, path = "/api/v1/orders/{number}/photo", operation_id = "show_photo", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The photo.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn photo(State(web): State<Web>, Own(own): Own) -> Answer<Jpeg> {
    Ok(jpeg(applicant::photo(&web.app, &own, None).await?))
}

/// The photo made from the last picture, small, for a list: 160 pixels on its longer side,
/// some 5 KB.
#[utoipa::path(get, path = "/api/v1/orders/{number}/photo/small", operation_id = "small_photo", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = []), ("wechat-session" = [])),
    responses((status = 200, description = "The photo.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn small_photo(State(web): State<Web>, Own(own): Own) -> Answer<Jpeg> {
    Ok(jpeg(applicant::small_photo(&web.app, &own).await?))
}

/// A preview of the last picture, upright, at most 1280 pixels a side; deleted
/// once the decision is final.
#[utoipa::path(get, path = "/api/v1/orders/{number}/preview", operation_id = "show_preview", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The picture.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn preview(
    State(web): State<Web>,
    Own(own): Own,
    AskedBy(requester): AskedBy,
) -> Answer<Jpeg> {
    Ok(jpeg(
        applicant::preview(&web.app, &own, requester, None).await?,
    ))
}
