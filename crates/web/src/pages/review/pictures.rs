//! The pictures of the order before an inspector. Every look is logged; a
//! browser keeps one for a minute, so that zooming is not ten looks.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::OrderNumber;
use usecases::inspector::{self, Which};

use crate::staff::ReviewerVisit;
use crate::{PageError, Web};

pub(crate) async fn photo(
    State(web): State<Web>,
    reviewer: ReviewerVisit,
    Path(number): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    picture(&web, &reviewer, &number, Which::Photo).await
}

pub(crate) async fn original(
    State(web): State<Web>,
    reviewer: ReviewerVisit,
    Path(number): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    picture(&web, &reviewer, &number, Which::Original).await
}

async fn picture(
    web: &Web,
    reviewer: &ReviewerVisit,
    number: &str,
    which: Which,
) -> Result<impl IntoResponse + use<>, PageError> {
    let number = OrderNumber::parse(number).map_err(|_| PageError::NotFound)?;
    let bytes = inspector::picture(&web.app, &reviewer.permit, number, which).await?;
    let headers = [
        (CONTENT_TYPE, "image/jpeg"),
        (CACHE_CONTROL, "private, max-age=60"),
    ];
    Ok((headers, bytes))
}
