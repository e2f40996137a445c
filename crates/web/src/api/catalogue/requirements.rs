//! What a document asks in a city, and whether one's own photo will do there.

use axum::Json;
use axum::extract::{Path, State};
use catalogue::{Acceptance, Ask, Document, PhotoSpec};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Web;
use crate::api::error::{Answer, ApiError};
use crate::api::words::{Words, answers, name_of};

/// What is asked of a photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Specification {
    /// Version of the catalogue it was read from.
    catalogue_version: String,
    /// The standard it follows.
    standard: String,
    /// Pixels across.
    width_px: u32,
    /// Pixels down.
    height_px: u32,
    /// Pixels an inch.
    dpi: f64,
    /// Width on paper, millimetres.
    width_mm: f64,
    /// Height on paper, millimetres.
    height_mm: f64,
    /// Colour of the background: sRGB, three values of 0 to 255.
    background_rgb: Vec<u8>,
    /// Bytes the file must have at least.
    min_bytes: usize,
    /// Bytes the file may have at most.
    max_bytes: usize,
    /// Where the head is to be.
    constraints: Vec<Position>,
}

/// One measure of the head's place on the photo, in the photo's pixels.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Position {
    /// What is measured.
    measure: String,
    /// Least, pixels; absent where there is no such limit.
    min_px: Option<f64>,
    /// Greatest, pixels.
    max_px: Option<f64>,
    /// What is aimed at, pixels.
    target_px: f64,
}

impl From<&PhotoSpec> for Specification {
    fn from(spec: &PhotoSpec) -> Self {
        let constraints = spec.constraints.iter().map(|constraint| Position {
            measure: constraint.measure.key().to_owned(),
            min_px: constraint.min.map(|px| px.0),
            max_px: constraint.max.map(|px| px.0),
            target_px: constraint.target.0,
        });
        Self {
            catalogue_version: spec.version.clone(),
            standard: spec.standard.clone(),
            width_px: spec.width_px,
            height_px: spec.height_px,
            dpi: f64::from(spec.dpi.0),
            width_mm: spec.width_mm.0,
            height_mm: spec.height_mm.0,
            background_rgb: spec.background.rgb.to_vec(),
            min_bytes: spec.file.min_bytes,
            max_bytes: spec.file.max_bytes,
            constraints: constraints.collect(),
        }
    }
}

/// Whether a photo made by oneself is accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptanceAnswer {
    /// `yes`, `no`, `unknown` or `not-applicable`; no order begins at `no`.
    #[schema(schema_with = answers)]
    answer: String,
    /// Why.
    reason: Words,
    /// What to do instead, where it is not.
    instead: Option<Words>,
    /// Where that is written.
    source: String,
}

/// What is asked of a photo, and whether one's own will do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Requirements {
    /// What is asked of the photo.
    specification: Specification,
    /// Whether a photo made by oneself is accepted.
    acceptance: AcceptanceAnswer,
    /// What the applicant gives besides name, identity and phone.
    asks: Vec<FurtherAsked>,
}

/// A field that the document asks for besides.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FurtherAsked {
    /// Identifier, as in an order's details.
    id: String,
    /// What the field is called.
    names: Words,
    /// How to fill it in.
    hint: Option<Words>,
    /// `must` where nothing can be handed in without it, else `may`.
    need: String,
    /// `latin` for letters, digits, spaces and hyphens alone, else `any`.
    script: String,
    /// Most characters it takes.
    max_chars: u8,
}

impl From<&Ask> for FurtherAsked {
    fn from(ask: &Ask) -> Self {
        Self {
            id: ask.id.clone(),
            names: (&ask.names).into(),
            hint: ask.hint.as_ref().map(Into::into),
            need: name_of(&ask.need),
            script: name_of(&ask.script),
            max_chars: ask.max_chars,
        }
    }
}

impl Requirements {
    pub(super) fn new(document: &Document, spec: &PhotoSpec, acceptance: &Acceptance) -> Self {
        Self {
            specification: spec.into(),
            acceptance: AcceptanceAnswer {
                answer: name_of(&acceptance.answer),
                reason: (&acceptance.reason).into(),
                instead: acceptance.instead.as_ref().map(Into::into),
                source: acceptance.source.cite.clone(),
            },
            asks: document.asks.iter().map(Into::into).collect(),
        }
    }
}

/// What a document asks of a photo in a city, and whether one's own is accepted.
#[utoipa::path(get, path = "/api/v1/documents/{document}/cities/{city}", operation_id = "show_requirements", tag = "catalogue",
    params(("document" = String, Path, description = "Identifier of the document"),
           ("city" = String, Path, description = "Six digits of the issuing city")),
    responses((status = 200, description = "The requirements.", body = Requirements)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Path((document, city)): Path<(String, String)>,
) -> Answer<Json<Requirements>> {
    let document = web.catalogue.document_by_id(&document);
    let document = document.ok_or(ApiError::NOT_FOUND)?;
    let code = city.parse().map_err(|_| ApiError::NOT_FOUND)?;
    let city = web.catalogue.city_by_code(code);
    let city = city.ok_or(ApiError::NOT_FOUND)?;
    let spec = web.catalogue.specification(document, Some(city));
    let acceptance = web.catalogue.acceptance(document, city);
    Ok(Json(Requirements::new(document, &spec, &acceptance)))
}
