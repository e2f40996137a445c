//! `GET /can-i-use/{document}/{city}`: the answer for a city.

use axum::extract::{Path, State};
use axum::response::IntoResponse;

use super::answer_page::answer_page;
use crate::pages::choose::Purpose;
use crate::{PageError, Visit, Web};

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Path((id, code)): Path<(String, String)>,
) -> Result<impl IntoResponse, PageError> {
    let document = Purpose::CanIUse.find_document(&web, &id)?;
    let city = Purpose::CanIUse.find_city(&web, &document, &code)?;
    Ok(answer_page(&web, &visit, &document, Some(&city)))
}
