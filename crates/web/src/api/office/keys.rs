//! API keys of programs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use catalogue::{DivisionCode, DocumentId};
use domain::ApiKeyId;
use domain::staff::right::ManageApiKeys;
use domain::staff::{Role, Scope};
use serde::{Deserialize, Serialize};
use usecases::operator::{self, ApiKeyView, NewKey};
use utoipa::ToSchema;

use super::roles::roles_of;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Allowed, Identified};
use crate::api::error::{Answer, ApiError};
use crate::api::words::UnixMs;

/// An API key, without its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyLine {
    /// Its identifier.
    id: String,
    /// Name given by the operator.
    name: String,
    /// Roles.
    roles: Vec<Role>,
    /// Documents it is limited to; empty for all.
    documents: Vec<String>,
    /// Cities it is limited to, six digits each; empty for all.
    cities: Vec<String>,
    /// When it was made.
    created_at: UnixMs,
    /// When it ends by itself; null for never.
    expires_at: Option<UnixMs>,
    /// When it was last used, to the hour; null if never.
    used_at: Option<UnixMs>,
    /// When it was revoked; absent if valid.
    revoked_at: Option<UnixMs>,
}

impl From<ApiKeyView> for KeyLine {
    fn from(key: ApiKeyView) -> Self {
        Self {
            id: key.id.to_string(),
            name: key.name,
            roles: key.roles.iter().collect(),
            documents: key
                .scope
                .documents
                .iter()
                .map(ToString::to_string)
                .collect(),
            cities: key.scope.cities.iter().map(ToString::to_string).collect(),
            created_at: key.created_at.into(),
            expires_at: key.expires_at.map(Into::into),
            used_at: key.used_at.map(Into::into),
            revoked_at: key.revoked_at.map(Into::into),
        }
    }
}

/// An API key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyWanted {
    /// Name, 1 to 40 characters.
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// Roles.
    #[schema(min_items = 1)]
    roles: Vec<Role>,
    /// Documents it is limited to; empty for all.
    #[serde(default)]
    documents: Vec<String>,
    /// Cities it is limited to, six digits each; empty for all.
    #[serde(default)]
    cities: Vec<String>,
    /// When it ends by itself; absent for never.
    #[serde(default)]
    expires_at: Option<UnixMs>,
}

/// A new API key.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeyMade {
    /// The text of the key. Given only in this answer.
    key: String,
}

/// All API keys, newest first.
#[utoipa::path(get, path = "/api/v1/keys", operation_id = "list_keys", tag = "office",
    security(("api-key" = [])),
    responses((status = 200, description = "The keys.", body = [KeyLine])))]
pub(crate) async fn list(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageApiKeys>,
) -> Answer<Json<Vec<KeyLine>>> {
    let keys = operator::api_keys(&web.app, &permit).await?;
    Ok(Json(keys.into_iter().map(Into::into).collect()))
}

/// Makes an API key.
#[utoipa::path(post, path = "/api/v1/keys", operation_id = "add_key", tag = "office",
    security(("api-key" = [])), request_body = KeyWanted,
    responses((status = 201, description = "Made.", body = KeyMade)))]
pub(crate) async fn add(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageApiKeys>,
    Body(wanted): Body<KeyWanted>,
) -> Answer<(StatusCode, Json<KeyMade>)> {
    let manager = permit;
    let unknown = || ApiError::Refused(StatusCode::UNPROCESSABLE_ENTITY, "unknown-name");
    let documents = wanted.documents.iter().map(|id| id.parse());
    let documents: Result<Vec<DocumentId>, _> = documents.collect();
    let cities = wanted.cities.iter().map(|code| code.parse());
    let cities: Result<Vec<DivisionCode>, _> = cities.collect();
    let new = NewKey {
        roles: roles_of(&wanted.roles)?,
        name: wanted.name,
        expires_at: wanted.expires_at.map(Into::into),
        scope: Scope {
            documents: documents.map_err(|_| unknown())?,
            cities: cities.map_err(|_| unknown())?,
        },
    };
    let key = operator::add_api_key(&web.app, &manager, new).await?;
    Ok((StatusCode::CREATED, Json(KeyMade { key })))
}

/// Revokes an API key.
#[utoipa::path(post, path = "/api/v1/keys/{id}/revoke", operation_id = "revoke_key",
    tag = "office", params(("id" = String, Path, description = "Identifier of the key")),
    security(("api-key" = [])),
    responses((status = 204, description = "Revoked.")))]
pub(crate) async fn revoke(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageApiKeys>,
    Identified(id): Identified<ApiKeyId>,
) -> Answer<StatusCode> {
    operator::revoke_api_key(&web.app, &permit, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
