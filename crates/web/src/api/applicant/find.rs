//! Opens an order by its number and the applicant's phone number.

use axum::Json;
use axum::extract::State;
use domain::OrderNumber;
use domain::applicant::Phone;
use serde::Deserialize;
use usecases::applicant;
use utoipa::ToSchema;

use super::begin::Opened;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{new_token, token_of_grant};
use crate::api::error::{Answer, ApiError};

/// What identifies an order and its applicant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sought {
    /// The order's number.
    number: String,
    /// The applicant's phone number.
    phone: String,
}

/// Opens an order by its number and phone number.
#[utoipa::path(post, path = "/api/v1/orders/find", operation_id = "find_order", tag = "applicant", request_body = Sought,
    responses((status = 200, description = "Found.", body = Opened)))]
pub(crate) async fn find(
    State(web): State<Web>,
    Body(sought): Body<Sought>,
) -> Answer<Json<Opened>> {
    let number = OrderNumber::parse(&sought.number).map_err(|_| ApiError::NOT_FOUND)?;
    let phone = Phone::parse(&sought.phone).map_err(|e| ApiError::field("phone", e.code()))?;
    let own = applicant::find(&web.app, number, &phone).await?;
    let own = own.ok_or(ApiError::NOT_FOUND)?;
    let token = new_token(&web);
    let grant = applicant::grant(&web.app, &own, token.digest);
    Ok(Json(Opened {
        number: number.to_string(),
        token: token_of_grant(&token, &grant),
    }))
}
