//! The documents, and their photo requirements outside cities with rules of
//! their own.

use axum::Json;
use axum::extract::{Path, State};
use catalogue::Document;
use serde::Serialize;
use utoipa::ToSchema;

use super::requirements::Requirements;
use crate::Web;
use crate::api::error::{Answer, ApiError};
use crate::api::words::{Words, categories, gifts, name_of, scopes};

/// A document for which photos are made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentLine {
    /// Identifier, as in addresses.
    #[schema(example = "resident-id-card")]
    id: String,
    /// Names.
    names: Words,
    /// `city` where an issuing city must be named, `national` where one rule
    /// holds for the country, `abroad` for an authority abroad.
    #[schema(schema_with = scopes)]
    scope: String,
    /// The group in which it is listed.
    #[schema(schema_with = categories)]
    category: String,
    /// What an approved order gives: `receipt`, or `photo` where the document has
    /// no receipts.
    #[schema(schema_with = gifts)]
    gives: String,
}

/// All documents.
#[utoipa::path(get, path = "/api/v1/documents", operation_id = "list_documents", tag = "catalogue",
    responses((status = 200, description = "Every document.", body = [DocumentLine])))]
pub(crate) async fn list(State(web): State<Web>) -> Json<Vec<DocumentLine>> {
    let line = |document: &Document| DocumentLine {
        id: document.id.to_string(),
        names: (&document.names).into(),
        scope: name_of(&document.authority),
        category: document.category.key().to_owned(),
        gives: name_of(&document.gives),
    };
    Json(web.catalogue.documents().iter().map(line).collect())
}

/// A document's photo requirements, where no city has rules of its own.
#[utoipa::path(get, path = "/api/v1/documents/{document}", operation_id = "show_document", tag = "catalogue",
    params(("document" = String, Path, description = "Identifier of the document")),
    responses((status = 200, description = "The requirements.", body = Requirements)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Path(id): Path<String>,
) -> Answer<Json<Requirements>> {
    let document = web.catalogue.document_by_id(&id);
    let document = document.ok_or(ApiError::NOT_FOUND)?;
    Ok(Json(Requirements::new(
        document,
        &document.photo,
        &document.elsewhere,
        web.app.price(&document.id, None),
    )))
}
