//! `/counter/receipt/{ticket}/photo.jpg`: the approved photo, to compare with
//! the person; `?save=1` downloads it, byte for byte. Every look is logged.

use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;
use usecases::counter::{self, PhotoPurpose, Ticket};

use crate::staff::Permitted;
use crate::{PageError, Web};
use domain::staff::right::LookUpReceipt;

#[derive(Deserialize)]
pub(crate) struct How {
    save: Option<u8>,
}

pub(crate) async fn photo(
    State(web): State<Web>,
    Permitted { permit, .. }: Permitted<LookUpReceipt>,
    Path(ticket): Path<String>,
    Query(how): Query<How>,
) -> Result<impl IntoResponse, PageError> {
    let (purpose, shown) = match how.save {
        Some(_) => (PhotoPurpose::HandOver, "attachment"),
        None => (PhotoPurpose::Compare, "inline"),
    };
    let (number, bytes) = counter::photo(&web.app, &permit, &Ticket(ticket), purpose).await?;
    let headers = [
        (CONTENT_TYPE, "image/jpeg".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("{shown}; filename=\"{number}.jpg\""),
        ),
    ];
    Ok((headers, bytes))
}
