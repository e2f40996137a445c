//! Stores the applicant's details.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::applicant::consent::ConsentKind;
use domain::applicant::{ApplicantInput, IdentityKind};
use serde::{Deserialize, Serialize};
use usecases::applicant;
use utoipa::ToSchema;

use super::order::OrderAnswer;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::Own;
use crate::api::error::Answer;

/// The applicant's details. They are kept sealed; `show_confirmation` gives them back until
/// the order is submitted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDetails {
    /// The name, as on the document.
    #[schema(example = "张三")]
    name: String,
    /// The kind of identity document.
    identity_kind: IdentityKind,
    /// Its number.
    #[schema(example = "11010519491231002X")]
    identity_number: String,
    /// Whether the applicant compared the number with their document after its first
    /// six digits were refused (`id-region-unconfirmed`): divisions that were in use and are in no
    /// table are taken then.
    #[serde(default)]
    identity_number_confirmed: bool,
    /// Date of birth, `YYYY-MM-DD`; required if the identity number does not
    /// contain it.
    birth: Option<String>,
    /// Phone number: of the mainland, or with `+` and the country code.
    #[schema(example = "13800138000")]
    phone: String,
    /// E-mail address for notices, if this service sends e-mail.
    #[schema(example = "name@example.com")]
    email: Option<String>,
    /// The document's further fields, by the `id` of its `asks`.
    #[serde(default)]
    further: BTreeMap<String, String>,
    /// Consents given: `face-data`, and `guardian` for an applicant under 14.
    consents: Vec<ConsentKind>,
}

impl From<NewDetails> for ApplicantInput {
    fn from(new: NewDetails) -> Self {
        Self {
            name: Some(new.name),
            kind: Some(new.identity_kind),
            region_confirmed: new
                .identity_number_confirmed
                .then(|| new.identity_number.clone()),
            number: Some(new.identity_number),
            birth: new.birth,
            phone: Some(new.phone),
            email: new.email,
            further: new.further,
            consents: new.consents.into_iter().collect(),
        }
    }
}

/// The order after its details were given.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DetailsAnswer {
    #[serde(flatten)]
    order: OrderAnswer,
    /// Characters of the name that the receipt cannot print and that are written by
    /// hand there; empty for nearly all names.
    written_by_hand: Vec<String>,
}

/// Stores the applicant's details, replacing earlier ones. All refused fields
/// are listed in `about`.
#[utoipa::path(put, path = "/api/v1/orders/{number}/details", operation_id = "give_details", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])), request_body = NewDetails,
    responses((status = 200, description = "The order.", body = DetailsAnswer)))]
pub(crate) async fn give(
    State(web): State<Web>,
    Own(own): Own,
    Body(new): Body<NewDetails>,
) -> Answer<Json<DetailsAnswer>> {
    let by_hand = applicant::written_by_hand(&new.name);
    let order = applicant::give_details(&web.app, &own, &new.into()).await?;
    Ok(Json(DetailsAnswer {
        order: OrderAnswer::after(&web, &own, order).await?,
        written_by_hand: by_hand.into_iter().map(String::from).collect(),
    }))
}
