//! `/office/staff`: staff accounts; `POST` adds one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::staff::{Role, Roles};
use serde::Deserialize;
use usecases::operator::{AccountState, ColleagueView};
use usecases::sign_in::SignedIn;
use usecases::{AppError, operator};

use super::role_choices::{RoleChoice, choices, in_words};
use crate::china_time::day;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::ManageStaff;

#[derive(Template)]
#[template(path = "office/staff.html")]
pub(crate) struct Staff {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    rows: Vec<StaffRow>,
    /// The new account and its initial password.
    added: Option<AddedColleague>,
    typed_name: String,
    name_error: String,
    roles: Vec<RoleChoice>,
    roles_error: String,
}

struct StaffRow {
    id: String,
    name: String,
    roles: String,
    state: String,
    has_totp: bool,
    since: String,
}

struct AddedColleague {
    name: String,
    password: String,
}

/// The submitted form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NewColleague {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: Vec<Role>,
}

#[derive(Default)]
struct NewColleagueErrors {
    name: String,
    roles: String,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
) -> Result<Page<Staff>, PageError> {
    show(
        &web,
        &visit,
        NewColleague::default(),
        NewColleagueErrors::default(),
        None,
    )
    .await
}

pub(crate) async fn add(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    CsrfForm(new): CsrfForm<NewColleague>,
) -> Result<Response, PageError> {
    let s = visit.visit.speech();
    let mut errors = NewColleagueErrors::default();
    if new.role.is_empty() {
        errors.roles = s.say("office-roles-none");
        let page = show(&web, &visit, new, errors, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let roles: Roles = new.role.iter().copied().collect();
    match operator::add(&web.app, &visit.permit, &new.name, roles).await {
        Ok(password) => {
            let added = AddedColleague {
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
                AppError::NameTaken => s.say("office-name-taken"),
                error => return Err(error.into()),
            };
            let page = show(&web, &visit, new, errors, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn show(
    web: &Web,
    visit: &Permitted<ManageStaff>,
    typed: NewColleague,
    errors: NewColleagueErrors,
    added: Option<AddedColleague>,
) -> Result<Page<Staff>, PageError> {
    let s = visit.visit.speech();
    let staff = operator::colleagues(&web.app, &visit.permit).await?;
    let row = |colleague: ColleagueView| StaffRow {
        id: colleague.id.to_string(),
        roles: in_words(s, colleague.roles),
        state: state(s, &colleague),
        has_totp: colleague.has_second_factor,
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

/// The account's state in words.
pub(super) fn state(s: Speech, colleague: &ColleagueView) -> String {
    s.say(match colleague.state {
        AccountState::Works => "office-account-works",
        AccountState::New => "office-account-new",
        AccountState::Locked => "office-account-locked",
        AccountState::Disabled => "office-account-disabled",
    })
}
