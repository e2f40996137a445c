//! Roles by their codes.

use axum::http::StatusCode;
use domain::staff::{Role, Roles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::error::{Answer, ApiError};

/// A role of a member of staff or an API key.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RoleName {
    /// Reviews photos and answers messages.
    Inspector,
    /// Looks up receipts and marks them as used.
    Clerk,
    /// Manages staff and keys, reads statistics and log, answers messages; sees
    /// no pictures.
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

/// The codes of `roles`.
pub(super) fn named(roles: Roles) -> Vec<RoleName> {
    let name = |role| match role {
        Role::Inspector => RoleName::Inspector,
        Role::Clerk => RoleName::Clerk,
        Role::Operator => RoleName::Operator,
    };
    roles.iter().map(name).collect()
}

/// The roles of these codes.
///
/// # Errors
/// If there are none: an account or key without roles could do nothing.
pub(super) fn roles_of(names: &[RoleName]) -> Answer<Roles> {
    if names.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(ApiError::Refused(status, "roles-none"));
    }
    Ok(names.iter().copied().map(Role::from).collect())
}
