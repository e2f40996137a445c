//! The steps before an order: `/apply`, `/apply/{document}`,
//! `/apply/{document}/{city}`. Documents on which no city decides have no third
//! step: their requirements are at `/apply/{document}`. `/many/…` does the same for many
//! people at once.

mod city;
mod document;
mod documents;
mod many;
mod specification;

use axum::Router;
use axum::routing::get;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/apply", get(documents::page))
        .route("/apply/{document}", get(document::page))
        .route("/apply/{document}/{city}", get(city::page))
        .route("/many/{document}", get(many::anywhere))
        .route("/many/{document}/{city}", get(many::in_city))
}
