//! Makes the photo again with another crop.

use axum::Json;
use axum::extract::State;
use domain::staff::right::Review;
use portrait::Nudge;
use serde::Deserialize;
use usecases::inspector;
use utoipa::ToSchema;

use super::case::CaseAnswer;
use crate::Web;
use crate::api::body::Body;
use crate::api::credential::{Allowed, Numbered};
use crate::api::error::{Answer, ApiError};

/// How the crop is moved, from its computed place. Moves are limited to what
/// the specification allows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewFrame {
    /// How far the head moves to the right, in pixels of the photo; magnitude
    /// below 10,000.
    #[serde(default)]
    #[schema(exclusive_minimum = -10_000, exclusive_maximum = 10_000)]
    right_px: f64,
    /// How far the head moves down, in pixels of the photo; magnitude below
    /// 10,000.
    #[serde(default)]
    #[schema(exclusive_minimum = -10_000, exclusive_maximum = 10_000)]
    down_px: f64,
    /// Factor by which the head grows; above 0 and below 10,000, 1 if absent.
    #[serde(default = "as_it_is")]
    #[schema(exclusive_minimum = 0, exclusive_maximum = 10_000)]
    scale: f64,
}

const fn as_it_is() -> f64 {
    1.0
}

/// Makes the photo again from the original, within the specification.
#[utoipa::path(post, path = "/api/v1/reviews/{number}/remake", operation_id = "remake_photo", tag = "review",
    params(("number" = String, Path, description = "The order's number")),
    security(("api-key" = [])), request_body = NewFrame,
    responses((status = 200, description = "The order with its new photo.", body = CaseAnswer)))]
pub(crate) async fn remake(
    State(web): State<Web>,
    Allowed { permit, .. }: Allowed<Review>,
    Numbered(number): Numbered,
    Body(frame): Body<NewFrame>,
) -> Answer<Json<CaseAnswer>> {
    let nudge = Nudge::new(frame.right_px, frame.down_px, frame.scale).ok_or(ApiError::Body)?;
    let case = inspector::remake(&web.app, &permit, number, nudge).await?;
    Ok(Json(case.into()))
}
