//! Finds an order by its number and the applicant's phone number.

use axum::Json;
use axum::extract::State;
use domain::OrderNumber;
use domain::applicant::Phone;
use serde::Deserialize;
use usecases::{AppError, applicant};
use utoipa::ToSchema;

use super::begin::Opened;
use crate::api::body::Body;
use crate::api::credential::{new_token, token_of_grant};
use crate::api::error::{Answer, ApiError};
use crate::from_site::FromSite;
use crate::{PageError, Web};

/// What identifies an order and its applicant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sought {
    /// The order's number.
    number: String,
    /// The applicant's phone number.
    phone: String,
}

/// Finds an order by its number and phone number. The token shows how the
/// order stands; `POST /orders/{number}/prove` gives one for all of it. Wrong
/// numbers are counted by order and by network; after some, the answer is 429
/// with the time to wait.
#[utoipa::path(post, path = "/api/v1/orders/find", operation_id = "find_order", tag = "applicant", request_body = Sought,
    responses((status = 200, description = "Found.", body = Opened)))]
pub(crate) async fn find(
    State(web): State<Web>,
    FromSite(site): FromSite,
    Body(sought): Body<Sought>,
) -> Answer<Json<Opened>> {
    let number = OrderNumber::parse(&sought.number).map_err(|_| ApiError::NOT_FOUND)?;
    let phone = Phone::parse(&sought.phone).map_err(|e| ApiError::field("phone", e.code()))?;
    let found = applicant::find(&web.app, number, &phone, &site).await;
    let found = found.map_err(|error| guessed(&web, error))?;
    let token = new_token(&web);
    let grant = applicant::grant_found(&web.app, &found, token.digest);
    Ok(Json(Opened {
        number: number.to_string(),
        token: token_of_grant(&token, &grant),
    }))
}

/// The refusal of a guess, with the time to wait if it was locked.
pub(crate) fn guessed(web: &Web, error: AppError) -> ApiError {
    match error {
        AppError::Locked { until } => PageError::locked(until, web.app.now()).into(),
        other => other.into(),
    }
}
