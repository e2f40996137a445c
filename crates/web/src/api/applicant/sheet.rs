//! The approved photo on a sheet of photographic paper.

use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use usecases::prints;

use crate::Web;
use crate::api::body::{File, QueryParams};
use crate::api::credential::Own;
use crate::api::error::{Answer, ApiError};
use crate::sheet_query::SheetQuery;

/// A sheet of photos to print at 300 dots an inch, while the photo is given out. What
/// does not fit gives 422 `sheet-count`, `sheet-together` or `sheet-photo-too-large`;
/// another size of too different a shape `sheet-shape`.
#[utoipa::path(get, path = "/api/v1/orders/{number}/sheet.jpg", operation_id = "draw_sheet", tag = "applicant",
    params(("number" = String, Path, description = "The order's number"), SheetQuery),
    security(("order-token" = [])),
    responses((status = 200, description = "A JPEG of the paper's size.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn draw(
    State(web): State<Web>,
    Own(own): Own,
    QueryParams(query): QueryParams<SheetQuery>,
) -> Answer<([(HeaderName, &'static str); 1], Vec<u8>)> {
    let wish = query.read().ok_or(ApiError::NOT_FOUND)?;
    let bytes = prints::sheet(&web.app, &own, &wish).await?;
    Ok(([(CONTENT_TYPE, "image/jpeg")], bytes))
}
