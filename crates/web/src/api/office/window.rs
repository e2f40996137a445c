//! What a clerk's window serves.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::StaffId;
use domain::staff::Scope;
use domain::staff::right::ManageStaff;
use serde::{Deserialize, Serialize};
use usecases::{AppError, operator};
use utoipa::ToSchema;

use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Allowed, Identified};
use crate::api::error::{Answer, ApiError};

/// Documents and cities that a clerk serves at the counter.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WindowAnswer {
    /// Identifiers of documents; all if empty.
    documents: Vec<String>,
    /// Six digits of issuing cities; all if empty.
    cities: Vec<String>,
}

/// The window of an account.
#[utoipa::path(get, path = "/api/v1/staff/{id}/window", operation_id = "show_window",
    tag = "office", params(("id" = String, Path, description = "Identifier of the colleague")),
    security(("api-key" = [])),
    responses((status = 200, description = "The window.", body = WindowAnswer)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
    Identified(id): Identified<StaffId>,
) -> Answer<Json<WindowAnswer>> {
    operator::colleague(&web.app, &permit, id).await?;
    let window = operator::window(&web.app, &permit, id).await?;
    Ok(Json(WindowAnswer {
        documents: window.documents.iter().map(ToString::to_string).collect(),
        cities: window.cities.iter().map(ToString::to_string).collect(),
    }))
}

/// Sets the window of an account. Receipts for others do not exist for it.
#[utoipa::path(put, path = "/api/v1/staff/{id}/window", operation_id = "set_window",
    tag = "office", params(("id" = String, Path, description = "Identifier of the colleague")),
    security(("api-key" = [])), request_body = WindowAnswer,
    responses((status = 204, description = "Changed.")))]
pub(crate) async fn set(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<ManageStaff>,
    Identified(id): Identified<StaffId>,
    Body(new): Body<WindowAnswer>,
) -> Answer<StatusCode> {
    let documents = new.documents.iter().map(|id| id.parse());
    let cities = new.cities.iter().map(|code| code.parse());
    let window = Scope {
        documents: documents
            .collect::<Result<_, _>>()
            .map_err(|_| AppError::UnknownName)?,
        cities: cities
            .collect::<Result<_, _>>()
            .map_err(|_| ApiError::field("cities", "city-code"))?,
    };
    operator::set_window(&web.app, &permit, id, window).await?;
    Ok(StatusCode::NO_CONTENT)
}
