//! `/office/keys`: keys of programs; `POST` makes one, which is shown once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::Catalogue;
use domain::ApiKeyId;
use domain::staff::Role;
use serde::Deserialize;
use storage::ApiKey;
use usecases::operator::NewKey;
use usecases::sign_in::SignedIn;
use usecases::{AppError, operator};

use super::role_choices::{RoleChoice, choices, in_words};
use crate::china_time::shown;
use crate::staff::ManagerVisit;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "office/keys.html")]
pub(crate) struct Keys {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    rows: Vec<Row>,
    /// The key just made, with its name.
    made: Option<Made>,
    typed_name: String,
    name_error: String,
    roles: Vec<RoleChoice>,
    roles_error: String,
    documents: Vec<DocumentChoice>,
    cities: String,
    cities_error: String,
}

struct Row {
    id: String,
    name: String,
    roles: String,
    documents: String,
    cities: String,
    made: String,
    revoked: Option<String>,
}

struct Made {
    name: String,
    key: String,
}

struct DocumentChoice {
    id: String,
    name: String,
    ticked: bool,
}

/// What was typed to make a key.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: Vec<Role>,
    #[serde(default)]
    document: Vec<String>,
    #[serde(default)]
    cities: String,
}

/// The form has its token and nothing else.
#[derive(Debug, Deserialize)]
pub(crate) struct Revoke {}

#[derive(Default)]
struct Errors {
    name: String,
    roles: String,
    cities: String,
}

impl Errors {
    fn are_none(&self) -> bool {
        [&self.name, &self.roles, &self.cities]
            .iter()
            .all(|error| error.is_empty())
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: ManagerVisit,
) -> Result<Page<Keys>, PageError> {
    show(&web, &visit, Typed::default(), Errors::default(), None).await
}

pub(crate) async fn add(
    State(web): State<Web>,
    visit: ManagerVisit,
    CsrfForm(typed): CsrfForm<Typed>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let mut errors = Errors::default();
    if typed.role.is_empty() {
        errors.roles = s.say("office-roles-none");
    }
    let cities = cities(&web.catalogue, &typed.cities).unwrap_or_else(|unknown| {
        errors.cities = s.with("city", unknown).say("office-key-city-unknown");
        Vec::new()
    });
    if errors.are_none() {
        let new = NewKey {
            name: typed.name.clone(),
            roles: typed.role.iter().copied().collect(),
            documents: typed.document.clone(),
            cities,
        };
        match operator::add_api_key(&web.app, &visit.permit, new).await {
            Ok(key) => {
                let made = Made {
                    name: typed.name.trim().to_owned(),
                    key,
                };
                let none = Typed::default();
                let page = show(&web, &visit, none, errors, Some(made)).await?;
                return Ok(page.into_response());
            }
            Err(AppError::Text) => errors.name = s.say("office-name-wrong"),
            Err(error) => return Err(error.into()),
        }
    }
    let page = show(&web, &visit, typed, errors, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(crate) async fn revoke(
    State(web): State<Web>,
    visit: ManagerVisit,
    Path(id): Path<String>,
    CsrfForm(Revoke {}): CsrfForm<Revoke>,
) -> Result<Redirect, PageError> {
    let id: ApiKeyId = id.parse().map_err(|_| PageError::NotFound)?;
    operator::revoke_api_key(&web.app, &visit.permit, id).await?;
    Ok(Redirect::to("/office/keys"))
}

/// The codes of cities written by name or code, apart by spaces or commas.
///
/// # Errors
/// The first that is no city.
fn cities(catalogue: &Catalogue, text: &str) -> Result<Vec<u32>, String> {
    text.split(|c: char| c.is_whitespace() || [',', '，', '、', ';', '；'].contains(&c))
        .filter(|name| !name.is_empty())
        .map(|name| {
            let city = catalogue.city(name).map_err(|_| name.to_owned())?;
            Ok(city.code.number())
        })
        .collect()
}

async fn show(
    web: &Web,
    visit: &ManagerVisit,
    typed: Typed,
    errors: Errors,
    made: Option<Made>,
) -> Result<Page<Keys>, PageError> {
    let s = visit.visit.speech();
    let keys = operator::api_keys(&web.app, &visit.permit).await?;
    let documents = web.catalogue.documents().iter();
    Ok(Page(Keys {
        s,
        frame: Frame::new(&visit.visit, s.say("office-keys")),
        me: visit.me.clone(),
        rows: keys.into_iter().map(|key| row(s, web, key)).collect(),
        made,
        roles: choices(s, typed.role.into_iter().collect()),
        roles_error: errors.roles,
        documents: documents
            .map(|document| DocumentChoice {
                id: document.id.clone(),
                name: s.of(&document.names).to_owned(),
                ticked: typed.document.contains(&document.id),
            })
            .collect(),
        typed_name: typed.name,
        name_error: errors.name,
        cities: typed.cities,
        cities_error: errors.cities,
    }))
}

fn row(s: Speech, web: &Web, key: ApiKey) -> Row {
    let comma = s.say("office-list-comma");
    let all_where_empty = |names: Vec<String>| {
        if names.is_empty() {
            s.say("office-all")
        } else {
            names.join(&comma)
        }
    };
    let document = |id: &String| {
        let documents = web.catalogue.documents();
        let found = documents.iter().find(|document| document.id == *id);
        found.map_or(id.clone(), |document| s.of(&document.names).to_owned())
    };
    let city = |code: &u32| {
        let cities = web.catalogue.cities();
        let found = cities.iter().find(|city| city.code.number() == *code);
        found.map_or(code.to_string(), |city| s.of(&city.names).to_owned())
    };
    Row {
        id: key.id.to_string(),
        name: key.name,
        roles: in_words(s, key.roles),
        documents: all_where_empty(key.documents.iter().map(document).collect()),
        cities: all_where_empty(key.cities.iter().map(city).collect()),
        made: shown(key.created_at),
        revoked: key.revoked_at.map(shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_by_name_or_code() {
        let catalogue = Catalogue::embedded().unwrap();
        let check = |text: &str, expected: Result<&[u32], &str>| {
            let expected = expected.map(<[u32]>::to_vec).map_err(str::to_owned);
            assert_eq!(cities(&catalogue, text), expected, "{text}");
        };
        check("", Ok(&[]));
        check("深圳", Ok(&[440_300]));
        check("440300, 广州市、九江", Ok(&[440_300, 440_100, 360_400]));
        check("深圳 nowhere", Err("nowhere"));
        check("广东省", Err("广东省"));
    }
}
