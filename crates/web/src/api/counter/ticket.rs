//! What a look-up's ticket gives access to: the photo, and marking the receipt
//! as used.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::staff::right::LookUpReceipt;
use serde::Deserialize;
use usecases::counter::{self, PhotoPurpose, Ticket, Window};
use utoipa::ToSchema;

use crate::Web;
use crate::api::applicant::find::guessed;
use crate::api::body::{Body, File, Jpeg, jpeg};
use crate::api::credential::Allowed;
use crate::api::error::Answer;

/// The photo, byte for byte as approved. Each call is logged.
#[utoipa::path(get, path = "/api/v1/counter/tickets/{ticket}/photo", operation_id = "hand_photo_over", tag = "counter",
    params(("ticket" = String, Path, description = "The ticket of a look-up")),
    security(("api-key" = [])),
    responses((status = 200, description = "The photo.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn photo(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<LookUpReceipt>,
    Path(ticket): Path<String>,
) -> Answer<Jpeg> {
    let clerk = permit;
    let (_, bytes) =
        counter::photo(&web.app, &clerk, &Ticket(ticket), PhotoPurpose::HandOver).await?;
    Ok(jpeg(bytes))
}

/// The code scanned from a receipt.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScannedCode {
    /// The whole text of its Data Matrix.
    #[schema(max_length = 100)]
    code: String,
}

/// A sealed photo, byte for byte as approved, opened by its receipt's code for
/// this answer alone. Each call is logged; wrong codes are counted. Where a
/// receipt is good once, the photo is deleted 15 minutes later, and at once
/// when the receipt is used.
#[utoipa::path(post, path = "/api/v1/counter/tickets/{ticket}/photo", operation_id = "hand_sealed_photo_over", tag = "counter",
    params(("ticket" = String, Path, description = "The ticket of a look-up")),
    security(("api-key" = [])), request_body = ScannedCode,
    responses((status = 200, description = "The photo.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn sealed_photo(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<LookUpReceipt>,
    Path(ticket): Path<String>,
    Body(ScannedCode { code }): Body<ScannedCode>,
) -> Answer<Jpeg> {
    let (ticket, purpose) = (Ticket(ticket), PhotoPurpose::HandOver);
    let given = counter::sealed_photo(&web.app, &permit, &ticket, purpose, &code).await;
    let (_, bytes) = given.map_err(|error| guessed(&web, error))?;
    Ok(jpeg(bytes))
}

/// Marks the receipt as used (核销), if its document requires that. Only staff
/// can undo this.
#[utoipa::path(post, path = "/api/v1/counter/tickets/{ticket}/use", operation_id = "use_receipt_up", tag = "counter",
    params(("ticket" = String, Path, description = "The ticket of a look-up")),
    security(("api-key" = [])),
    responses((status = 204, description = "It is used up.")))]
pub(crate) async fn use_up(
    State(web): State<Web>,
    Allowed { program, permit }: Allowed<LookUpReceipt>,
    Path(ticket): Path<String>,
) -> Answer<StatusCode> {
    let (clerk, consumer) = (permit, program.permit()?);
    let window = Window::default();
    counter::use_up(&web.app, &clerk, &consumer, &window, &Ticket(ticket)).await?;
    Ok(StatusCode::NO_CONTENT)
}
