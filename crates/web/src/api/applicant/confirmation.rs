//! What the applicant confirms before submitting.

use axum::Json;
use axum::extract::State;
use domain::applicant::IdentityKind;
use domain::{ApplicantAction, Refusal};
use serde::Serialize;
use usecases::AppError;
use usecases::applicant::{self, FurtherValue, GivenDetails, OwnOrder};
use utoipa::ToSchema;

use crate::api::credential::Own;
use crate::api::error::{Answer, Problem};
use crate::api::words::Words;
use crate::by_hand::by_hand;
use crate::{Web, awaited, told};

/// The details as they will stand on the receipt, and what comes next. Whole with the token
/// that the order was begun with, or its user's session; masked with another.
#[derive(Serialize, ToSchema)]
pub(crate) struct Confirmation {
    /// The name.
    name: String,
    /// The kind of identity document.
    identity_kind: IdentityKind,
    /// Its number.
    identity_number: String,
    /// The phone number.
    phone: String,
    /// The e-mail address; absent if none was given.
    email: Option<String>,
    /// The document's further fields.
    further: Vec<FurtherGiven>,
    /// What of the name the receipt cannot print, and that it is written by hand; absent for
    /// nearly all names.
    by_hand: Option<Words>,
    /// When the result is expected of what is submitted now.
    awaited: Words,
    /// How the applicant is told of the result, a sentence each.
    told: Vec<Words>,
}

/// A further field of the document.
#[derive(Serialize, ToSchema)]
pub(crate) struct FurtherGiven {
    /// Name of the field.
    names: Words,
    /// What was given.
    text: String,
}

impl From<FurtherValue> for FurtherGiven {
    fn from(field: FurtherValue) -> Self {
        Self {
            names: (&field.names).into(),
            text: field.text,
        }
    }
}

/// The details that were given, for the applicant to confirm before `submit_order`. Refused
/// with `order-no-details` before they are given, and with `order-wrong-state` once the order
/// cannot be changed any more.
#[utoipa::path(get, path = "/api/v1/orders/{number}/confirmation", operation_id = "show_confirmation", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])),
    responses((status = 200, description = "What is to be confirmed.", body = Confirmation),
        (status = 409, description = "There is nothing to confirm.", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn show(State(web): State<Web>, Own(own): Own) -> Answer<Json<Confirmation>> {
    let given = to_confirm(&web, &own)?;
    let place = applicant::next_place(&web.app).await?;
    let told_by = applicant::told_by(&web.app, &own).await?;
    let now = web.app.now();
    Ok(Json(Confirmation {
        by_hand: Words::if_spoken(|s| by_hand(s, &given.by_hand)),
        name: given.name,
        identity_kind: given.kind,
        identity_number: given.number,
        phone: given.phone,
        email: given.email,
        further: given.further.into_iter().map(Into::into).collect(),
        awaited: Words::spoken(|s| awaited::if_submitted(s, place.wait, now)),
        told: Words::lines(|s| told::ways(s, &told_by)),
    }))
}

fn to_confirm(web: &Web, own: &OwnOrder) -> Result<GivenDetails, AppError> {
    if !own.summary(web.app.now()).allows(ApplicantAction::Change) {
        return Err(Refusal::WrongState.into());
    }
    let given = applicant::details(&web.app, own)?;
    given.ok_or(Refusal::NoDetails.into())
}
