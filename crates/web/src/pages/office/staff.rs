//! `/office/staff`: who works here; `POST` adds somebody.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::staff::throttle::SignIn;
use domain::staff::{Role, Roles};
use serde::Deserialize;
use storage::{Colleague, StorageError};
use usecases::sign_in::SignedIn;
use usecases::{AppError, operator};

use super::role_choices::{RoleChoice, choices, in_words};
use crate::china_time::day;
use crate::staff::ManagerVisit;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};

#[derive(Template)]
#[template(path = "office/staff.html")]
pub(crate) struct Staff {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    rows: Vec<Row>,
    /// The person just added, and the password they sign in with once.
    added: Option<Added>,
    typed_name: String,
    name_error: String,
    roles: Vec<RoleChoice>,
    roles_error: String,
}

struct Row {
    id: String,
    name: String,
    roles: String,
    state: String,
    has_totp: bool,
    since: String,
}

struct Added {
    name: String,
    password: String,
}

/// What was typed to add somebody.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NewColleague {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: Vec<Role>,
}

#[derive(Default)]
struct Errors {
    name: String,
    roles: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: ManagerVisit,
) -> Result<Page<Staff>, PageError> {
    show(
        &web,
        &visit,
        NewColleague::default(),
        Errors::default(),
        None,
    )
    .await
}

pub(crate) async fn add(
    State(web): State<Web>,
    visit: ManagerVisit,
    CsrfForm(new): CsrfForm<NewColleague>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let mut errors = Errors::default();
    if new.role.is_empty() {
        errors.roles = s.say("office-roles-none");
        let page = show(&web, &visit, new, errors, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let roles: Roles = new.role.iter().copied().collect();
    match operator::add(&web.app, &visit.permit, &new.name, roles).await {
        Ok(password) => {
            let added = Added {
                name: new.name.trim().to_owned(),
                password,
            };
            let none = NewColleague::default();
            let page = show(&web, &visit, none, errors, Some(added)).await?;
            Ok(page.into_response())
        }
        Err(error) => {
            errors.name = match error {
                AppError::Text => s.say("office-name-wrong"),
                AppError::Storage(StorageError::Taken) => s.say("office-name-taken"),
                error => return Err(error.into()),
            };
            let page = show(&web, &visit, new, errors, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn show(
    web: &Web,
    visit: &ManagerVisit,
    typed: NewColleague,
    errors: Errors,
    added: Option<Added>,
) -> Result<Page<Staff>, PageError> {
    let s = visit.visit.speech();
    let staff = operator::colleagues(&web.app, &visit.permit).await?;
    let row = |colleague: Colleague| Row {
        id: colleague.id.to_string(),
        roles: in_words(s, colleague.roles),
        state: state(s, web, &colleague),
        has_totp: colleague.totp.is_some(),
        since: day(colleague.created_at),
        name: colleague.name,
    };
    Ok(Page(Staff {
        s,
        frame: Frame::new(&visit.visit, s.say("office-staff")),
        me: visit.me.clone(),
        rows: staff.into_iter().map(row).collect(),
        added,
        typed_name: typed.name,
        name_error: errors.name,
        roles: choices(s, typed.role.into_iter().collect()),
        roles_error: errors.roles,
    }))
}

/// Whether they can sign in, in words.
pub(super) fn state(s: Speech, web: &Web, colleague: &Colleague) -> String {
    if colleague.disabled_at.is_some() {
        return s.say("office-account-disabled");
    }
    match colleague.failures.sign_in(web.app.now()) {
        SignIn::LockedUntil(_) => s.say("office-account-locked"),
        _ if colleague.password_is_initial => s.say("office-account-new"),
        _ => s.say("office-account-works"),
    }
}
