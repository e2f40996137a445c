//! Uploads a picture; answers with its check results.

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use usecases::Requester;
use usecases::applicant::{self, OwnOrder};
use utoipa::ToSchema;

use super::order::PictureAnswer;
use crate::api::body::{File, QueryParams};
use crate::api::credential::Own;
use crate::api::error::{Answer, ApiError};
use crate::backdrop::BackdropQuery;
use crate::client::AskedBy;
use crate::upload::{ReadError, read_bare, read_field};
use crate::{PageError, Web};

/// Uploads a picture, replacing an earlier one that was not submitted. A
/// picture that gives no photo is stored too, with the reasons in
/// `judgement.wrongs`.
#[utoipa::path(put, path = "/api/v1/orders/{number}/picture", operation_id = "put_picture", tag = "applicant",
    params(("number" = String, Path, description = "The order's number"), BackdropQuery),
    security(("order-token" = [])),
    request_body(content = File, content_type = "application/octet-stream",
        description = "A JPEG, PNG, WebP or HEIC file of at most 40,000,000 bytes."),
    responses((status = 200, description = "What came of it.", body = PictureAnswer)))]
pub(crate) async fn put(
    State(web): State<Web>,
    Own(own): Own,
    QueryParams(asked): QueryParams<BackdropQuery>,
    AskedBy(requester): AskedBy,
    body: Body,
) -> Answer<Json<PictureAnswer>> {
    let bytes = read_bare(body).await?;
    judged(&web, &own, &asked, requester, bytes).await
}

/// A form with a picture, for the description only.
#[derive(ToSchema)]
pub(crate) struct PictureForm {
    /// A JPEG, PNG, WebP or HEIC file of at most 40,000,000 bytes.
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
    responses((status = 200, description = "What came of it.", body = PictureAnswer)))]
pub(crate) async fn post(
    State(web): State<Web>,
    Own(own): Own,
    QueryParams(asked): QueryParams<BackdropQuery>,
    AskedBy(requester): AskedBy,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<Json<PictureAnswer>> {
    let mut form = form.map_err(|_| PageError::WrongMediaType)?;
    let bytes = read_field(&mut form).await?;
    judged(&web, &own, &asked, requester, bytes).await
}

/// Stores the picture's bytes with the order, and answers with what came of it.
async fn judged(
    web: &Web,
    own: &OwnOrder,
    asked: &BackdropQuery,
    requester: Requester,
    bytes: Vec<u8>,
) -> Answer<Json<PictureAnswer>> {
    let backdrop = asked.read().ok_or(ApiError::NOT_FOUND)?;
    let put = applicant::put_picture_on(&web.app, own, requester, bytes, backdrop).await?;
    Ok(Json(PictureAnswer::new(&web.catalogue, &put, None)))
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
