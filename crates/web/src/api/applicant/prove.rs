//! The second proof of an order that was found.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use usecases::applicant::Known;
use usecases::{AppError, applicant};
use utoipa::ToSchema;

use super::begin::Opened;
use super::find::guessed;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Reached, new_token, token_of_grant};
use crate::api::error::{Answer, ApiError};

/// The second proof.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proof {
    /// The last six characters of the applicant's identity number, or all of a
    /// shorter one.
    /// After `phone`.
    #[schema(max_length = 6)]
    identity_end: Option<String>,
    /// The applicant's phone number, after `identity`.
    phone: Option<String>,
}

/// Opens all of an order that was found: gives a token good for two hours.
/// Wrong proofs are counted; after five the answer is 429 with the time to
/// wait.
#[utoipa::path(post, path = "/api/v1/orders/{number}/prove", operation_id = "prove_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])), request_body = Proof,
    responses((status = 200, description = "Proven.", body = Opened)))]
pub(crate) async fn prove(
    State(web): State<Web>,
    reached: Reached,
    Body(proof): Body<Proof>,
) -> Answer<Json<Opened>> {
    let Reached::Found(found) = reached else {
        // All of it is open already.
        return Err(AppError::Refused(domain::Refusal::WrongState).into());
    };
    let (field, code, typed) = match found.known() {
        Known::Phone => ("identity_end", "identity-end", proof.identity_end),
        Known::Identity => ("phone", "phone-proof", proof.phone),
    };
    let typed = typed.ok_or(ApiError::field(field, code))?;
    let own = applicant::prove(&web.app, &found, &typed).await;
    let own = own.map_err(|error| match error {
        AppError::NotFound | AppError::Text => ApiError::field(field, code),
        other => guessed(&web, other),
    })?;
    let token = new_token(&web);
    let grant = applicant::grant_proven(&web.app, &own, token.digest);
    Ok(Json(Opened {
        number: own.number().to_string(),
        token: token_of_grant(&token, &grant),
    }))
}
