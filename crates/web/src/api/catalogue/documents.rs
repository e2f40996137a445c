//! The documents, and their photo requirements outside cities with rules of
//! their own.

use axum::Json;
use axum::extract::{Path, State};
use catalogue::Document;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::requirements::Requirements;
use crate::Web;
use crate::api::body::QueryParams;
use crate::api::error::{Answer, ApiError};
use crate::api::words::{BOTH, Words, categories, gifts, name_of, scopes};
use crate::choices::{also, matching, read_query, short_document_name};

/// A document for which photos are made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentLine {
    /// Identifier, as in addresses.
    #[schema(example = "resident-id-card")]
    id: String,
    /// Names.
    names: Words,
    /// A name for where there is little room.
    short: Words,
    /// Other names that people use, at most three; empty for none.
    also: Words,
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

impl From<&Document> for DocumentLine {
    fn from(document: &Document) -> Self {
        Self {
            id: document.id.to_string(),
            names: (&document.names).into(),
            short: Words::spoken(|s| short_document_name(s, document)),
            also: Words::spoken(|s| also(s, document)),
            scope: name_of(&document.authority),
            category: document.category.key().to_owned(),
            gives: name_of(&document.gives),
        }
    }
}

/// The search.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// A part of a name, of its pinyin or initials, or of a group's heading, in either
    /// language; else what is spelt like a name. Without it, all documents.
    q: Option<String>,
}

/// The documents, in the order in which they are offered.
#[utoipa::path(get, path = "/api/v1/documents", operation_id = "list_documents", tag = "catalogue", params(Wanted),
    responses((status = 200, description = "Every document, or those that were searched for.", body = [DocumentLine])))]
pub(crate) async fn list(
    State(web): State<Web>,
    QueryParams(wanted): QueryParams<Wanted>,
) -> Answer<Json<Vec<DocumentLine>>> {
    let query = read_query(wanted.q.as_deref().unwrap_or_default());
    let found = matching(&BOTH, &web.catalogue, &query);
    Ok(Json(found.into_iter().map(Into::into).collect()))
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
    Ok(Json(Requirements::new(&web, document, None)))
}
