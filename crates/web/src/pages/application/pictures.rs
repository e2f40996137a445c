//! `GET /orders/{number}/photo.jpg` and `…/preview.jpg`: the photo, and a
//! preview of the uploaded picture. `?attempt=` names one of the order's
//! attempts, by default the last. `?save=1` downloads the photo instead of
//! showing it. Not cached.

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::{AttemptId, OrderNumber};
use serde::Deserialize;
use usecases::{AppError, applicant};

use super::file_name::{Saved, disposition};
use super::opened::Opened;
use super::trouble::Trouble;
use crate::client::AskedBy;
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
    let number = own.number();
    let bytes = applicant::photo(&web.app, &own, which.attempt)
        .await
        .map_err(|error| gone(&visit, error, number))?;
    let shown = if which.save.is_some() {
        "attachment"
    } else {
        "inline"
    };
    let order = own.summary(web.app.now());
    let name = (Saved::Photo, "jpg");
    let shown = disposition(visit.speech(), &web, &order, name, shown);
    Ok(jpeg(bytes, shown))
}

pub(crate) async fn preview(
    State(web): State<Web>,
    visit: Visit,
    Opened(own): Opened,
    AskedBy(requester): AskedBy,
    Query(which): Query<Which>,
) -> Result<impl IntoResponse, Trouble> {
    let number = own.number();
    let bytes = applicant::preview(&web.app, &own, requester, which.attempt)
        .await
        .map_err(|error| gone(&visit, error, number))?;
    Ok(jpeg(
        bytes,
        format!("inline; filename=\"{number}-preview.jpg\""),
    ))
}

/// A missing picture is reported as a missing file, not as a missing order.
fn gone(visit: &Visit, error: AppError, number: OrderNumber) -> Trouble {
    match error {
        AppError::NotFound => PageError::NotFound.into(),
        error => Trouble::of(visit, error, Some(number)),
    }
}

fn jpeg(bytes: Vec<u8>, shown: String) -> impl IntoResponse + use<> {
    let headers = [
        (CONTENT_TYPE, "image/jpeg".to_owned()),
        (CACHE_CONTROL, "private, no-store".to_owned()),
        (CONTENT_DISPOSITION, shown),
    ];
    (headers, bytes)
}
