//! `/counter/at`: the document and city of this counter, stored in a cookie of
//! its browser. Receipts for others are marked as such.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::{DivisionCode, DocumentId, LookupError};
use serde::Deserialize;
use usecases::counter::Window;
use usecases::sign_in::SignedIn;

use crate::pages::application::about;
use crate::staff::Permitted;
use crate::visit::YEAR_S;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Visit, Web};
use domain::staff::right::LookUpReceipt;

/// Cookie value: `<document>.<city>`, either may be empty.
const COOKIE: &str = "window";

/// The counter's document and city from the cookie; an unreadable one means
/// any.
pub(crate) fn window(visit: &Visit, headers: &HeaderMap) -> Window {
    let Some((document, city)) = visit
        .read_cookie(headers, COOKIE)
        .and_then(|v| v.split_once('.'))
    else {
        return Window::default();
    };
    Window {
        document: document.parse().ok(),
        city: city.parse().ok(),
    }
}

/// Document and place in words; empty if the counter accepts any.
pub(crate) fn words(s: Speech, web: &Web, window: &Window) -> String {
    let document = window
        .document
        .as_ref()
        .map(|id| about::document_name(s, web, id));
    let place = window.city.map(|code| about::place_name(s, web, code));
    [document, place]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

#[derive(Template)]
#[template(path = "counter/at.html")]
struct AtPage {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    documents: Vec<DocumentChoice>,
    city: String,
    city_error: String,
}

struct DocumentChoice {
    id: String,
    name: String,
    is_chosen: bool,
}

pub(crate) async fn page(
    State(web): State<Web>,
    Permitted { visit, me, .. }: Permitted<LookUpReceipt>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let s = visit.speech();
    let window = window(&visit, &headers);
    let city = window.city.map(|code| about::place_name(s, &web, code));
    let frame = Frame::new(&visit, s.say("counter-at"));
    Page(AtPage {
        documents: documents(s, &web, window.document.as_ref()),
        city: city.unwrap_or_default(),
        city_error: String::new(),
        s,
        frame,
        me,
    })
}

fn documents(s: Speech, web: &Web, chosen: Option<&DocumentId>) -> Vec<DocumentChoice> {
    let choice = |document: &catalogue::Document| DocumentChoice {
        id: document.id.to_string(),
        name: s.of(&document.names).to_owned(),
        is_chosen: chosen == Some(&document.id),
    };
    web.catalogue.documents().iter().map(choice).collect()
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    document: String,
    #[serde(default)]
    city: String,
}

pub(crate) async fn choose(
    State(web): State<Web>,
    Permitted { visit, me, .. }: Permitted<LookUpReceipt>,
    CsrfForm(chosen): CsrfForm<Chosen>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let document = web.catalogue.document_by_id(&chosen.document);
    let asked = chosen.city.trim();
    let city = match asked {
        "" => Ok(None),
        _ => code_of(&web, asked).map(Some),
    };
    let code = match city {
        Ok(code) => code,
        Err(_) => {
            let page = AtPage {
                documents: documents(s, &web, document.map(|document| &document.id)),
                city: asked.to_owned(),
                city_error: s.say("counter-at-no-city"),
                frame: Frame::new(&visit, s.say("counter-at")),
                s,
                me,
            };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
        }
    };
    let value = format!(
        "{}.{}",
        document.map_or("", |document| document.id.as_str()),
        code.map(|code| code.to_string()).unwrap_or_default()
    );
    let cookie = visit.cookie(COOKIE, &value, YEAR_S);
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/counter")).into_response())
}

/// The code of a province by name, or of a city by name, pinyin or code.
fn code_of(web: &Web, asked: &str) -> Result<DivisionCode, LookupError> {
    let provinces = web.catalogue.provinces();
    let province = provinces.iter().find(|province| {
        province.names.zh == asked
            || province.short == asked
            || province.names.en.eq_ignore_ascii_case(asked)
    });
    match province {
        Some(province) => Ok(province.code),
        None => web.catalogue.city(asked).map(|city| city.code),
    }
}
