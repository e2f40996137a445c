//! `GET /brand/{hash}/{name}`: the logo and the style sheet of the colour.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::{PageError, Web};

/// What an address names, whose hash is that of its bytes, never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The logo or the style sheet; an address of before a change is not found.
pub(crate) async fn serve(
    State(web): State<Web>,
    Path((hash, name)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let brand = &web.settings.brand;
    let found = match name.as_str() {
        "logo.png" => brand
            .logo()
            .filter(|logo| logo.hash == hash)
            .map(|logo| ("image/png", logo.png.to_vec())),
        "accent.css" => brand
            .accent()
            .filter(|accent| accent.digits() == hash)
            .map(|accent| ("text/css; charset=utf-8", accent.style().into_bytes())),
        _ => None,
    };
    let (kind, bytes) = found.ok_or(PageError::NotFound)?;
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_EVER)], bytes).into_response())
}
