//! The pictures of an order under review. Every request is logged; browsers may
//! cache a picture for a minute, so that zooming is logged once.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::OrderNumber;
use usecases::inspector::{self, ReviewPicture};

use crate::staff::Permitted;
use crate::{PageError, Web};
use domain::staff::right::Review;

pub(crate) async fn photo(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    picture(&web, &reviewer, &number, ReviewPicture::Photo).await
}

pub(crate) async fn original(
    State(web): State<Web>,
    reviewer: Permitted<Review>,
    Path(number): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    picture(&web, &reviewer, &number, ReviewPicture::Original).await
}

async fn picture(
    web: &Web,
    reviewer: &Permitted<Review>,
    number: &str,
    which: ReviewPicture,
) -> Result<impl IntoResponse + use<>, PageError> {
    let number = OrderNumber::parse(number).map_err(|_| PageError::NotFound)?;
    let bytes = inspector::picture(&web.app, &reviewer.permit, number, which).await?;
    let headers = [
        (CONTENT_TYPE, "image/jpeg"),
        (CACHE_CONTROL, "private, max-age=60"),
    ];
    Ok((headers, bytes))
}
