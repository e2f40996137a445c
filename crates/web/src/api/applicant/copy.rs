//! A copy of everything kept of an order.

use axum::extract::State;
use axum::response::Response;
use usecases::applicant;

use crate::Web;
use crate::api::body::File;
use crate::api::credential::Own;
use crate::api::error::Answer;
use crate::copy_body::copy_body;

/// Everything kept of the order: a ZIP with `order.json`, the pictures and the
/// receipt. Only with the token that the order was begun with, not with one
/// found by number and phone. At most two copies are made at once.
#[utoipa::path(get, path = "/api/v1/orders/{number}/copy", operation_id = "copy_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The copy.", body = File,
        content_type = "application/zip")))]
pub(crate) async fn copy(State(web): State<Web>, Own(own): Own) -> Answer<Response> {
    let copy = applicant::copy(&web.app, &own).await?;
    Ok(copy_body(own.number(), copy))
}
