//! Programs that sign in with a key.

use domain::staff::right::RightKind;
use domain::staff::{Forbidden, Roles, Scope};
use domain::{Actor, ApiKeyId};

use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;
use crate::token::digest;

/// What every key begins with, so that one found lying about is known for
/// what it is.
pub const KEY_PREFIX: &str = "hzk_";

/// A program with a valid key.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    id: ApiKeyId,
    roles: Roles,
    scope: Scope,
}

impl Program {
    /// Leave to use a right, within the key's scope.
    ///
    /// # Errors
    /// Where the key does not allow it.
    pub fn permit<R: RightKind>(&self) -> Result<Permit<R>, Forbidden> {
        Permit::of_program(Actor::Program(self.id), self.roles, &self.scope)
    }
}

/// The program with this key, unless it was revoked.
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
