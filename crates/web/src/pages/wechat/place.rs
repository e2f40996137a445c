//! Ways to places that anybody may open: the first page, a document.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Redirect};
use catalogue::DocumentId;
use usecases::mini_programme::{self, Place};

use crate::{PageError, Web};

pub(crate) async fn home_code(State(web): State<Web>) -> Result<impl IntoResponse, PageError> {
    picture(&web, Place::Home).await
}

pub(crate) async fn document_code(
    State(web): State<Web>,
    Path(document): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    picture(&web, named(&document)?).await
}

pub(crate) async fn open_home(State(web): State<Web>) -> Result<Redirect, PageError> {
    leave(&web, Place::Home).await
}

pub(crate) async fn open_document(
    State(web): State<Web>,
    Path(document): Path<String>,
) -> Result<Redirect, PageError> {
    leave(&web, named(&document)?).await
}

fn named(document: &str) -> Result<Place, PageError> {
    let id: DocumentId = document.parse().map_err(|_| PageError::NotFound)?;
    Ok(Place::Document(id))
}

async fn picture(web: &Web, place: Place) -> Result<impl IntoResponse + use<>, PageError> {
    let picture = mini_programme::place_code(&web.app, &place).await?;
    let kept = (CACHE_CONTROL, "public, max-age=86400");
    Ok(([kept, kind(&picture)], picture))
}

async fn leave(web: &Web, place: Place) -> Result<Redirect, PageError> {
    let scene = mini_programme::to(&web.app, &place)?;
    let link = mini_programme::link(&web.app, &scene).await?;
    Ok(Redirect::to(&link))
}

/// The picture's kind: WeChat gives JPEG, and PNG for transparent codes.
pub(super) fn kind(picture: &[u8]) -> (HeaderName, &'static str) {
    let kind = match picture.starts_with(b"\x89PNG") {
        true => "image/png",
        false => "image/jpeg",
    };
    (CONTENT_TYPE, kind)
}
