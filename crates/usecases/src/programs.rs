//! Programs that authenticate with an API key.

use domain::staff::right::RightKind;
use domain::staff::{Forbidden, Roles, Scope};
use domain::{Actor, ApiKeyId};

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;
use crate::token::digest;

/// Prefix of every key, by which a leaked one is recognised.
pub const KEY_PREFIX: &str = "hzk_";

/// A program with a valid API key.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    id: ApiKeyId,
    roles: Roles,
    scope: Scope,
}

impl Program {
    /// A permit to use a right, within the key's scope.
    ///
    /// # Errors
    /// [`Forbidden`] if the key does not allow it.
    pub fn permit<R: RightKind>(&self) -> Result<Permit<R>, Forbidden> {
        Permit::of_program(Actor::Program(self.id), self.roles, &self.scope)
    }
}

/// The program of this key; `None` if it is unknown or revoked.
///
/// # Errors
/// Storage.
pub async fn program(app: &App, key: &str) -> Result<Option<Program>, AppError> {
    if !key.starts_with(KEY_PREFIX) {
        return Ok(None);
    }
    let found = app.read().await?.api_key(digest(key)).await?;
    let valid = found.filter(|key| key.revoked_at.is_none());
    Ok(valid.map(|key| Program {
        id: key.id,
        roles: key.roles,
        scope: key.scope,
    }))
}
