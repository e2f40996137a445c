//! Stores the applicant's details.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::applicant::consent::ConsentKind;
use domain::applicant::{ApplicantInput, IdentityKind};
use serde::Deserialize;
use usecases::applicant;
use utoipa::ToSchema;

use super::order::OrderAnswer;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::Own;
use crate::api::error::Answer;

/// The applicant's details. They are kept sealed and never given out again.
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
            number: Some(new.identity_number),
            birth: new.birth,
            phone: Some(new.phone),
            email: new.email,
            further: new.further,
            consents: new.consents.into_iter().collect(),
        }
    }
}

/// Stores the applicant's details, replacing earlier ones. All refused fields
/// are listed in `about`.
#[utoipa::path(put, path = "/api/v1/orders/{number}/details", operation_id = "give_details", tag = "applicant",
    params(("number" = String, Path, description = "The order's number")),
    security(("order-token" = [])), request_body = NewDetails,
    responses((status = 200, description = "The order.", body = OrderAnswer)))]
pub(crate) async fn give(
    State(web): State<Web>,
    Own(own): Own,
    Body(new): Body<NewDetails>,
) -> Answer<Json<OrderAnswer>> {
    let order = applicant::give_details(&web.app, &own, &new.into()).await?;
    Ok(Json(OrderAnswer::new(&web.catalogue, order)))
}
