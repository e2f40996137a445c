//! The receipt of an applicant's order.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use serde::Serialize;
use usecases::applicant;
use usecases::receipts::{self, Paper};
use usecases::sealed_photos::{self, CodeState};
use utoipa::ToSchema;

use crate::api::body::File;
use crate::api::credential::Own;
use crate::api::error::{Answer, ApiError};
use crate::api::words::{UnixMs, Words};
use crate::{Web, receipt_words};

/// A receipt as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnReceipt {
    /// The receipt's number.
    number: String,
    /// What its number is called.
    number_name: Words,
    /// How often it can be used.
    uses: Words,
    /// `valid`, `sample`, `used`, `expired` or `revoked`.
    standing: String,
    /// Last day of validity.
    valid_until: String,
    /// Whether it is a sample, which is not valid at counters.
    is_sample: bool,
    /// Signed text of its QR code; empty once deleted.
    token: String,
    /// `none`: the photo is not sealed. `kept`: the paper's code, which alone
    /// opens the photo, is kept until it is taken or `code_until`. `taken`: the
    /// paper alone has it, and cannot be drawn again.
    code: String,
    /// When a kept code is deleted, taken or not.
    code_until: Option<UnixMs>,
}

/// The receipt; issued some seconds after the approval.
#[utoipa::path(get, path = "/api/v1/orders/{number}/receipt", operation_id = "show_receipt", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "The receipt.", body = OwnReceipt)))]
pub(crate) async fn show(State(web): State<Web>, Own(own): Own) -> Answer<Json<OwnReceipt>> {
    applicant::read_notices(&web.app, &own).await?;
    let receipt = receipts::of(&web.app, &own).await?;
    let receipt = receipt.ok_or(ApiError::NOT_FOUND)?;
    let code_until = match receipt.code {
        CodeState::Kept { until } => Some(until),
        CodeState::None | CodeState::Taken => None,
    };
    Ok(Json(OwnReceipt {
        code: receipt.code.kind().to_owned(),
        code_until: code_until.map(Into::into),
        number: receipt.number.to_string(),
        number_name: Words::spoken(|s| receipt_words::number_name(s, receipt.number_name.as_ref())),
        uses: Words::spoken(|s| receipt_words::uses(s, receipt.uses)),
        standing: receipt.glance.status.code().to_owned(),
        valid_until: receipt.glance.valid_until.to_string(),
        is_sample: receipt.is_sample,
        token: receipt.token,
    }))
}

/// Says that the applicant has the paper of a sealed photo: its code is deleted
/// from the service, and the paper cannot be drawn again.
#[utoipa::path(post, path = "/api/v1/orders/{number}/receipt/taken", operation_id = "take_receipt", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 204, description = "The code is deleted.")))]
pub(crate) async fn take(State(web): State<Web>, Own(own): Own) -> Answer<StatusCode> {
    sealed_photos::taken(&web.app, &own).await?;
    Ok(StatusCode::NO_CONTENT)
}

type Drawn = ([(HeaderName, &'static str); 1], Vec<u8>);

/// The receipt as a printable page.
#[utoipa::path(get, path = "/api/v1/orders/{number}/receipt.pdf", operation_id = "draw_receipt_as_pdf", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "One page of A4.", body = File,
        content_type = "application/pdf")))]
pub(crate) async fn pdf(State(web): State<Web>, Own(own): Own) -> Answer<Drawn> {
    let bytes = receipts::paper(&web.app, &own, Paper::Pdf).await?;
    Ok(([(CONTENT_TYPE, "application/pdf")], bytes))
}

/// The receipt as an image for a phone.
#[utoipa::path(get, path = "/api/v1/orders/{number}/receipt.png", operation_id = "draw_receipt_as_picture", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "A picture 1080 pixels wide.", body = File,
        content_type = "image/png")))]
pub(crate) async fn picture(State(web): State<Web>, Own(own): Own) -> Answer<Drawn> {
    let bytes = receipts::paper(&web.app, &own, Paper::Picture).await?;
    Ok(([(CONTENT_TYPE, "image/png")], bytes))
}
