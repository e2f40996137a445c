//! `/office/keys`: API keys of programs; `POST` makes one, which is shown once.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use catalogue::{Catalogue, DivisionCode, DocumentId};
use domain::ApiKeyId;
use domain::staff::{Role, Scope};
use serde::Deserialize;
use usecases::operator::{ApiKeyView, NewKey};
use usecases::sign_in::SignedIn;
use usecases::{AppError, operator};

use super::role_choices::{RoleChoice, choices, in_words};
use crate::china_time::shown;
use crate::pages::application::about;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::ManageApiKeys;

#[derive(Template)]
#[template(path = "office/keys.html")]
pub(crate) struct Keys {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    rows: Vec<KeyRow>,
    /// The new key, with its name.
    made: Option<MadeKey>,
    typed_name: String,
    name_error: String,
    roles: Vec<RoleChoice>,
    roles_error: String,
    documents: Vec<DocumentChoice>,
    cities: String,
    cities_error: String,
    ends: String,
    ends_error: String,
}

struct KeyRow {
    id: String,
    name: String,
    roles: String,
    documents: String,
    cities: String,
    made: String,
    used: String,
    ends: Option<String>,
    revoked: Option<String>,
}

struct MadeKey {
    name: String,
    key: String,
}

struct DocumentChoice {
    id: String,
    name: String,
    ticked: bool,
}

/// The submitted form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct KeyForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: Vec<Role>,
    #[serde(default)]
    document: Vec<String>,
    #[serde(default)]
    cities: String,
    /// The last day it is good for, as a date; empty for no end.
    #[serde(default)]
    ends: String,
}

/// A form with its token only.
#[derive(Debug, Deserialize)]
pub(crate) struct Revoke {}

#[derive(Default)]
struct KeyErrors {
    name: String,
    roles: String,
    cities: String,
    ends: String,
}

impl KeyErrors {
    fn are_none(&self) -> bool {
        [&self.name, &self.roles, &self.cities, &self.ends]
            .iter()
            .all(|error| error.is_empty())
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ManageApiKeys>,
) -> Result<Page<Keys>, PageError> {
    show(&web, &visit, KeyForm::default(), KeyErrors::default(), None).await
}

pub(crate) async fn add(
    State(web): State<Web>,
    visit: Permitted<ManageApiKeys>,
    CsrfForm(typed): CsrfForm<KeyForm>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let mut errors = KeyErrors::default();
    if typed.role.is_empty() {
        errors.roles = s.say("office-roles-none");
    }
    let cities = cities(&web.catalogue, &typed.cities).unwrap_or_else(|unknown| {
        errors.cities = s.with("city", unknown).say("office-key-city-unknown");
        Vec::new()
    });
    let expires_at = match typed.ends.trim() {
        "" => None,
        date => {
            let end = date.parse().ok().map(domain::china::ends);
            if end.is_none() {
                errors.ends = s.say("office-key-end-wrong");
            }
            end
        }
    };
    if errors.are_none() {
        let documents = typed.document.iter().map(|id| id.parse());
        let documents: Result<Vec<DocumentId>, _> = documents.collect();
        let documents = documents.map_err(|_| PageError::FormUnreadable)?;
        let new = NewKey {
            name: typed.name.clone(),
            expires_at,
            roles: typed.role.iter().copied().collect(),
            scope: Scope { documents, cities },
        };
        match operator::add_api_key(&web.app, &visit.permit, new).await {
            Ok(key) => {
                let made = MadeKey {
                    name: typed.name.trim().to_owned(),
                    key,
                };
                let none = KeyForm::default();
                let page = show(&web, &visit, none, errors, Some(made)).await?;
                return Ok(page.into_response());
            }
            Err(AppError::EndPassed) => errors.ends = s.say("office-key-end-wrong"),
            Err(AppError::SecondNeeded) => errors.roles = s.say("office-key-beyond"),
            Err(AppError::Text) => errors.name = s.say("office-name-wrong"),
            Err(error) => return Err(error.into()),
        }
    }
    let page = show(&web, &visit, typed, errors, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(crate) async fn revoke(
    State(web): State<Web>,
    visit: Permitted<ManageApiKeys>,
    Path(id): Path<String>,
    CsrfForm(Revoke {}): CsrfForm<Revoke>,
) -> Result<Redirect, PageError> {
    let id: ApiKeyId = id.parse().map_err(|_| PageError::NotFound)?;
    operator::revoke_api_key(&web.app, &visit.permit, id).await?;
    Ok(Redirect::to("/office/keys"))
}

/// The codes of cities given by name or code, separated by spaces or commas.
///
/// # Errors
/// The first text that is not a city.
pub(super) fn cities(catalogue: &Catalogue, text: &str) -> Result<Vec<DivisionCode>, String> {
    text.split(|c: char| c.is_whitespace() || [',', '，', '、', ';', '；'].contains(&c))
        .filter(|name| !name.is_empty())
        .map(|name| {
            let city = catalogue.city(name).map_err(|_| name.to_owned())?;
            Ok(city.code)
        })
        .collect()
}

async fn show(
    web: &Web,
    visit: &Permitted<ManageApiKeys>,
    typed: KeyForm,
    errors: KeyErrors,
    made: Option<MadeKey>,
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
                id: document.id.to_string(),
                name: s.of(&document.names).to_owned(),
                ticked: typed.document.iter().any(|id| document.id == id.as_str()),
            })
            .collect(),
        typed_name: typed.name,
        name_error: errors.name,
        cities: typed.cities,
        cities_error: errors.cities,
        ends: typed.ends,
        ends_error: errors.ends,
    }))
}

fn row(s: Speech, web: &Web, key: ApiKeyView) -> KeyRow {
    let comma = s.say("office-list-comma");
    let all_where_empty = |names: Vec<String>| {
        if names.is_empty() {
            s.say("office-all")
        } else {
            names.join(&comma)
        }
    };
    let documents = key.scope.documents.iter();
    let cities = key.scope.cities.iter();
    KeyRow {
        id: key.id.to_string(),
        name: key.name,
        roles: in_words(s, key.roles),
        documents: all_where_empty(
            documents
                .map(|id| about::document_name(s, web, id))
                .collect(),
        ),
        cities: all_where_empty(
            cities
                .map(|code| about::place_name(s, web, *code))
                .collect(),
        ),
        made: shown(key.created_at),
        used: key
            .used_at
            .map_or_else(|| s.say("office-key-never-used"), shown),
        ends: key.expires_at.map(shown),
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
            let found = cities(&catalogue, text);
            let found = found.map(|all| all.iter().map(|code| code.number()).collect());
            let expected = expected.map(<[u32]>::to_vec).map_err(str::to_owned);
            assert_eq!(found, expected, "{text}");
        };
        check("", Ok(&[]));
        check("深圳", Ok(&[440_300]));
        check("440300, 广州市、九江", Ok(&[440_300, 440_100, 360_400]));
        check("深圳 nowhere", Err("nowhere"));
        check("广东省", Err("广东省"));
    }
}
