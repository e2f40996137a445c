//! `POST /apply/{document}/{city}` and `POST /apply/{document}`: 下一步 begins a
//! draft and redirects to the picture page.

use axum::extract::{Path, State};
use axum::response::Response;
use catalogue::{Authority, City, Document};
use usecases::applicant;

use super::address::Step;
use super::reader::Reader;
use super::trouble::Trouble;
use crate::pages::answer::AnswerView;
use crate::pages::choose::Purpose;
use crate::{CsrfForm, PageError, Pressed, Visit, Web};

pub(crate) async fn in_city(
    State(web): State<Web>,
    visit: Visit,
    reader: Reader,
    Path((id, code)): Path<(String, String)>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Response, Trouble> {
    let document = Purpose::Apply.find_document(&web, &id)?;
    let city = Purpose::Apply.find_city(&web, &document, &code)?;
    begin(&web, (&visit, reader), &document, Some(&city)).await
}

pub(crate) async fn anywhere(
    State(web): State<Web>,
    visit: Visit,
    reader: Reader,
    Path(id): Path<String>,
    CsrfForm(Pressed {}): CsrfForm<Pressed>,
) -> Result<Response, Trouble> {
    let document = Purpose::Apply.find_document(&web, &id)?;
    if document.authority == Authority::City {
        return Err(PageError::UnknownCity(Vec::new()).into());
    }
    begin(&web, (&visit, reader), &document, None).await
}

async fn begin(
    web: &Web,
    (visit, reader): (&Visit, Reader),
    document: &Document,
    city: Option<&City>,
) -> Result<Response, Trouble> {
    let answer = AnswerView::new(visit.speech(), &web.catalogue, document, city);
    if !answer.goes_on() {
        return Err(Trouble::not_accepted(visit, answer.reason, answer.instead));
    }
    let purpose = domain::Purpose {
        document: document.id.clone(),
        city: city.map(|city| city.code),
    };
    let device = web.app.digest_device(visit.device());
    let own = applicant::begin(&web.app, device, purpose)
        .await
        .map_err(|error| Trouble::of(visit, error, None))?;
    Ok(reader.on(&Step::Picture.of(own.number())))
}
