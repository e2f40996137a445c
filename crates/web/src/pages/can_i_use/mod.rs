//! 「身份证更换可以使用电子照片吗」 for any document and city, at permanent URLs:
//! `/can-i-use/{document}/{city}`, without the city if none decides.

mod answer_page;
mod city;
mod document;
mod documents;

use axum::Router;
use axum::routing::get;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/can-i-use", get(documents::page))
        .route("/can-i-use/{document}", get(document::page))
        .route("/can-i-use/{document}/{city}", get(city::page))
}
