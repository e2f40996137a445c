//! Roles as given by a request.

use axum::http::StatusCode;
use domain::staff::{Role, Roles};

use crate::api::error::{Answer, ApiError};

/// The set of these roles.
///
/// # Errors
/// If there are none: an account or key without roles could do nothing.
pub(super) fn roles_of(roles: &[Role]) -> Answer<Roles> {
    if roles.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(ApiError::Refused(status, "roles-none"));
    }
    Ok(roles.iter().copied().collect())
}
