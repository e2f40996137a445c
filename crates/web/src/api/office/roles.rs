//! Roles by their names.

use axum::http::StatusCode;
use domain::staff::{Role, Roles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::error::{Answer, ApiError};

/// What somebody, or a program, may do.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RoleName {
    /// Reviews photos and answers messages.
    Inspector,
    /// Looks receipts up and uses them up.
    Clerk,
    /// Staff, keys, figures, log, messages; no pictures.
    Operator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Inspector => Self::Inspector,
            RoleName::Clerk => Self::Clerk,
            RoleName::Operator => Self::Operator,
        }
    }
}

/// The names of `roles`.
pub(super) fn named(roles: Roles) -> Vec<RoleName> {
    let name = |role| match role {
        Role::Inspector => RoleName::Inspector,
        Role::Clerk => RoleName::Clerk,
        Role::Operator => RoleName::Operator,
    };
    roles.iter().map(name).collect()
}

/// The roles of these names.
///
/// # Errors
/// Where there is none: nobody is added, and no key made, to do nothing.
pub(super) fn roles_of(names: &[RoleName]) -> Answer<Roles> {
    if names.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(ApiError::Refused(status, "roles-none"));
    }
    Ok(names.iter().copied().map(Role::from).collect())
}
