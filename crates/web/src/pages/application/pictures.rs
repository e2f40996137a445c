//! `GET /orders/{number}/photo.jpg` and `…/preview.jpg`: the photo, and the
//! picture it was made from. `?attempt=` names one of the order's pictures;
//! without it the last. With `?save=1` the browser keeps the photo as a file
//! instead of showing it. Never kept by a browser or a proxy.

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::AttemptId;
use serde::Deserialize;
use usecases::applicant::{self, OwnOrder};

use super::opened::Opened;
use super::trouble::Trouble;
use crate::{PageError, Visit, Web};

#[derive(Deserialize)]
pub(crate) struct Which {
    attempt: Option<AttemptId>,
    save: Option<u8>,
}

pub(crate) async fn photo(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    Query(which): Query<Which>,
) -> Result<impl IntoResponse, Trouble> {
    let attempt = named(&web, &visit, &own, &which).await?;
    let number = own.order().number;
    let bytes = applicant::photo(&web.app, &own, attempt)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    let shown = if which.save.is_some() {
        "attachment"
    } else {
        "inline"
    };
    Ok(jpeg(bytes, shown, &format!("{number}.jpg")))
}

pub(crate) async fn preview(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    Query(which): Query<Which>,
) -> Result<impl IntoResponse, Trouble> {
    let attempt = named(&web, &visit, &own, &which).await?;
    let number = own.order().number;
    let bytes = applicant::preview(&web.app, &own, attempt)
        .await
        .map_err(|error| Trouble::of(&visit, error, Some(number)))?;
    Ok(jpeg(bytes, "inline", &format!("{number}-preview.jpg")))
}

/// The attempt that was asked for, if it is one of this order's.
async fn named(
    web: &Web,
    visit: &Visit,
    own: &OwnOrder,
    which: &Which,
) -> Result<AttemptId, Trouble> {
    let order = own.order();
    let asked = which.attempt.or(order.attempt);
    let asked = asked.ok_or(PageError::NotFound)?;
    if Some(asked) == order.attempt {
        return Ok(asked);
    }
    let attempts = applicant::attempts(&web.app, own)
        .await
        .map_err(|error| Trouble::of(visit, error, Some(order.number)))?;
    let is_theirs = attempts.iter().any(|(attempt, _)| attempt.id == asked);
    is_theirs
        .then_some(asked)
        .ok_or_else(|| PageError::NotFound.into())
}

fn jpeg(bytes: Vec<u8>, shown: &str, name: &str) -> impl IntoResponse + use<> {
    let headers = [
        (CONTENT_TYPE, "image/jpeg".to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
        (CONTENT_DISPOSITION, format!("{shown}; filename=\"{name}\"")),
    ];
    (headers, bytes)
}
