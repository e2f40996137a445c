//! A document's photo requirements in a city, and whether photos taken by
//! applicants are accepted there.

use axum::Json;
use axum::extract::{Path, State};
use catalogue::{Acceptance, Ask, Authority, City, Document, PhotoSpec};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::error::{Answer, ApiError};
use crate::api::price::PriceAnswer;
use crate::api::words::{Named, Words, answers, gifts, in_both, name_of};
use crate::confidence::confidence;
use crate::photo_facts::{colour, facts};
use crate::{Web, receipt_words};

/// Requirements on a photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Specification {
    /// Version of the catalogue.
    catalogue_version: String,
    /// The standard it follows.
    standard: String,
    /// Width in pixels.
    width_px: u32,
    /// Height in pixels.
    height_px: u32,
    /// Pixels per inch.
    dpi: f64,
    /// Width on paper, millimetres.
    width_mm: f64,
    /// Height on paper, millimetres.
    height_mm: f64,
    /// Colour of the background: sRGB, three values of 0 to 255.
    background_rgb: Vec<u8>,
    /// The name of that colour.
    background_name: Words,
    /// Other backgrounds that may be had instead; empty if there is no choice.
    background_choices: Vec<Backdrop>,
    /// Minimum size of the file in bytes.
    min_bytes: usize,
    /// Maximum size of the file in bytes.
    max_bytes: usize,
    /// Position and size of the head.
    constraints: Vec<Position>,
}

/// A background that may be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Backdrop {
    /// Name.
    names: Words,
    /// sRGB, three values of 0 to 255.
    rgb: Vec<u8>,
}

/// One measure of the head on the photo, in pixels of the photo.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Position {
    /// Identifier of the measure.
    measure: String,
    /// Minimum, pixels; absent if there is none.
    min_px: Option<f64>,
    /// Maximum, pixels; absent if there is none.
    max_px: Option<f64>,
    /// Target, pixels.
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
            background_name: Words::spoken(|s| colour(s, spec.background.rgb)),
            background_choices: spec
                .background
                .choices
                .iter()
                .map(|shade| Backdrop {
                    names: (&shade.name).into(),
                    rgb: shade.rgb.to_vec(),
                })
                .collect(),
            min_bytes: spec.file.min_bytes,
            max_bytes: spec.file.max_bytes,
            constraints: constraints.collect(),
        }
    }
}

/// Whether a photo taken by the applicant is accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptanceAnswer {
    /// `yes`, `no`, `unknown` or `not-applicable`; with `no`, no order can be
    /// begun.
    #[schema(schema_with = answers)]
    answer: String,
    /// Reason of the answer.
    reason: Words,
    /// What to do instead, if it is not accepted.
    instead: Option<Words>,
    /// Source of the answer.
    source: String,
    /// How far the source is trusted.
    confidence: Words,
}

/// A requirement in plain words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FactAnswer {
    /// What is required.
    name: Words,
    /// How.
    value: Words,
    /// A colour to show beside it: sRGB, three values of 0 to 255; absent for what has none.
    #[schema(min_items = 3, max_items = 3)]
    rgb: Option<Vec<u8>>,
}

impl FactAnswer {
    /// Size, background and file of a photo.
    fn all(spec: &PhotoSpec) -> Vec<Self> {
        let all = in_both(|s| facts(s, spec)).map(|(zh, en)| Self {
            name: Words {
                zh: zh.label,
                en: en.label,
            },
            value: Words {
                zh: zh.value,
                en: en.value,
            },
            rgb: zh.rgb.map(|rgb| rgb.to_vec()),
        });
        all.collect()
    }
}

/// A document's photo requirements, and whether photos taken by applicants are
/// accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Requirements {
    /// The document's name.
    document_name: Words,
    /// The city's name; absent where no city was named.
    city_name: Option<Words>,
    /// Requirements on the photo.
    specification: Specification,
    /// The same in plain words, as they are shown to people.
    facts: Vec<FactAnswer>,
    /// Whether a photo taken by the applicant is accepted.
    acceptance: AcceptanceAnswer,
    /// What an approved order gives: `receipt`, or `photo` where the document has
    /// no receipts.
    #[schema(schema_with = gifts)]
    gives: String,
    /// How long, how often and where the receipt is accepted; empty without a receipt.
    receipt_terms: Vec<Named>,
    /// What an order costs that is begun now; absent if it is free.
    price: Option<PriceAnswer>,
    /// Fields that the applicant fills in, besides name, identity and phone.
    asks: Vec<FurtherAsked>,
}

/// A further field of a document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FurtherAsked {
    /// Identifier, as in `further` of an order's details.
    id: String,
    /// Name of the field.
    names: Words,
    /// How to fill it in.
    hint: Option<Words>,
    /// `must` if required for submission, else `may`.
    need: String,
    /// `latin` if only letters, digits, spaces and hyphens are allowed, else
    /// `any`.
    script: String,
    /// Maximum number of characters.
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
    /// The requirements of a document, in a city if one decides.
    pub(super) fn new(web: &Web, document: &Document, city: Option<&City>) -> Self {
        let catalogue = &web.catalogue;
        let spec = catalogue.specification(document, city);
        let acceptance = match city {
            Some(city) => catalogue.acceptance(document, city),
            None => document.elsewhere.clone(),
        };
        let rule = catalogue.receipt_rule(document, city);
        let price = web.app.price(&document.id, city.map(|city| city.code));
        Self {
            document_name: (&document.names).into(),
            city_name: city.map(|city| (&city.names).into()),
            facts: FactAnswer::all(&spec),
            specification: (&spec).into(),
            acceptance: (&acceptance).into(),
            gives: name_of(&document.gives),
            receipt_terms: rule.map_or_else(Vec::new, |rule| {
                Named::lines(|s| receipt_words::terms(s, rule))
            }),
            price: price.map(Into::into),
            asks: document.asks.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Acceptance> for AcceptanceAnswer {
    fn from(acceptance: &Acceptance) -> Self {
        Self {
            answer: name_of(&acceptance.answer),
            reason: (&acceptance.reason).into(),
            instead: acceptance.instead.as_ref().map(Into::into),
            source: acceptance.source.cite.clone(),
            confidence: Words::spoken(|s| confidence(s, acceptance.source.confidence)),
        }
    }
}

/// The document of this identifier, if cities issue it.
pub(super) fn document_of_cities<'a>(web: &'a Web, id: &str) -> Answer<&'a Document> {
    let document = web.catalogue.document_by_id(id);
    let document = document.filter(|document| document.authority == Authority::City);
    document.ok_or(ApiError::NOT_FOUND)
}

/// A document's photo requirements in a city, and whether photos taken by
/// applicants are accepted there.
#[utoipa::path(get, path = "/api/v1/documents/{document}/cities/{city}", operation_id = "show_requirements", tag = "catalogue",
    params(("document" = String, Path, description = "Identifier of the document"),
           ("city" = String, Path, description = "Six digits of the issuing city")),
    responses((status = 200, description = "The requirements.", body = Requirements)))]
pub(crate) async fn show(
    State(web): State<Web>,
    Path((document, city)): Path<(String, String)>,
) -> Answer<Json<Requirements>> {
    let document = document_of_cities(&web, &document)?;
    let code = city.parse().map_err(|_| ApiError::NOT_FOUND)?;
    let city = web.catalogue.city_by_code(code);
    let city = city.ok_or(ApiError::NOT_FOUND)?;
    Ok(Json(Requirements::new(&web, document, Some(city))))
}
