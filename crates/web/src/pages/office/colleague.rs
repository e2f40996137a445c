//! `/office/staff/{id}`: one person's roles, account and password.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::StaffId;
use domain::staff::{Role, Roles};
use serde::Deserialize;
use usecases::operator::Asked;
use usecases::sign_in::SignedIn;
use usecases::{AppError, operator};

use super::role_choices::{RoleChoice, choices};
use super::staff::state;
use crate::staff::Permitted;
use crate::{CsrfForm, Frame, Page, PageError, Speech, Web};
use domain::staff::right::ManageStaff;

#[derive(Template)]
#[template(path = "office/colleague.html")]
pub(crate) struct OneColleague {
    s: Speech,
    frame: Frame,
    me: SignedIn,
    state: String,
    since: String,
    has_totp: bool,
    is_disabled: bool,
    /// Whether it is the reader's own account.
    is_me: bool,
    /// The page of what they serve at the counter, if they are a clerk.
    window: Option<String>,
    roles: Vec<RoleChoice>,
    roles_error: String,
    account_error: String,
    /// The new initial password, shown this once.
    password: Option<String>,
    /// Whether the change has just come to wait for a second operator.
    is_proposed: bool,
}

/// The requested change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Change {
    Roles,
    Disable,
    Enable,
    ResetPassword,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ChangeForm {
    change: Change,
    #[serde(default)]
    role: Vec<Role>,
}

/// Content of the page besides the account itself.
#[derive(Default)]
struct Extras {
    roles_error: String,
    account_error: String,
    password: Option<String>,
    is_proposed: bool,
}

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    Path(id): Path<String>,
) -> Result<Page<OneColleague>, PageError> {
    show(&web, &visit, identifier(&id)?, Extras::default()).await
}

pub(crate) async fn change(
    State(web): State<Web>,
    visit: Permitted<ManageStaff>,
    Path(id): Path<String>,
    CsrfForm(asked): CsrfForm<ChangeForm>,
) -> Result<Response, PageError> {
    let id = identifier(&id)?;
    let (app, permit) = (&web.app, &visit.permit);
    let roles: Roles = asked.role.into_iter().collect();
    let mut changed = match asked.change {
        Change::Roles => operator::set_roles(app, permit, id, roles).await,
        Change::Disable => operator::disable(app, permit, id).await,
        Change::Enable => operator::enable(app, permit, id).await,
        Change::ResetPassword => match operator::reset_password(app, permit, id).await {
            Ok(password) => {
                let shown = Extras {
                    password: Some(password),
                    ..Extras::default()
                };
                return Ok(show(&web, &visit, id, shown).await?.into_response());
            }
            Err(error) => Err(error),
        },
    };
    if matches!(changed, Err(AppError::SecondNeeded)) {
        let motion = match asked.change {
            Change::Roles => Asked::Roles { of: id, roles },
            Change::Disable | Change::Enable => Asked::Enable(id),
            Change::ResetPassword => Asked::Reset(id),
        };
        match operator::propose(app, permit, motion).await {
            Ok(_) => {
                let shown = Extras {
                    is_proposed: true,
                    ..Extras::default()
                };
                return Ok(show(&web, &visit, id, shown).await?.into_response());
            }
            Err(error) => changed = Err(error),
        }
    }
    match changed {
        Ok(_) => Ok(Redirect::to(&format!("/office/staff/{id}")).into_response()),
        Err(refused @ (AppError::LastManager | AppError::NoSecond)) => {
            let error = visit.visit.speech().say(match refused {
                AppError::NoSecond => "office-no-second",
                _ => "office-last-manager",
            });
            let shown = match asked.change {
                Change::Roles => Extras {
                    roles_error: error,
                    ..Extras::default()
                },
                _ => Extras {
                    account_error: error,
                    ..Extras::default()
                },
            };
            let page = show(&web, &visit, id, shown).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn identifier(text: &str) -> Result<StaffId, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

async fn show(
    web: &Web,
    visit: &Permitted<ManageStaff>,
    id: StaffId,
    shown: Extras,
) -> Result<Page<OneColleague>, PageError> {
    let s = visit.visit.speech();
    let colleague = operator::colleague(&web.app, &visit.permit, id).await?;
    Ok(Page(OneColleague {
        s,
        state: state(s, &colleague),
        since: crate::china_time::shown(colleague.created_at),
        has_totp: colleague.has_second_factor,
        is_disabled: colleague.disabled_at.is_some(),
        is_me: colleague.id == visit.me.id,
        window: colleague
            .roles
            .has(Role::Clerk)
            .then(|| format!("/office/staff/{id}/window")),
        roles: choices(s, colleague.roles),
        frame: Frame::new(&visit.visit, colleague.name),
        me: visit.me.clone(),
        roles_error: shown.roles_error,
        account_error: shown.account_error,
        password: shown.password,
        is_proposed: shown.is_proposed,
    }))
}
