//! Programs that authenticate with an API key.

use std::time::Duration;

use domain::staff::right::RightKind;
use domain::staff::{Forbidden, Roles, Scope};
use domain::timestamp::minutes;
use domain::{Actor, ApiKeyId};
use storage::traces;

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

/// How exactly a key's last use is kept: enough to find keys that nobody uses,
/// without a write for every call.
const USE_KEPT: Duration = minutes(60);

/// The program of this key; `None` if it is unknown, revoked, or at its end.
///
/// # Errors
/// Storage.
pub async fn program(app: &App, key: &str) -> Result<Option<Program>, AppError> {
    if !key.starts_with(KEY_PREFIX) {
        return Ok(None);
    }
    let found = app.read().await?.api_key(digest(key)).await?;
    let now = app.now();
    let valid =
        found.filter(|key| key.revoked_at.is_none() && key.expires_at.is_none_or(|end| now < end));
    if let Some(key) = &valid
        && key.used_at.is_none_or(|last| now.since(last) >= USE_KEPT)
    {
        traces::harmless(async {
            let mut tx = app.write().await?;
            tx.touch_api_key(key.id, now).await?;
            tx.save().await
        })
        .await?;
    }
    Ok(valid.map(|key| Program {
        id: key.id,
        roles: key.roles,
        scope: key.scope,
    }))
}
