//! `/counter/receipt/{ticket}/photo.jpg`: the approved photo, to compare with
//! the person; with `?save=1` to be taken over, byte for byte. Every look is
//! logged.

use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;
use usecases::counter::{self, Ticket, Why};

use crate::staff::ClerkVisit;
use crate::{PageError, Web};

#[derive(Deserialize)]
pub(crate) struct How {
    save: Option<u8>,
}

pub(crate) async fn photo(
    State(web): State<Web>,
    ClerkVisit { permit, .. }: ClerkVisit,
    Path(ticket): Path<String>,
    Query(how): Query<How>,
) -> Result<impl IntoResponse, PageError> {
    let (why, shown) = match how.save {
        Some(_) => (Why::HandOver, "attachment"),
        None => (Why::Compare, "inline"),
    };
    let (number, bytes) = counter::photo(&web.app, &permit, &Ticket(ticket), why).await?;
    let headers = [
        (CONTENT_TYPE, "image/jpeg".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("{shown}; filename=\"{number}.jpg\""),
        ),
    ];
    Ok((headers, bytes))
}
