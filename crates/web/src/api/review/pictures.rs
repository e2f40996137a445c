//! The pictures of an order under review. Each look is logged.

use axum::extract::State;
use domain::OrderNumber;
use domain::staff::right::Review;
use usecases::Permit;
use usecases::inspector::{self, ReviewPicture};

use crate::Web;
use crate::api::body::{File, Jpeg, jpeg};
use crate::api::credential::{Allowed, Numbered};
use crate::api::error::Answer;

/// A preview of the uploaded picture, upright, at most 1280 pixels a side;
/// deleted once the decision is final.
#[utoipa::path(get, path = "/api/v1/reviews/{number}/original", operation_id = "show_reviewed_original", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The picture.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn original(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
    Numbered(number): Numbered,
) -> Answer<Jpeg> {
    picture(&web, &permit, number, ReviewPicture::Original).await
}

/// The photo.
#[utoipa::path(get, path = "/api/v1/reviews/{number}/photo", operation_id = "show_reviewed_photo", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])),
    responses((status = 200, description = "The photo.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn photo(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
    Numbered(number): Numbered,
) -> Answer<Jpeg> {
    picture(&web, &permit, number, ReviewPicture::Photo).await
}

async fn picture(
    web: &Web,
    reviewer: &Permit<Review>,
    number: OrderNumber,
    which: ReviewPicture,
) -> Answer<Jpeg> {
    let bytes = inspector::picture(&web.app, reviewer, number, which).await?;
    Ok(jpeg(bytes))
}
