//! `/wechat/pictures/{name}`: a photo that WeChat was asked to look at. Outside the rate
//! limits, as WeChat fetches many from one address; only names that the service made open
//! anything, each for an hour.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use usecases::mini_programme::{self, PICTURE_PATH};

use crate::{PageError, Web};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route(&format!("{PICTURE_PATH}/{{name}}"), get(picture))
}

async fn picture(
    State(web): State<Web>,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    let photo = mini_programme::fetched(&web.app, &name).await?;
    let headers = [
        (CONTENT_TYPE, "image/jpeg"),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, photo))
}
