//! `GET /can-i-use`: choice of a document.

use axum::extract::{Query, State};
use axum::response::IntoResponse;

use crate::pages::choose::{DocumentQuery, Purpose, documents_page};
use crate::{Visit, Web};

pub(crate) async fn page(
    State(web): State<Web>,
    visit: Visit,
    Query(query): Query<DocumentQuery>,
) -> impl IntoResponse {
    documents_page(&web, &visit, Purpose::CanIUse, &query)
}
