//! `GET /can-i-use/{document}`: choice of a city; or the answer, if no city
//! decides.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use catalogue::Authority;

use super::answer_page::answer_page;
use crate::pages::choose::{CityQuery, Purpose, city_page};
use crate::{PageError, Visit, Web};

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<CityQuery>,
) -> Result<Response, PageError> {
    let document = Purpose::CanIUse.find_document(&web, &id)?;
    if document.authority == Authority::City {
        city_page(&web, &visit, Purpose::CanIUse, &document, &query)
    } else {
        Ok(answer_page(&web, &visit, &document, None).into_response())
    }
}
