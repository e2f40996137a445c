//! Uploads a picture; answers with its check results.

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use domain::OrderNumber;
use serde::Serialize;
use usecases::Requester;
use usecases::applicant::{self, OwnOrder, PutPicture};
use utoipa::ToSchema;

use super::order::PictureAnswer;
use crate::api::body::{File, QueryParams};
use crate::api::credential::Own;
use crate::api::error::{Answer, ApiError};
use crate::backdrop::BackdropQuery;
use crate::client::AskedBy;
use crate::guard::BodyMemory;
use crate::upload::{MAKING_S, PATIENCE, ReadError, read_bare, read_field};
use crate::{PageError, Web};

/// Uploads a picture, replacing an earlier one that was not submitted. A
/// picture that gives no photo is stored too, with the reasons in
/// `judgement.wrongs`. Where photos are made by processes of their own, the answer may be 202:
/// the picture is stored, and `show_order` tells what comes of it.
#[utoipa::path(put, path = "/api/v1/orders/{number}/picture", operation_id = "put_picture", tag = "applicant",
    params(("number" = String, Path, description = "The order's number"), BackdropQuery),
    security(("order-token" = [])),
    request_body(content = File, content_type = "application/octet-stream",
        description = "A JPEG, PNG, WebP, HEIC or TIFF file of at most 40,000,000 bytes."),
    responses((status = 200, description = "What came of it.", body = PictureAnswer),
        (status = 202, description = "The photo is still being made.", body = PictureMaking)))]
pub(crate) async fn put(
    State(web): State<Web>,
    Own(own): Own,
    QueryParams(asked): QueryParams<BackdropQuery>,
    AskedBy(requester): AskedBy,
    memory: BodyMemory,
    body: Body,
) -> Answer<Response> {
    let bytes = read_bare(body).await?;
    judged(&web, &own, &asked, (requester, &memory), bytes).await
}

/// A form with a picture, for the description only.
#[derive(ToSchema)]
pub(crate) struct PictureForm {
    /// A JPEG, PNG, WebP, HEIC or TIFF file of at most 40,000,000 bytes.
    #[schema(value_type = String, format = Binary)]
    #[expect(dead_code, reason = "described and never made")]
    picture: Vec<u8>,
}

/// `put_picture` for programs that send files as forms alone, as `wx.uploadFile` does: the
/// picture is the field `picture`.
#[utoipa::path(post, path = "/api/v1/orders/{number}/picture", operation_id = "post_picture", tag = "applicant",
    params(("number" = String, Path, description = "The order's number"), BackdropQuery),
    security(("order-token" = []), ("wechat-session" = [])),
    request_body(content = PictureForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "What came of it.", body = PictureAnswer),
        (status = 202, description = "The photo is still being made.", body = PictureMaking)))]
pub(crate) async fn post(
    State(web): State<Web>,
    Own(own): Own,
    QueryParams(asked): QueryParams<BackdropQuery>,
    AskedBy(requester): AskedBy,
    memory: BodyMemory,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<Response> {
    let mut form = form.map_err(|_| PageError::WrongMediaType)?;
    let bytes = read_field(&mut form).await?;
    judged(&web, &own, &asked, (requester, &memory), bytes).await
}

/// Stores the picture's bytes with the order, and answers with what came of it.
async fn judged(
    web: &Web,
    own: &OwnOrder,
    asked: &BackdropQuery,
    (requester, memory): (Requester, &BodyMemory),
    bytes: Vec<u8>,
) -> Answer<Response> {
    let backdrop = asked.read().ok_or(ApiError::NOT_FOUND)?;
    let mut put = applicant::put_picture_on(&web.app, own, requester, bytes, backdrop).await?;
    if let PutPicture::Making(id) = put {
        memory.give_back();
        put = applicant::picture_within(&web.app, own, id, PATIENCE).await?;
    }
    Ok(answer(web, own.number(), put))
}

/// The answer to a picture that was put.
fn answer(web: &Web, number: OrderNumber, put: PutPicture) -> Response {
    match put {
        PutPicture::Made(made) => {
            Json(PictureAnswer::new(&web.catalogue, &made, None)).into_response()
        }
        PutPicture::Making(_) => {
            let ask = format!("/api/v1/orders/{number}");
            let headers = [(LOCATION, ask.clone()), (RETRY_AFTER, MAKING_S.to_string())];
            let wait_s = MAKING_S;
            let told = Json(PictureMaking { ask, wait_s });
            (StatusCode::ACCEPTED, headers, told).into_response()
        }
    }
}

/// A picture that is stored, and whose photo is still being made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PictureMaking {
    /// Path of the order: its `picture_making` is absent once `picture` is the new one, or
    /// `picture_refused` says why there is none.
    ask: String,
    /// Seconds after which to ask.
    wait_s: u64,
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        match error {
            // The upload was interrupted, or empty.
            ReadError::Page(PageError::FormUnreadable) | ReadError::Empty => Self::Body,
            ReadError::Page(error) => Self::Page(error),
            ReadError::Busy => Self::Busy,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::randomness::seeded;
    use domain::{AttemptId, Timestamp};
    use http_body_util::BodyExt;

    use super::*;
    use crate::testing::Service;

    #[tokio::test]
    async fn a_photo_that_is_being_made_is_asked_for_later() {
        let service = Service::start().await;
        let id = AttemptId::new(Timestamp(0), &mut seeded(1));
        let number = OrderNumber::generate(&mut seeded(1));
        let told = answer(&service.web, number, PutPicture::Making(id));
        assert_eq!(told.status(), 202);
        let ask = format!("/api/v1/orders/{number}");
        assert_eq!(told.headers()[LOCATION], ask.as_str());
        assert_eq!(told.headers()[RETRY_AFTER], "3");
        let bytes = told.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(bytes, format!("{{\"ask\":\"{ask}\",\"wait_s\":3}}"));
    }
}
