//! Staff accounts and roles.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::StaffId;
use domain::staff::Role;
use domain::staff::right::ManageStaff;
use serde::{Deserialize, Serialize};
use usecases::operator::{self, ColleagueView};
use utoipa::ToSchema;

use super::roles::roles_of;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Allowed, Identified};
use crate::api::error::Answer;
use crate::api::words::UnixMs;

/// A staff account.
#[derive(Serialize, ToSchema)]
pub(crate) struct ColleagueLine {
    /// Their identifier.
    id: String,
    /// Sign-in name.
    name: String,
    /// Roles.
    roles: Vec<Role>,
    /// Whether the initial password is still in use.
    has_first_password: bool,
    /// Whether a second factor is enabled.
    has_second_factor: bool,
    /// When the account was created.
    created_at: UnixMs,
    /// When the account was disabled; absent if enabled.
    disabled_at: Option<UnixMs>,
}

impl From<ColleagueView> for ColleagueLine {
    fn from(colleague: ColleagueView) -> Self {
        Self {
            id: colleague.id.to_string(),
            roles: colleague.roles.iter().collect(),
            has_first_password: colleague.has_first_password,
            has_second_factor: colleague.has_second_factor,
            created_at: colleague.created_at.into(),
            disabled_at: colleague.disabled_at.map(Into::into),
            name: colleague.name,
        }
    }
}

/// An account to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewColleague {
    /// Sign-in name, 1 to 40 characters without spaces.
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// Roles.
    #[schema(min_items = 1)]
    roles: Vec<Role>,
}

/// The roles of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRoles {
    /// All roles from now on; may be empty.
    roles: Vec<Role>,
}

/// An initial password.
#[derive(Serialize, ToSchema)]
pub(crate) struct OneTimePassword {
    /// The password. Given only in this answer.
    password: String,
}

/// All accounts, sorted by name.
#[utoipa::path(get, path = "/api/v1/staff", operation_id = "list_staff", tag = "office",
    security(("api-key" = [])),
    responses((status = 200, description = "Everyone.", body = [ColleagueLine])))]
pub(crate) async fn list(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
) -> Answer<Json<Vec<ColleagueLine>>> {
    let staff = operator::colleagues(&web.app, &permit).await?;
    Ok(Json(staff.into_iter().map(Into::into).collect()))
}

/// Adds an account; gives its initial password.
#[utoipa::path(post, path = "/api/v1/staff", operation_id = "add_colleague", tag = "office",
    security(("api-key" = [])), request_body = NewColleague,
    responses((status = 201, description = "Added.", body = OneTimePassword)))]
pub(crate) async fn add(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
    Body(new): Body<NewColleague>,
) -> Answer<(StatusCode, Json<OneTimePassword>)> {
    let manager = permit;
    let roles = roles_of(&new.roles)?;
    let password = operator::add(&web.app, &manager, &new.name, roles).await?;
    Ok((StatusCode::CREATED, Json(OneTimePassword { password })))
}

/// Sets an account's roles; its sessions end.
#[utoipa::path(put, path = "/api/v1/staff/{id}/roles", operation_id = "set_roles",
    tag = "office", params(("id" = String, Path, description = "Identifier of the colleague")),
    security(("api-key" = [])), request_body = NewRoles,
    responses((status = 204, description = "Changed.")))]
pub(crate) async fn set_roles(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
    Identified(id): Identified<StaffId>,
    Body(new): Body<NewRoles>,
) -> Answer<StatusCode> {
    let roles = new.roles.into_iter().collect();
    operator::set_roles(&web.app, &permit, id, roles).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Disables an account; its sessions end.
#[utoipa::path(post, path = "/api/v1/staff/{id}/disable", operation_id = "disable_colleague",
    tag = "office", params(("id" = String, Path, description = "Identifier of the colleague")),
    security(("api-key" = [])),
    responses((status = 204, description = "Off.")))]
pub(crate) async fn disable(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
    Identified(id): Identified<StaffId>,
) -> Answer<StatusCode> {
    operator::disable(&web.app, &permit, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enables an account.
#[utoipa::path(post, path = "/api/v1/staff/{id}/enable", operation_id = "enable_colleague",
    tag = "office", params(("id" = String, Path, description = "Identifier of the colleague")),
    security(("api-key" = [])),
    responses((status = 204, description = "On.")))]
pub(crate) async fn enable(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
    Identified(id): Identified<StaffId>,
) -> Answer<StatusCode> {
    operator::enable(&web.app, &permit, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Resets the password and gives a new initial one; disables the second factor
/// and lifts a lock.
#[utoipa::path(post, path = "/api/v1/staff/{id}/reset", operation_id = "reset_password",
    tag = "office", params(("id" = String, Path, description = "Identifier of the colleague")),
    security(("api-key" = [])),
    responses((status = 200, description = "The password.", body = OneTimePassword)))]
pub(crate) async fn reset(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
    Identified(id): Identified<StaffId>,
) -> Answer<Json<OneTimePassword>> {
    let password = operator::reset_password(&web.app, &permit, id).await?;
    Ok(Json(OneTimePassword { password }))
}
