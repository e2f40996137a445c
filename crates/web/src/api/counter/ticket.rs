//! What a ticket of a look-up opens: the photo, and using the receipt up.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use usecases::counter::{self, PhotoPurpose, Ticket, Window};

use crate::Web;
use crate::api::body::{File, Jpeg, jpeg};
use crate::api::credential::Keyed;
use crate::api::error::Answer;

/// The photo, byte for byte as approved. Each time is logged.
#[utoipa::path(get, path = "/api/v1/counter/tickets/{ticket}/photo", operation_id = "hand_photo_over", tag = "counter",
    params(("ticket" = String, Path, description = "The ticket of a look-up")),
    security(("api-key" = [])),
    responses((status = 200, description = "The photo.", body = File,
        content_type = "image/jpeg")))]
pub(crate) async fn photo(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Path(ticket): Path<String>,
) -> Answer<Jpeg> {
    let clerk = program.permit()?;
    let (_, bytes) =
        counter::photo(&web.app, &clerk, &Ticket(ticket), PhotoPurpose::HandOver).await?;
    Ok(jpeg(bytes))
}

/// Uses the receipt up (核销), where its document wants that. Taking it back is
/// for people.
#[utoipa::path(post, path = "/api/v1/counter/tickets/{ticket}/use", operation_id = "use_receipt_up", tag = "counter",
    params(("ticket" = String, Path, description = "The ticket of a look-up")),
    security(("api-key" = [])),
    responses((status = 204, description = "It is used up.")))]
pub(crate) async fn use_up(
    State(web): State<Web>,
    Keyed(program): Keyed,
    Path(ticket): Path<String>,
) -> Answer<StatusCode> {
    let (clerk, consumer) = (program.permit()?, program.permit()?);
    let window = Window::default();
    counter::use_up(&web.app, &clerk, &consumer, &window, &Ticket(ticket)).await?;
    Ok(StatusCode::NO_CONTENT)
}
