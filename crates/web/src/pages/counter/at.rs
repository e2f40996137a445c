//! `/counter/at`: the document and city of this counter, stored in a cookie of
//! its browser and chosen within what the operator gave to the clerk. Receipts
//! for others are marked as such; beyond what was given there are none.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::{DivisionCode, DocumentId, Gives, LookupError};
use serde::Deserialize;
use usecases::Permit;
use usecases::counter::{self, Window};
use usecases::sign_in::SignedIn;

use crate::pages::application::about;
use crate::staff::Permitted;
use crate::visit::YEAR_S;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Visit, Web};
use domain::staff::Scope;
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

/// What this window is for, in words: what was chosen here, else what the
/// operator gave; empty if neither limits it.
pub(crate) async fn line(
    s: Speech,
    web: &Web,
    permit: &Permit<LookUpReceipt>,
    window: &Window,
) -> Result<String, PageError> {
    let given = counter::given_window(&web.app, permit).await?;
    // What was chosen before the operator limited the account is no choice.
    let is_within = window
        .document
        .as_ref()
        .is_none_or(|id| given.has_document(id));
    let chosen = words(s, web, window);
    if chosen.is_empty() || !is_within {
        return Ok(given_words(s, web, &given));
    }
    Ok(chosen)
}

fn given_words(s: Speech, web: &Web, given: &Scope) -> String {
    let documents = given.documents.iter();
    let documents = documents.map(|id| about::document_name(s, web, id));
    let places = given
        .cities
        .iter()
        .map(|code| about::place_name(s, web, *code));
    documents.chain(places).collect::<Vec<_>>().join(" · ")
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
    /// What the operator gave this account; empty for everything.
    given: String,
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
    Permitted { visit, me, permit }: Permitted<LookUpReceipt>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let s = visit.speech();
    let window = window(&visit, &headers);
    let city = window.city.map(|code| about::place_name(s, &web, code));
    let frame = Frame::new(&visit, s.say("counter-at"));
    let given = counter::given_window(&web.app, &permit).await?;
    Ok(Page(AtPage {
        documents: documents(s, &web, &given, window.document.as_ref()),
        given: given_words(s, &web, &given),
        city: city.unwrap_or_default(),
        city_error: String::new(),
        s,
        frame,
        me,
    }))
}

/// The documents to choose from, within what the operator gave.
fn documents(
    s: Speech,
    web: &Web,
    given: &Scope,
    chosen: Option<&DocumentId>,
) -> Vec<DocumentChoice> {
    let choice = |document: &catalogue::Document| DocumentChoice {
        id: document.id.to_string(),
        name: s.of(&document.names).to_owned(),
        is_chosen: chosen == Some(&document.id),
    };
    let documents = web.catalogue.documents().iter();
    // A counter takes receipts: what has none is not brought to it.
    let within = documents
        .filter(|document| document.gives == Gives::Receipt)
        .filter(|document| given.has_document(&document.id));
    within.map(choice).collect()
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
    Permitted { visit, me, permit }: Permitted<LookUpReceipt>,
    CsrfForm(chosen): CsrfForm<Chosen>,
) -> Result<Response, PageError> {
    let s = visit.speech();
    let given = counter::given_window(&web.app, &permit).await?;
    let document = web.catalogue.document_by_id(&chosen.document);
    let document = document.filter(|document| given.has_document(&document.id));
    let asked = chosen.city.trim();
    let city = match asked {
        "" => Ok(None),
        _ => code_of(&web, asked).map(Some),
    };
    let outside = |code: &DivisionCode| {
        let province = given.cities.iter().any(|city| city.province() == *code);
        !given.cities.is_empty() && !given.cities.contains(code) && !province
    };
    let refused = match &city {
        Err(_) => Some("counter-at-no-city"),
        Ok(Some(code)) if outside(code) => Some("counter-at-outside"),
        Ok(_) => None,
    };
    let code = match (city, refused) {
        (Ok(code), None) => code,
        (_, refused) => {
            let error = refused.unwrap_or("counter-at-no-city");
            let page = AtPage {
                documents: documents(s, &web, &given, document.map(|document| &document.id)),
                given: given_words(s, &web, &given),
                city: asked.to_owned(),
                city_error: s.say(error),
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
