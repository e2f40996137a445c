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
    identity_kind: Kind,
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
    consents: Vec<Agreed>,
}

/// The kind of an identity document.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// 居民身份证.
    ChineseId,
    /// 护照.
    Passport,
    /// 港澳台居民居住证.
    HongKongMacaoTaiwanResident,
    /// 外国人永久居留身份证.
    ForeignPermanentResident,
    /// 回乡证.
    HomeReturnPermit,
    /// 台胞证.
    TaiwanCompatriotPermit,
}

/// A consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Agreed {
    /// Processing of the photo and of face measurements.
    FaceData,
    /// Given by a parent or guardian.
    Guardian,
}

impl From<Kind> for IdentityKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::ChineseId => Self::ChineseId,
            Kind::Passport => Self::Passport,
            Kind::HongKongMacaoTaiwanResident => Self::HongKongMacaoTaiwanResident,
            Kind::ForeignPermanentResident => Self::ForeignPermanentResident,
            Kind::HomeReturnPermit => Self::HomeReturnPermit,
            Kind::TaiwanCompatriotPermit => Self::TaiwanCompatriotPermit,
        }
    }
}

impl From<Agreed> for ConsentKind {
    fn from(agreed: Agreed) -> Self {
        match agreed {
            Agreed::FaceData => Self::FaceData,
            Agreed::Guardian => Self::Guardian,
        }
    }
}

impl From<NewDetails> for ApplicantInput {
    fn from(new: NewDetails) -> Self {
        Self {
            name: Some(new.name),
            kind: Some(new.identity_kind.into()),
            number: Some(new.identity_number),
            birth: new.birth,
            phone: Some(new.phone),
            email: new.email,
            further: new.further,
            consents: new.consents.into_iter().map(Into::into).collect(),
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
