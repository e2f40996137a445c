//! Begins an order.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Purpose;
use serde::{Deserialize, Serialize};
use usecases::applicant::{self, OwnOrder, Whose};
use utoipa::ToSchema;

use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{NewToken, Own, PerhapsInWechat, new_token};
use crate::api::error::{Answer, ApiError};

/// What the photo is for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrder {
    /// Identifier of the document.
    #[schema(example = "resident-id-card")]
    document: String,
    /// Six digits of the issuing city; absent for documents without one.
    #[schema(example = "440300")]
    city: Option<String>,
}

/// An order, and the token that opens it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Opened {
    /// The order's number.
    pub(crate) number: String,
    /// Opens the order as `Authorization: Bearer …`. Given only in this answer.
    pub(crate) token: String,
}

/// Begins an order; the token opens it from then on. With a session of `sign_in_by_wechat`
/// it is that user's, and their session opens it too. Refused with
/// `not-accepted` where photos taken by applicants are not accepted.
#[utoipa::path(post, path = "/api/v1/orders", operation_id = "begin_order", tag = "applicant", request_body = NewOrder,
    responses((status = 201, description = "Begun.", body = Opened)))]
pub(crate) async fn begin(
    State(web): State<Web>,
    PerhapsInWechat(user): PerhapsInWechat,
    Body(new): Body<NewOrder>,
) -> Answer<(StatusCode, Json<Opened>)> {
    let city = match new.city {
        None => None,
        Some(code) => Some(code.parse().map_err(|_| ApiError::NOT_FOUND)?),
    };
    let token = new_token(&web);
    let whose = Whose {
        device: token.digest,
        wechat: user.as_ref(),
    };
    let purpose = Purpose {
        document: new.document.parse().map_err(|_| ApiError::NOT_FOUND)?,
        city,
    };
    let own = applicant::begin_as(&web.app, whose, purpose).await?;
    Ok(opened(&own, token))
}

/// Begins an order like this one, which was approved: for the same document and city, with
/// the details that it had where the token or session is of whoever it is of.
#[utoipa::path(post, path = "/api/v1/orders/{number}/renew", operation_id = "renew_order", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = []), ("wechat-session" = [])),
    responses((status = 201, description = "Begun.", body = Opened)))]
pub(crate) async fn renew(
    State(web): State<Web>,
    PerhapsInWechat(user): PerhapsInWechat,
    Own(own): Own,
) -> Answer<(StatusCode, Json<Opened>)> {
    let token = new_token(&web);
    let whose = Whose {
        device: token.digest,
        wechat: user.as_ref(),
    };
    let new = applicant::renew_as(&web.app, &own, whose).await?;
    Ok(opened(&new, token))
}

fn opened(own: &OwnOrder, token: NewToken) -> (StatusCode, Json<Opened>) {
    let opened = Opened {
        number: own.number().to_string(),
        token: token.secret,
    };
    (StatusCode::CREATED, Json(opened))
}
