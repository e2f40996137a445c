//! Makes the photo again with another crop, or with strokes on its cut-out.

use axum::Json;
use axum::extract::State;
use domain::staff::right::Review;
use portrait::{Edit, Nudge, Stroke, StrokeKind, Strokes};
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
    /// What is painted on the cut-out, in place of all strokes so far; without it, these
    /// stay. At most 200 strokes of together 5,000 points.
    strokes: Option<Vec<BrushStroke>>,
}

/// One stroke of a round, soft brush on the uploaded picture, upright.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BrushStroke {
    /// `remove` makes background of it, the face apart; `restore` shows the picture's own
    /// pixels.
    kind: String,
    /// Radius in longer sides of the picture, 0.0001 to 0.1; it fades from a half of it.
    radius: f64,
    /// Where it went: across and down, as parts of the picture's sides.
    points: Vec<[f64; 2]>,
}

impl BrushStroke {
    fn read(self) -> Option<Stroke> {
        let kind = match self.kind.as_str() {
            "remove" => StrokeKind::Remove,
            "restore" => StrokeKind::Restore,
            _ => return None,
        };
        Some(Stroke {
            kind,
            radius: self.radius,
            points: self.points,
        })
    }
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
    let case = match frame.strokes {
        None => inspector::remake(&web.app, &permit, number, nudge).await?,
        Some(strokes) => {
            let strokes = strokes.into_iter().map(BrushStroke::read);
            let strokes = strokes.collect::<Option<Vec<_>>>().ok_or(ApiError::Body)?;
            let strokes = Strokes::new(strokes).map_err(|_| ApiError::Body)?;
            let edit = Edit { nudge, strokes };
            inspector::edit(&web.app, &permit, number, edit).await?
        }
    };
    Ok(Json(case.into()))
}
