//! Finds an order by its number or its receipt's, and the applicant's phone or
//! identity number.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usecases::applicant::{SoughtNumber, SoughtPerson};
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
    /// The order's number, its receipt's, or the text of its receipt's code.
    number: String,
    /// The applicant's phone number; or `identity`.
    phone: Option<String>,
    /// The applicant's identity number; or `phone`.
    identity: Option<String>,
}

/// Finds an order by a number and the applicant's phone or identity number. The
/// token shows how the order stands; `POST /orders/{number}/prove` gives one for all of it. Wrong
/// numbers are counted by order and by network; after some, the answer is 429
/// with the time to wait.
#[utoipa::path(post, path = "/api/v1/orders/find", operation_id = "find_order", tag = "applicant", request_body = Sought,
    responses((status = 200, description = "Found.", body = Opened)))]
pub(crate) async fn find(
    State(web): State<Web>,
    FromSite(site): FromSite,
    Body(sought): Body<Sought>,
) -> Answer<Json<Opened>> {
    let number = SoughtNumber::parse(&web.app, &sought.number).ok_or(ApiError::NOT_FOUND)?;
    let (field, typed) = match (&sought.phone, &sought.identity) {
        (Some(phone), None) => ("phone", phone),
        (None, Some(identity)) => ("identity", identity),
        _ => return Err(ApiError::field("phone", "phone-or-identity")),
    };
    let person = SoughtPerson::parse(typed).ok_or(ApiError::field(field, "phone-or-identity"))?;
    let found = applicant::find(&web.app, number, &person, &site).await;
    let found = found.map_err(|error| guessed(&web, error))?;
    let token = new_token(&web);
    let grant = applicant::grant_found(&web.app, &found, token.digest);
    Ok(Json(Opened {
        number: found.number().to_string(),
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
