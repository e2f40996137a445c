//! API keys of programs.

use domain::log::LogAction;
use domain::staff::right::ManageApiKeys;
use domain::staff::{Role, Roles, Scope};
use domain::{ApiKeyId, Timestamp, plain_text};
use storage::ApiKey;

use super::motions;
use super::staff::{LONGEST_NAME, role_names};
use crate::app::App;
use crate::error::AppError;
use crate::permit::Permit;
use crate::programs::KEY_PREFIX;
use crate::token::{digest, token};

/// An API key, without its secret.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKeyView {
    /// Its identifier.
    pub id: ApiKeyId,
    /// Name given by the operator.
    pub name: String,
    /// Roles.
    pub roles: Roles,
    /// Documents and cities it is limited to.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the hour; `None` if never.
    pub used_at: Option<Timestamp>,
    /// When it was revoked; `None` if valid.
    pub revoked_at: Option<Timestamp>,
}

/// An API key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Name given by the operator.
    pub name: String,
    /// Roles.
    pub roles: Roles,
    /// Documents and cities it is limited to.
    pub scope: Scope,
    /// When it ends by itself; `None` for never.
    pub expires_at: Option<Timestamp>,
}

/// All keys, newest first.
///
/// # Errors
/// Storage.
pub async fn api_keys(app: &App, _: &Permit<ManageApiKeys>) -> Result<Vec<ApiKeyView>, AppError> {
    let keys = app.read().await?.api_keys().await?.into_iter();
    let view = |key: ApiKey| ApiKeyView {
        id: key.id,
        name: key.name,
        roles: key.roles,
        scope: key.scope,
        created_at: key.created_at,
        expires_at: key.expires_at,
        used_at: key.used_at,
        revoked_at: key.revoked_at,
    };
    Ok(keys.map(view).collect())
}

/// Makes a key; its text is given only here.
///
/// # Errors
/// [`AppError::SecondNeeded`] for roles beyond one's own where rights need two, which
/// a key cannot wait for; [`AppError::Text`]; [`AppError::EndPassed`]; [`AppError::UnknownName`] for an unknown document or
/// city; storage.
pub async fn add_api_key(
    app: &App,
    permit: &Permit<ManageApiKeys>,
    new: NewKey,
) -> Result<String, AppError> {
    let name = plain_text::name(&new.name, LONGEST_NAME).ok_or(AppError::Text)?;
    let now = app.now();
    if new.expires_at.is_some_and(|end| end <= now) {
        return Err(AppError::EndPassed);
    }
    let catalogue = app.catalogue();
    let mut documents = new.scope.documents.iter();
    let mut cities = new.scope.cities.iter();
    if !documents.all(|id| catalogue.document_by_id(id.as_str()).is_some())
        || !cities.all(|code| catalogue.city_by_code(*code).is_some())
    {
        return Err(AppError::UnknownName);
    }
    let key = format!("{KEY_PREFIX}{}", token(&mut *app.randomness()));
    let mut tx = app.write().await?;
    // A program cannot approve, so that managing staff is nothing beyond one's own.
    let beyond = new.roles.without(Role::Operator);
    motions::alone(app, &mut *tx, permit.holder(), beyond).await?;
    tx.insert_api_key(&ApiKey {
        id: ApiKeyId::new(now, &mut *app.randomness()),
        name: name.clone(),
        digest: digest(&key),
        roles: new.roles,
        scope: new.scope,
        created_at: now,
        expires_at: new.expires_at,
        used_at: None,
        revoked_at: None,
    })
    .await?;
    let (by, detail) = (permit.holder(), role_names(new.roles));
    app.log(&mut *tx, by, LogAction::KeyMade, &name, &detail)
        .await?;
    tx.save().await?;
    Ok(key)
}

/// Revokes a key.
///
/// # Errors
/// [`AppError::NotFound`]; storage.
pub async fn revoke_api_key(
    app: &App,
    permit: &Permit<ManageApiKeys>,
    id: ApiKeyId,
) -> Result<(), AppError> {
    let mut tx = app.write().await?;
    let keys = tx.api_keys().await?;
    let mut key = keys
        .into_iter()
        .find(|key| key.id == id)
        .ok_or(AppError::NotFound)?;
    key.revoked_at = Some(app.now());
    tx.update_api_key(&key).await?;
    let by = permit.holder();
    app.log(&mut *tx, by, LogAction::KeyRevoked, &key.name, "")
        .await?;
    tx.save().await?;
    Ok(())
}
