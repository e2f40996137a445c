//! `/office/staff/{id}/window`: the documents and cities that a clerk serves at
//! the counter. Receipts for others do not exist for them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::{DocumentId, Gives};
use domain::StaffId;
use domain::staff::Scope;
use domain::staff::right::ManageStaff;
use serde::Deserialize;
use usecases::operator;
use usecases::sign_in::SignedIn;

use super::keys::cities;
use crate::pages::application::about;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "office/window.html")]
pub(crate) struct WindowOf {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    back: String,
    name: String,
    documents: Vec<Choice>,
    cities: String,
    cities_error: String,
}

struct Choice {
    id: String,
    name: String,
    ticked: bool,
}

/// The submitted form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct WindowForm {
    #[serde(default)]
    document: Vec<String>,
    #[serde(default)]
    cities: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    Path(id): Path<String>,
) -> Result<Page<WindowOf>, PageError> {
    let id: StaffId = id.parse().map_err(|_| PageError::NotFound)?;
    let s = visit.visit.speech();
    let window = operator::window(&web.app, &visit.permit, id).await?;
    let names = window
        .cities
        .iter()
        .map(|code| about::place_name(s, &web, *code));
    let form = WindowForm {
        document: window.documents.iter().map(ToString::to_string).collect(),
        cities: names.collect::<Vec<_>>().join(" "),
    };
    show(&web, &visit, id, form, String::new()).await
}

pub(crate) async fn set(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    Path(id): Path<String>,
    CsrfForm(typed): CsrfForm<WindowForm>,
) -> Result<Response, PageError> {
    let id: StaffId = id.parse().map_err(|_| PageError::NotFound)?;
    let cities = match cities(&web.catalogue, &typed.cities) {
        Ok(cities) => cities,
        Err(unknown) => {
            let s = visit.visit.speech();
            let error = s.with("city", unknown).say("office-key-city-unknown");
            let page = show(&web, &visit, id, typed, error).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let documents = typed.document.iter().map(|id| id.parse());
    let documents: Result<Vec<DocumentId>, _> = documents.collect();
    let documents = documents.map_err(|_| PageError::FormUnreadable)?;
    let window = Scope { documents, cities };
    operator::set_window(&web.app, &visit.permit, id, window).await?;
    Ok(Redirect::to(&format!("/office/staff/{id}")).into_response())
}

async fn show(
    web: &Web,
    visit: &Permitted<ManageStaff>,
    id: StaffId,
    typed: WindowForm,
    cities_error: String,
) -> Result<Page<WindowOf>, PageError> {
    let s = visit.visit.speech();
    let colleague = operator::colleague(&web.app, &visit.permit, id).await?;
    let documents = web.catalogue.documents().iter();
    Ok(Page(WindowOf {
        s,
        frame: Frame::new(&visit.visit, s.say("office-window")),
        me: visit.me.clone(),
        back: format!("/office/staff/{id}"),
        name: colleague.name,
        documents: documents
            .filter(|document| document.gives == Gives::Receipt)
            .map(|document| Choice {
                id: document.id.to_string(),
                name: s.of(&document.names).to_owned(),
                ticked: typed.document.iter().any(|id| document.id == id.as_str()),
            })
            .collect(),
        cities: typed.cities,
        cities_error,
    }))
}
