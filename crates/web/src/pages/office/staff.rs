//! `/office/staff`: staff accounts; `POST` adds one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::staff::{Role, Roles};
use serde::Deserialize;
use usecases::operator::{AccountState, Asked, ColleagueView, MotionView, TwoPeople};
use usecases::sign_in::SignedIn;
use usecases::{AppError, operator};

use super::motion::what;
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
    /// What waits for a second operator.
    motions: Vec<MotionRow>,
    /// Whether something has just come to wait.
    is_proposed: bool,
    /// Whether nobody could approve it.
    lacks_second: bool,
}

struct MotionRow {
    id: String,
    what: String,
    by: String,
    ends: String,
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

/// What has become of the form.
enum Outcome {
    Nothing,
    Added(AddedColleague),
    Proposed,
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
        Outcome::Nothing,
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
        let page = show(&web, &visit, new, errors, Outcome::Nothing).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let roles: Roles = new.role.iter().copied().collect();
    let mut added = operator::add(&web.app, &visit.permit, &new.name, roles).await;
    if matches!(added, Err(AppError::SecondNeeded)) {
        let name = new.name.clone();
        let asked = Asked::Account { name, roles };
        match operator::propose(&web.app, &visit.permit, asked).await {
            Ok(_) => {
                let none = NewColleague::default();
                let page = show(&web, &visit, none, errors, Outcome::Proposed).await?;
                return Ok(page.into_response());
            }
            Err(error) => added = Err(error),
        }
    }
    match added {
        Ok(password) => {
            let added = AddedColleague {
                name: new.name.trim().to_owned(),
                password,
            };
            let none = NewColleague::default();
            let page = show(&web, &visit, none, errors, Outcome::Added(added)).await?;
            Ok(page.into_response())
        }
        Err(error) => {
            errors.name = match error {
                AppError::Text => s.say("office-name-wrong"),
                AppError::NameTaken => s.say("office-name-taken"),
                AppError::NoSecond => s.say("office-no-second"),
                error => return Err(error.into()),
            };
            let page = show(&web, &visit, new, errors, Outcome::Nothing).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn show(
    web: &Web,
    visit: &Permitted<ManageStaff>,
    typed: NewColleague,
    errors: NewColleagueErrors,
    outcome: Outcome,
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
    let motions = operator::motions(&web.app, &visit.permit).await?;
    let motion = |motion: MotionView| MotionRow {
        id: motion.id.to_string(),
        what: what(s, &motion),
        ends: day(motion.ends_at),
        by: motion.by,
    };
    let is_proposed = matches!(outcome, Outcome::Proposed);
    let added = match outcome {
        Outcome::Added(added) => Some(added),
        Outcome::Nothing | Outcome::Proposed => None,
    };
    let lacks_second = operator::two_people(&web.app).await? == TwoPeople::TooFew;
    Ok(Page(Staff {
        motions: motions.into_iter().map(motion).collect(),
        is_proposed,
        lacks_second,
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
