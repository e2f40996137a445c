//! `GET /apply/{document}/{city}`: the photo requirements there. Remembers the
//! city on this device.

use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse};

use super::specification::specification_page;
use crate::pages::choose::Purpose;
use crate::visit::{CITY_COOKIE, YEAR_S};
use crate::{PageError, Visit, Web};

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Path((id, code)): Path<(String, String)>,
) -> Result<impl IntoResponse, PageError> {
    let document = Purpose::Apply.find_document(&web, &id)?;
    let city = Purpose::Apply.find_city(&web, &document, &code)?;
    let cookie = visit.cookie(CITY_COOKIE, &city.code.to_string(), YEAR_S);
    let page = specification_page(&web, &visit, &document, Some(&city));
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), page))
}
